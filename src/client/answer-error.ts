import type { Envelope } from './envelope.ts';
import { ClaimsClientError, type ClaimsClientErrorCode, type MutationOutcome, type ServerError } from './errors.ts';

interface Meaning {
  readonly code: ClaimsClientErrorCode;
  /** What became of a mutation whose field failed with it. */
  readonly outcome: MutationOutcome;
}

/** Codes that come before anything is written, and those that may come after it. */
const MEANINGS: ReadonlyMap<string, Meaning> = new Map([
  ...meanings('NOT_APPLIED', [
    'UNAUTHENTICATED',
    'TRY_REFRESH_TOKEN',
    'FORBIDDEN',
    'DUPLICATE_COOKIE',
    'AMBIGUOUS_USER',
    'RATE_LIMITED',
    'LOCK_TIMEOUT',
    'LOCKS_UNAVAILABLE',
    'LEDGER_UNAVAILABLE',
    'UNAVAILABLE',
  ]),
  ...meanings('UNKNOWN', ['CLAIM_TYPE_MISMATCH', 'SESSION_CORE_UNAVAILABLE', 'INTERNAL_SERVER_ERROR']),
  ...[
    'GRAPHQL_PARSE_FAILED',
    'GRAPHQL_VALIDATION_FAILED',
    'OPERATION_RESOLUTION_FAILURE',
    'BAD_USER_INPUT',
    'BAD_REQUEST',
    'DOCUMENT_NOT_TRUSTED',
    'PAYLOAD_TOO_LARGE',
    'UNSUPPORTED_MEDIA_TYPE',
    'METHOD_NOT_ALLOWED',
    'NOT_ACCEPTABLE',
    'NOT_FOUND',
  ].map((code): [string, Meaning] => [code, { code: 'INVALID_REQUEST', outcome: 'NOT_APPLIED' }]),
]);
/** What a later version of the server may say. */
const UNHEARD_OF: Meaning = { code: 'BAD_RESPONSE', outcome: 'UNKNOWN' };

/** The error of an answer that has errors; its code and message are those of the first one that is not a mismatch. */
export function errorOfAnswer(
  http: { readonly status: number; readonly requestId: string | undefined },
  answer: Envelope,
  reads: boolean,
): ClaimsClientError {
  const first = answer.errors.find(({ code }) => code !== 'CLAIM_TYPE_MISMATCH') ?? answer.errors[0];
  return new ClaimsClientError(meaningOf(first?.code ?? null).code, first?.message ?? 'The server failed.', {
    outcome: reads ? null : outcomeOf(answer),
    status: http.status,
    requestId: http.requestId,
    ...answer,
  });
}

/** Root fields with data say themselves what was done; of the others, the one that is least certain counts. */
function outcomeOf({ data, errors }: Envelope): MutationOutcome | null {
  const answered = Object.values(data ?? {}).filter((value) => value !== null).length;
  const failed = errors.filter(({ path: [root = ''] }) => (data?.[root] ?? null) === null);
  if (failed.some((error) => outcomeOfField(error) === 'UNKNOWN')) return 'UNKNOWN';
  return answered > 0 ? null : 'NOT_APPLIED';
}

/** Below a root field something was only read: that tells nothing of the write before it. */
function outcomeOfField({ path, code, outcome }: ServerError): MutationOutcome {
  return path.length > 1 ? 'UNKNOWN' : (outcome ?? meaningOf(code).outcome);
}

function meaningOf(code: string | null): Meaning {
  return MEANINGS.get(code ?? '') ?? UNHEARD_OF;
}

function meanings(outcome: MutationOutcome, codes: readonly ClaimsClientErrorCode[]): [string, Meaning][] {
  return codes.map((code) => [code, { code, outcome }]);
}
