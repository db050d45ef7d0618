import { z } from 'zod';

import type { IdempotentCommand } from '../ledger.ts';
import { DEAD_AFTER_MILLIS, REMEMBERED_MILLIS } from '../schedule.ts';
import type { SqlValue } from '../sql/query.ts';
import type { EntryRow, HeadRow, IntentRows, SqlRow } from '../sql/statements.ts';
import type { Sqlite } from './sqlite.ts';

/** The next place in the feed: given when an entry becomes visible to its readers. */
export function nextPosition(db: Sqlite): number {
  const row = db.first('UPDATE positions SET last = last + 1 RETURNING last');
  return z.number().parse(row?.[0]);
}

/** Inserts a row by the names of its columns. */
export function insert(db: Sqlite, verb: 'INSERT' | 'INSERT OR IGNORE', table: string, row: SqlRow): void {
  const columns = Object.keys(row);
  const places = columns.map((_, index) => `$${index + 1}`);
  db.run(`${verb} INTO ${table} (${columns.join(', ')}) VALUES (${places.join(', ')})`, Object.values(row));
}

/** Commits intents, each where its stream is still as it was; answers the streams of those that were. */
export function intend(
  db: Sqlite,
  { rows, command }: { readonly rows: IntentRows; readonly command: IdempotentCommand | null },
  nowMillis: number,
): readonly string[] {
  if (command !== null && !keepCommand(db, { ...command, answer: null }, nowMillis)) return [];
  const won = rows.heads.filter((head) => moveHead(db, head)).map(({ stream }) => stream);
  const entries = rows.entries.filter(({ stream }) => won.includes(stream));
  // Several entries of one intent are one write, that of the last: it alone needs to be looked after.
  const lastOf = new Map(rows.heads.map(({ stream, seq }) => [stream, seq]));
  for (const entry of entries) insertEntry(db, entry, entry.seq === lastOf.get(entry.stream), nowMillis);
  const written = new Set(entries.map((entry) => entry.change_id));
  for (const change of rows.changes)
    if (written.has(change.id)) insert(db, 'INSERT OR IGNORE', 'changes', { ...change });
  for (const key of rows.keys)
    if (written.has(key.change_id)) insert(db, 'INSERT OR IGNORE', 'change_keys', { ...key });
  return won;
}

/** False where the key stands for another command. */
export function keepCommand(
  db: Sqlite,
  command: IdempotentCommand & { readonly answer: string | null },
  nowMillis: number,
): boolean {
  const { caller, key, inputHash, changeId, answer } = command;
  const kept = db.run(
    `INSERT INTO commands (caller, key, input_hash, change_id, answer, at_millis) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (caller, key) DO UPDATE
       SET input_hash = excluded.input_hash, change_id = excluded.change_id, answer = excluded.answer,
         at_millis = CASE WHEN change_id = excluded.change_id THEN at_millis ELSE excluded.at_millis END
       WHERE change_id = excluded.change_id OR at_millis < excluded.at_millis - ${REMEMBERED_MILLIS}`,
    [caller, key, inputHash, changeId, answer, nowMillis],
  );
  return kept > 0;
}

function moveHead(db: Sqlite, { expected_seq: expected, first_seq: first, ...head }: HeadRow): boolean {
  if (expected === null) {
    const taken = db.all(
      'SELECT 1 FROM heads WHERE stream = $1 UNION ALL SELECT 1 FROM entries WHERE stream = $1 AND seq >= $2',
      [head.stream, first],
    );
    if (taken.length > 0) return false;
    insert(db, 'INSERT', 'heads', { ...head });
    return true;
  }
  const values: SqlValue[] = [head.user_id, head.seq, head.payload, head.marker, head.hash, head.origins];
  return (
    db.run(
      `UPDATE heads SET user_id = $1, seq = $2, payload = $3, marker = $4, hash = $5, origins = $6
       WHERE stream = $7 AND seq = $8`,
      [...values, head.stream, expected],
    ) > 0
  );
}

function insertEntry(db: Sqlite, entry: EntryRow, isLast: boolean, nowMillis: number): void {
  const isApplied = entry.state === 'APPLIED';
  insert(db, 'INSERT', 'entries', {
    ...entry,
    at_millis: nowMillis,
    applied_at_millis: isApplied ? nowMillis : null,
    position: isApplied ? nextPosition(db) : null,
    sweep_at_millis: isApplied || !isLast ? null : nowMillis + DEAD_AFTER_MILLIS,
  });
}
