import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

import Libsql from 'libsql';
import { z } from 'zod';

/** What is open in a ledger's file, where that can be seen. */
export type OpenInFile =
  | { readonly kind: 'READ'; readonly count: number; readonly oldestAtMillis: number | null }
  | { readonly kind: 'IN_USE' }
  | { readonly kind: 'UNREADABLE'; readonly reason: string };

const OPEN = `SELECT count(*), min(at_millis) FROM entries WHERE state = 'INTENDED'`;
const openRow = z.tuple([z.number(), z.number().nullable()]);

/**
 * A file that was closed in order has no journal beside it, and is whole: said to be immutable, SQLite leaves nothing
 * beside it either. One with a journal is in use, or was left by a process that has died.
 */
function nameOf(path: string): string {
  return existsSync(`${path}-wal`) ? path : `${pathToFileURL(path).href}?immutable=1`;
}

/** Looks into a ledger's file, at all of it, without changing it, and without waiting for a server that has it. */
export function openEntriesInFile(path: string): OpenInFile {
  let database: Libsql.Database | undefined;
  try {
    database = new Libsql(nameOf(path), { readonly: true, timeout: 0 });
    const [count, oldestAtMillis] = openRow.parse(database.prepare(OPEN).raw().get());
    const [verdict] = z.tuple([z.string()]).parse(database.prepare('PRAGMA quick_check(1)').raw().get());
    if (verdict !== 'ok') return { kind: 'UNREADABLE', reason: verdict.replaceAll('\n', ' ') };
    return { kind: 'READ', count, oldestAtMillis };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY') return { kind: 'IN_USE' };
    return { kind: 'UNREADABLE', reason: error instanceof Error ? error.message : String(error) };
  } finally {
    database?.close();
  }
}
