import { accessSync, chmodSync, closeSync, constants, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

import Libsql from 'libsql';

import type { SqlValue } from '../sql/query.ts';
import type { Row } from '../sql/rows.ts';
import { migrations } from './migrations.ts';

const BUSY_TIMEOUT_MILLIS = 5_000;
const FOR_THE_OWNER = 0o600;
const FOLDER_FOR_THE_OWNER = 0o700;
const OF_OTHERS = 0o077;
const MEGABYTE = 1024 * 1024;
// Some milliseconds for each megabyte: what is found later is told by the health check.
const LARGEST_CHECKED_BYTES = MEGABYTE;
const LARGEST_CHECKED_AFTER_A_CRASH_BYTES = 256 * MEGABYTE;

/** What the ledger needs of SQLite; rows are arrays in the order of the columns. */
export interface Sqlite {
  all(sql: string, values?: readonly SqlValue[]): readonly Row[];
  /** The first row, where there is one. */
  first(sql: string, values?: readonly SqlValue[]): Row | undefined;
  /** Answers how many rows were changed. */
  run(sql: string, values?: readonly SqlValue[]): number;
  /**
   * Runs `work` in a transaction, which is on disk when this returns. `isDurable` false: it survives the process, but a
   * machine that loses its power may take the last moments of it back.
   */
  transaction<T>(work: () => T, isDurable?: boolean): T;
  close(): void;
}

/**
 * Opens the file for this process alone. EXCLUSIVE keeps SQLite's lock until the file is closed or the process dies, so
 * that a second process is refused; FULL syncs at each commit. No other user can read it: values are people's data.
 * @throws Error that names the file, where it is in use, cannot be read, is damaged, or was written by a newer version.
 */
export function openSqlite(path: string): Sqlite {
  // Who closes the file in order takes its log away.
  const wasLeft = sizeOf(`${path}-wal`) > 0;
  const database = open(path);
  const statements = new Map<string, Libsql.Statement>();
  let isSynced = true;
  const prepare = (sql: string): Libsql.Statement => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const prepared = database.prepare(sql);
    // Without raw, libsql adds a `_metadata` member to each row.
    if (prepared.reader) prepared.raw();
    statements.set(sql, prepared);
    return prepared;
  };
  try {
    if (sizeOf(path) <= (wasLeft ? LARGEST_CHECKED_AFTER_A_CRASH_BYTES : LARGEST_CHECKED_BYTES)) look(database, path);
    migrate(database, path);
  } catch (error) {
    database.close();
    throw error;
  }
  return {
    all: (sql, values = []) =>
      prepare(sql)
        .all(values)
        .filter((row): row is unknown[] => Array.isArray(row)),
    first: (sql, values = []) => {
      const row: unknown = prepare(sql).get(values);
      return Array.isArray(row) ? row : undefined;
    },
    run: (sql, values = []) => prepare(sql).run(values).changes,
    transaction: (work, isDurable = true) => {
      // Of what was written without a sync before, a synced commit syncs all.
      if (isSynced !== isDurable) database.pragma(`synchronous = ${isDurable ? 'FULL' : 'NORMAL'}`);
      isSynced = isDurable;
      return inTransaction(database, work);
    },
    close: () => {
      database.close();
    },
  };
}

function open(path: string): Libsql.Database {
  try {
    keepForTheOwner(path);
    const database = new Libsql(path, { timeout: BUSY_TIMEOUT_MILLIS });
    database.pragma('locking_mode = EXCLUSIVE');
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.exec('BEGIN IMMEDIATE; COMMIT;');
    return database;
  } catch (error) {
    if (isDenied(error)) throw unwritable(path, error);
    const isBusy = error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY';
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      isBusy
        ? `The ledger ${path} is in use by another process: stop that one, or set DATA_DIR to another folder`
        : `The ledger ${path} cannot be opened (${reason}): bring back a copy, or move it away to start anew`,
    );
  }
}

/**
 * SQLite makes its log with the mode of the file. Versions before made both for all users. No file that is there is
 * opened for this: closing it again would give up the locks that this process has on it.
 */
function keepForTheOwner(path: string): void {
  if (path === ':memory:') return;
  make(path);
  // Its log is made beside it.
  accessSync(dirname(path), constants.W_OK);
  accessSync(path, constants.R_OK | constants.W_OK);
  for (const file of [path, `${path}-wal`]) narrow(file);
}

function make(path: string): void {
  try {
    closeSync(openSync(path, 'wx', FOR_THE_OWNER));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}

function narrow(file: string): void {
  try {
    if ((statSync(file).mode & OF_OTHERS) !== 0) chmodSync(file, FOR_THE_OWNER);
  } catch {
    // It is not there, is another user's, or its disk knows no modes.
  }
}

/**
 * Makes the folder of a ledger where it is missing, for the owner alone.
 * @throws Error that names the folder and says what to do
 */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: FOLDER_FOR_THE_OWNER });
  } catch (error) {
    throw isDenied(error) ? unwritable(folder, error) : error;
  }
}

/** The system does not let this user in, or there is no such place. */
function isDenied(error: unknown): error is Error {
  const codes = ['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR', 'EEXIST'];
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}

function unwritable(path: string, { message }: Error): Error {
  return new Error(`DATA_DIR: ${resolve(path)} cannot be written (${message}): give it to this user, or set DATA_DIR`);
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** A ledger that has lost pages would refuse some changes, and answer others by what is wrong. */
function look(database: Libsql.Database, path: string): void {
  // Read to its end: else the statement would go on reading beneath all that is written.
  const [found]: unknown[] = database.prepare('PRAGMA quick_check(1)').raw().all();
  const verdict = Array.isArray(found) ? String(found[0]).replaceAll('\n', ' ') : 'it cannot be checked';
  if (verdict !== 'ok') throw damaged(path, verdict);
}

/** SQLite has met pages that are not as it has written them: only a copy helps. */
export function isDamage(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB');
}

export function damaged(path: string, reason: string): Error {
  return new Error(`The ledger ${path} is damaged (${reason}): bring back a copy, or move it away to start anew`);
}

function migrate(database: Libsql.Database, path: string): void {
  const version = userVersion(database);
  if (version > migrations.length) {
    throw new Error(
      `The ledger ${path} has schema version ${version}, which is newer than ${migrations.length}: ` +
        'it was written by a newer version of Claimset. Start that version.',
    );
  }
  for (const [index, sql] of migrations.entries()) {
    if (index >= version) database.exec(`BEGIN IMMEDIATE; ${sql} PRAGMA user_version = ${index + 1}; COMMIT;`);
  }
}

function inTransaction<T>(database: Libsql.Database, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    if (database.inTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function userVersion(database: Libsql.Database): number {
  const row: unknown = database.prepare('PRAGMA user_version').raw().get();
  return Array.isArray(row) ? Number(row[0]) : 0;
}
