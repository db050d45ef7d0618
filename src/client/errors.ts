/** What went wrong, as a closed list. */
export type ClaimsClientErrorCode =
  | ServerErrorCode
  /** The server understood no part of the request: a fault of the document, of its variables, or of the URL. */
  | 'INVALID_REQUEST'
  /** No answer within `timeoutMillis`. */
  | 'TIMEOUT'
  /** No connection, or one that broke before the answer was there. */
  | 'NETWORK'
  /** An answer that is not of this API, or of a later version of it. */
  | 'BAD_RESPONSE';

/** The server's own codes; its docs/api.md says what to do. */
export type ServerErrorCode =
  | 'UNAUTHENTICATED'
  | 'TRY_REFRESH_TOKEN'
  | 'FORBIDDEN'
  | 'DUPLICATE_COOKIE'
  | 'AMBIGUOUS_USER'
  | 'CLAIM_TYPE_MISMATCH'
  | 'RATE_LIMITED'
  | 'LOCK_TIMEOUT'
  | 'LOCKS_UNAVAILABLE'
  | 'LEDGER_UNAVAILABLE'
  | 'SESSION_CORE_UNAVAILABLE'
  | 'UNAVAILABLE'
  | 'INTERNAL_SERVER_ERROR';

/** Whether a mutation that failed may have been applied all the same. */
export type MutationOutcome = 'NOT_APPLIED' | 'UNKNOWN';

/** One error of the server's answer. */
export interface ServerError {
  readonly message: string;
  /** `extensions.code` as it came. */
  readonly code: string | null;
  /** The field that failed; empty where the whole request did. */
  readonly path: readonly (string | number)[];
  /** `extensions.outcome`: the server says it where its session core did not answer. */
  readonly outcome: MutationOutcome | null;
}

/** What is known of a failed request. */
export interface ClaimsClientErrorDetails {
  readonly outcome: MutationOutcome | null;
  readonly status?: number | undefined;
  readonly requestId?: string | undefined;
  readonly errors?: readonly ServerError[];
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly cause?: unknown;
}

/** A request that failed. Faults of the input that the caller can repair are no such error: they are `userErrors`. */
export class ClaimsClientError extends Error {
  readonly code: ClaimsClientErrorCode;
  /** NOT_APPLIED: safe to send again. UNKNOWN: read first. Null for queries, and where `data` has what was done. */
  readonly outcome: MutationOutcome | null;
  /** The HTTP status; undefined where there was no answer. */
  readonly status: number | undefined;
  /** Leads to the request in the server's log. */
  readonly requestId: string | undefined;
  /** All errors of the answer. */
  readonly errors: readonly ServerError[];
  /** The part of the answer that is there in spite of the errors. */
  readonly data: Readonly<Record<string, unknown>> | null;

  constructor(code: ClaimsClientErrorCode, message: string, details: ClaimsClientErrorDetails) {
    super(message, { cause: details.cause });
    this.name = 'ClaimsClientError';
    this.code = code;
    this.outcome = details.outcome;
    this.status = details.status;
    this.requestId = details.requestId;
    this.errors = details.errors ?? [];
    this.data = details.data ?? null;
  }
}
