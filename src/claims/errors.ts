/** The codes of errors that are not a `userError`; everything else is INTERNAL_SERVER_ERROR. */
export type ErrorCode =
  | 'UNAUTHENTICATED'
  | 'TRY_REFRESH_TOKEN'
  | 'FORBIDDEN'
  | 'DUPLICATE_COOKIE'
  | 'AMBIGUOUS_USER'
  | 'BAD_USER_INPUT'
  | 'CLAIM_TYPE_MISMATCH'
  | 'RATE_LIMITED'
  | 'LOCK_TIMEOUT'
  | 'LOCKS_UNAVAILABLE'
  | 'LEDGER_UNAVAILABLE'
  | 'SESSION_CORE_UNAVAILABLE';

/** The kinds of fault that a caller can repair. */
export type ClaimErrorCode =
  | 'RESERVED_CLAIM'
  | 'CLAIM_NOT_ALLOWED'
  | 'DECLARED_CLAIM'
  | 'INVALID_VALUE'
  | 'TOKEN_TOO_LARGE'
  | 'VERSION_CONFLICT'
  | 'USER_NOT_FOUND'
  | 'AMBIGUOUS_USER'
  | 'EMPTY_PATCH'
  | 'IDEMPOTENCY_KEY_REUSED'
  | 'CHANGED_SINCE'
  | 'VALUES_ERASED'
  | 'UNKNOWN_CHANGE'
  | 'INVALID_REASON';

/** A fault of the input that the caller can repair; `path` is below `input`. */
export interface ClaimError {
  readonly code: ClaimErrorCode;
  readonly message: string;
  readonly path: readonly string[];
}

/** Whether a write that failed may have happened all the same. */
export type WriteOutcome = 'NOT_APPLIED' | 'UNKNOWN';

interface ErrorDetails {
  readonly cause?: unknown;
  readonly outcome?: WriteOutcome;
  readonly retryAfterSeconds?: number;
  readonly changeId?: string;
}

/** An error that a caller may see: its message says what to do, and holds nothing internal. */
export class ClaimsetError extends Error {
  readonly code: ErrorCode;
  /** Only with SESSION_CORE_UNAVAILABLE, LOCKS_UNAVAILABLE and LEDGER_UNAVAILABLE. */
  readonly outcome: WriteOutcome | undefined;
  /** Only with RATE_LIMITED. */
  readonly retryAfterSeconds: number | undefined;
  /** Only with the outcome UNKNOWN: the change by which the ledger says what became of it. */
  readonly changeId: string | undefined;

  constructor(code: ErrorCode, message: string, options: ErrorDetails = {}) {
    super(message, { cause: options.cause });
    this.name = 'ClaimsetError';
    this.code = code;
    this.outcome = options.outcome;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.changeId = options.changeId;
  }
}

/** Somebody else holds the lock for too long, or too many wait for it; nothing was written. */
export function lockTimeout(cause?: unknown): ClaimsetError {
  return new ClaimsetError(
    'LOCK_TIMEOUT',
    'These claims are being changed by others. Nothing was written; try again.',
    {
      cause,
    },
  );
}

/** Too many of these from there; nothing was written. */
export function rateLimited(what: string, retryAfterSeconds: number): ClaimsetError {
  const message = `Too many ${what}. Nothing was done; try again in ${retryAfterSeconds} s.`;
  return new ClaimsetError('RATE_LIMITED', message, { retryAfterSeconds });
}

/** The answer to a session that was revoked or has expired, or whose token cannot be read. */
export function sessionEnded(cause?: unknown): ClaimsetError {
  return new ClaimsetError('UNAUTHENTICATED', 'The session has ended, or its token cannot be read. Sign in again.', {
    cause,
  });
}

/** What the locks are made of does not answer, or a lock was lost before anything was written. */
export function locksUnavailable(cause: unknown): ClaimsetError {
  const message = 'The database of the locks does not answer. Nothing was written; try again.';
  return new ClaimsetError('LOCKS_UNAVAILABLE', message, { outcome: 'NOT_APPLIED', cause });
}

/** The core answered a write, and the lock was gone by then: somebody else may have written over it. */
export function lockLost(cause: unknown): ClaimsetError {
  const message =
    'The lock was lost while the change was written. Whether the change has stayed is not known; read the claims, or send it again.';
  return new ClaimsetError('SESSION_CORE_UNAVAILABLE', message, { outcome: 'UNKNOWN', cause });
}

/** The answer to a cursor that is not one of this list. */
export function badCursor(cause?: unknown): ClaimsetError {
  const message = '`after` is no cursor of this list: give it the `endCursor` of the page before, or leave it out.';
  return new ClaimsetError('BAD_USER_INPUT', message, { cause });
}

/** The session core does not answer. */
export function coreUnavailable(outcome: WriteOutcome, cause?: unknown): ClaimsetError {
  const consequence =
    outcome === 'NOT_APPLIED'
      ? 'Nothing was written; try again.'
      : 'Whether the change was written is not known; read the claims, or send it again.';
  return new ClaimsetError('SESSION_CORE_UNAVAILABLE', `The session core does not answer. ${consequence}`, {
    cause,
    outcome,
  });
}

/** The change is in the ledger, and it is not known whether it is in the session: that will be known in a minute. */
export function undecided(changeId: string, cause: unknown): ClaimsetError {
  const code = cause instanceof ClaimsetError ? cause.code : 'SESSION_CORE_UNAVAILABLE';
  const message =
    'Whether the change is in the session is not known yet. It is in the ledger: within a minute it is written, or the ' +
    'session has ended. Ask for it by the `changeId`.';
  return new ClaimsetError(code, message, { cause, outcome: 'UNKNOWN', changeId });
}

/** A change was undone for future sessions, and maybe for some of the live ones, which could not all be listed. */
export function undoneInPart(changeId: string): ClaimsetError {
  const message =
    'The change was undone for future sessions, and not in all live ones, which could not be listed: send it again.';
  return new ClaimsetError('SESSION_CORE_UNAVAILABLE', message, { outcome: 'UNKNOWN', changeId });
}

/** The session core does not answer any more when the user is read after a change: of the change this says nothing. */
export function cannotReadBack(cause: unknown): ClaimsetError {
  return new ClaimsetError(
    'SESSION_CORE_UNAVAILABLE',
    'The session core does not answer, so the user cannot be read. What became of the change is in the other fields.',
    { cause, outcome: 'UNKNOWN' },
  );
}
