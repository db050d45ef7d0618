import Libsql from 'libsql';

import { explainFault } from './faults.ts';

export type SqlValue = string | number | null;
export type Row = readonly unknown[];

/** One prepared statement; rows are arrays in the order of the columns. */
export interface Statement {
  get(...values: SqlValue[]): Row | undefined;
  all(...values: SqlValue[]): readonly Row[];
  run(...values: SqlValue[]): number;
}

/** What the store needs of SQLite: thin enough to put another driver behind it. */
export interface Database {
  prepare(sql: string): Statement;
  exec(sql: string): void;
  /** Ends the transaction, if there is one. */
  rollback(): void;
  userVersion(): number;
  close(): void;
}

const BUSY_TIMEOUT_MS = 5000;

/**
 * Opens the one file for this process alone. EXCLUSIVE keeps SQLite's lock until the file is closed or the process dies, so that
 * a second process is refused and a killed one leaves nothing behind; FULL syncs at each commit.
 */
export function openDatabase(path: string): Database {
  const database = new Libsql(path, { timeout: BUSY_TIMEOUT_MS });
  try {
    database.pragma('locking_mode = EXCLUSIVE');
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.exec('BEGIN IMMEDIATE; COMMIT;');
  } catch (error) {
    database.close();
    throw explainFault(path, error);
  }
  return wrap(database);
}

export function asText(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('The database answered no text where text was stored');
  return value;
}

export function asNumber(value: unknown): number {
  if (typeof value !== 'number') throw new TypeError('The database answered no number where a number was stored');
  return value;
}

function wrap(database: Libsql.Database): Database {
  return {
    prepare: (sql) => wrapStatement(database.prepare(sql)),
    exec: (sql) => {
      database.exec(sql);
    },
    rollback: () => {
      if (database.inTransaction) database.exec('ROLLBACK');
    },
    userVersion: () => asNumber(asRow(database.prepare('PRAGMA user_version').raw().get())?.[0]),
    close: () => {
      database.close();
    },
  };
}

function wrapStatement(statement: Libsql.Statement): Statement {
  // Without raw, libsql adds a `_metadata` member to each row.
  if (statement.reader) statement.raw();
  return {
    get: (...values) => asRow(statement.get(values)),
    all: (...values) => statement.all(values).map((row) => asRow(row) ?? []),
    run: (...values) => statement.run(values).changes,
  };
}

function asRow(row: unknown): Row | undefined {
  return Array.isArray(row) ? row : undefined;
}
