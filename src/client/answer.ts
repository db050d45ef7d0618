import { errorOfAnswer } from './answer-error.ts';
import { readEnvelope } from './envelope.ts';
import { ClaimsClientError, type ServerError } from './errors.ts';

/** What came back over HTTP, not yet looked at. */
export interface HttpAnswer {
  readonly status: number;
  readonly requestId: string | undefined;
  readonly body: string;
}

/** An answer that says what was asked. */
export interface Answer {
  readonly data: Readonly<Record<string, unknown>>;
  /** Claims that are null because another application stored them with another type. */
  readonly mismatches: readonly ServerError[];
}

/**
 * Reads an answer of the API.
 * @throws ClaimsClientError where it has errors, other than claims of another type than declared; or is none at all
 */
export function readAnswer(answer: HttpAnswer, reads: boolean): Answer {
  const envelope = readEnvelope(answer.body);
  if (envelope === null) throw badResponse(answer, reads, 'The answer is not one of this API.');
  const { data, errors } = envelope;
  const mismatches = errors.filter(({ code }) => code === 'CLAIM_TYPE_MISMATCH');
  if (data === null || mismatches.length < errors.length) throw errorOfAnswer(answer, envelope, reads);
  return { data, mismatches };
}

/** An answer that cannot be used; what the server did is not known. */
export function badResponse(
  { status, requestId }: Omit<HttpAnswer, 'body'>,
  reads: boolean,
  message: string,
): ClaimsClientError {
  const outcome = reads ? null : 'UNKNOWN';
  return new ClaimsClientError('BAD_RESPONSE', `${message} (HTTP ${status})`, { outcome, status, requestId });
}
