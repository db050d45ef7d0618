import { randomUUID } from 'node:crypto';
import { chmodSync, closeSync, existsSync, fsyncSync, linkSync, openSync, rmSync, statSync } from 'node:fs';

import { type Database, openDatabase } from './database.ts';
import { damaged, explainFault } from './faults.ts';
import { migrate } from './migrations.ts';

const FOR_THE_OWNER = 0o600;
const OF_OTHERS = 0o077;
// Reading all of a larger file would hold up a start for seconds.
const LARGEST_CHECKED_BYTES = 256 * 1024 * 1024;

/**
 * Opens the database of a core with its newest schema; makes it, whole or not at all, where there is none.
 * @throws Error that names the file and says what to do: in use, damaged, half gone, of a newer version, a full disk
 */
export function openCoreDatabase(path: string): Database {
  refuseHalf(path);
  try {
    if (!existsSync(path)) create(path);
    keepForTheOwner(path);
  } catch (error) {
    throw explainFault(path, error);
  }
  const database = openDatabase(path);
  try {
    refuseDamaged(database, path);
    migrate(database);
    return database;
  } catch (error) {
    database.close();
    throw isOfSqlite(error) ? explainFault(path, error) : error;
  }
}

/** A database that lost one of its files would begin anew without a word, and its sessions and users would be gone. */
function refuseHalf(path: string): void {
  const log = `${path}-wal`;
  if (!existsSync(path)) {
    if (!existsSync(log) || statSync(log).size === 0) return;
    throw new Error(
      `The database ${path} is missing beside ${log}, which holds changes of it: bring it back, ` +
        'or move that file away to start anew, without users and sessions',
    );
  }
  if (statSync(path).size === 0) throw damaged(path, 'it has 0 bytes');
}

/** Written beside and then given its name: whoever is interrupted leaves no half of a database. */
function create(path: string): void {
  const beside = `${path}.${randomUUID()}`;
  closeSync(openSync(beside, 'wx', FOR_THE_OWNER));
  try {
    const database = openDatabase(':memory:');
    migrate(database);
    database.exec(`VACUUM INTO '${beside.replaceAll("'", "''")}'`);
    database.close();
    sync(beside);
    linkUnlessThere(beside, path);
  } finally {
    rmSync(beside, { force: true });
  }
}

/** Versions before made the database, with the keys of all tokens in it, for all users. */
function keepForTheOwner(path: string): void {
  for (const file of [path, `${path}-wal`]) narrow(file);
}

function narrow(file: string): void {
  try {
    if ((statSync(file).mode & OF_OTHERS) !== 0) chmodSync(file, FOR_THE_OWNER);
  } catch {
    // It is not there, is another user's, or its disk knows no modes.
  }
}

function sync(path: string): void {
  const descriptor = openSync(path, 'r+');
  fsyncSync(descriptor);
  closeSync(descriptor);
}

/** Another process may have made one meanwhile: that one is taken. */
function linkUnlessThere(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}

function refuseDamaged(database: Database, path: string): void {
  if (database.userVersion() === 0) throw damaged(path, 'it has none of the tables of a core');
  if (statSync(path).size > LARGEST_CHECKED_BYTES) return;
  const found = database.prepare('PRAGMA quick_check(1)').get()?.[0];
  if (found !== 'ok') throw damaged(path, String(found));
}

function isOfSqlite(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_');
}
