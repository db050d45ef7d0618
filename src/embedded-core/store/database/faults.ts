import { resolve } from 'node:path';

const BUSY = ['SQLITE_BUSY'];
// A write that the system refuses: a full disk, a quota, a limit of the process.
const FULL = ['SQLITE_FULL', 'SQLITE_IOERR_WRITE', 'ENOSPC', 'EDQUOT', 'EFBIG'];
// The system does not let this user in, or there is no such place.
const DENIED = ['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR', 'EEXIST', 'SQLITE_CANTOPEN', 'SQLITE_READONLY'];
const DAMAGED = ['SQLITE_CORRUPT', 'SQLITE_NOTADB'];

/** What stands in the way of a file of the core, and what its owner can do. */
export function explainFault(path: string, error: unknown): Error {
  const reason = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const isOne = (codes: readonly string[]): boolean => codes.some((one) => code === one || code.startsWith(`${one}_`));
  if (isOne(BUSY)) {
    return new Error(
      `The database ${path} is in use by another process: stop that one, or set DATA_DIR to another folder`,
    );
  }
  if (isOne(FULL)) {
    return new Error(`${path} cannot be written (${reason}): make room on its disk, and start again`, { cause: error });
  }
  if (isOne(DENIED)) {
    return new Error(
      `DATA_DIR: ${resolve(path)} cannot be written (${reason}): give it to this user, or set DATA_DIR`,
      { cause: error },
    );
  }
  if (isOne(DAMAGED)) return damaged(path, reason);
  return new Error(`The database ${path} cannot be opened (${reason}): see to what it says, and start again`, {
    cause: error,
  });
}

/** The file is not what a core has written: only a copy helps. */
export function damaged(path: string, reason: string): Error {
  return new Error(
    `The database ${path} is damaged (${reason}): bring back a copy, or move it away to start anew, without users and sessions`,
  );
}
