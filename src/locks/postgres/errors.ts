import pg from 'pg';

import { ClaimsetError, locksUnavailable } from '../../claims/errors.ts';

const LOCK_NOT_AVAILABLE = '55P03';

/** What PostgreSQL or the way to it said, without the objects that drivers hang on errors: those hold the password. */
export class PostgresFailure extends Error {
  /** An SQLSTATE, or a code of Node's such as ECONNREFUSED. */
  readonly code: string | undefined;

  constructor(message: string, code?: string) {
    super(message);
    this.name = 'PostgresFailure';
    this.code = code;
  }
}

/** The message and the code of an error of the driver, and nothing else of it. */
export function postgresFailure(error: unknown): PostgresFailure {
  if (error instanceof PostgresFailure) return error;
  if (!(error instanceof Error)) return new PostgresFailure('PostgreSQL failed.');
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  // Node gives no message where several addresses of one name were tried in vain.
  return new PostgresFailure(error.message || `PostgreSQL cannot be reached (${code ?? error.name}).`, code);
}

/** The error for callers: what is one already stays, everything else means that no lock could be had. */
export function lockUnavailable(error: unknown): ClaimsetError {
  return error instanceof ClaimsetError ? error : locksUnavailable(postgresFailure(error));
}

/** Whether PostgreSQL ended the wait because `lock_timeout` was over. */
export function isLockNotAvailable(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === LOCK_NOT_AVAILABLE;
}
