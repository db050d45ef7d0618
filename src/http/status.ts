import type { ErrorCode } from '../claims/errors.ts';

/** A code that stands in an answer: one of the contract, or of an error that nobody expected. */
type AnsweredCode = ErrorCode | 'INTERNAL_SERVER_ERROR';

/**
 * Which error is which HTTP status. 503, 401 and 429 ask the caller to send the whole request again: later, with a fresh
 * token, or more slowly. An error with 200 says something of its own field only; the other fields stand.
 */
const STATUS_BY_CODE: Readonly<Record<AnsweredCode, number>> = {
  LOCK_TIMEOUT: 503,
  LOCKS_UNAVAILABLE: 503,
  LEDGER_UNAVAILABLE: 503,
  SESSION_CORE_UNAVAILABLE: 503,
  UNAUTHENTICATED: 401,
  TRY_REFRESH_TOKEN: 401,
  RATE_LIMITED: 429,
  DUPLICATE_COOKIE: 400,
  INTERNAL_SERVER_ERROR: 500,
  FORBIDDEN: 200,
  AMBIGUOUS_USER: 200,
  BAD_USER_INPUT: 200,
  CLAIM_TYPE_MISMATCH: 200,
};

/** Of several errors in one answer, the one that stands first here decides its status. */
const STATUSES_BY_WEIGHT = [503, 401, 429, 400, 500] as const;

const RETRY_AFTER_SECONDS = 1;

/** When the request may be sent again, in seconds, where its status asks for that: the longest time that an error names. */
export function retryAfterOf(
  status: number | undefined,
  errors: readonly { readonly retryAfterSeconds?: unknown }[] = [],
): string | null {
  if (status !== 503 && status !== 429) return null;
  const named = errors.map(({ retryAfterSeconds }) => retryAfterSeconds).filter((value) => typeof value === 'number');
  return String(Math.max(RETRY_AFTER_SECONDS, ...named));
}

/** The status that an error with this code asks for; undefined for codes of others, as GraphQL's own. */
export function statusOfCode(code: unknown): number | undefined {
  return isAnsweredCode(code) ? STATUS_BY_CODE[code] : undefined;
}

/** The status of an answer with errors of these codes; undefined where none of them asks for another than 200. */
export function statusOfCodes(codes: readonly unknown[]): number | undefined {
  const statuses = codes.map(statusOfCode);
  return STATUSES_BY_WEIGHT.find((status) => statuses.includes(status));
}

function isAnsweredCode(code: unknown): code is AnsweredCode {
  return typeof code === 'string' && Object.hasOwn(STATUS_BY_CODE, code);
}
