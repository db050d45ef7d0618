import type { IdempotentCommand } from '../ledger.ts';
import { DEAD_AFTER_MILLIS, REMEMBERED_MILLIS } from '../schedule.ts';
import type { SqlValue } from '../sql/query.ts';
import type { EntryRow, HeadRow, IntentRows, SqlRow } from '../sql/statements.ts';
import { nextPosition } from './positions.ts';
import type { Sqlite } from './sqlite.ts';

/** What inserts rows by the names of these columns; what a row does not have is null. */
function inserter(into: string, columns: readonly string[]): (db: Sqlite, row: SqlRow) => void {
  const places = columns.map((_, index) => `$${index + 1}`);
  const sql = `INSERT ${into} (${columns.join(', ')}) VALUES (${places.join(', ')})`;
  return (db, row) => {
    db.run(
      sql,
      columns.map((name) => row[name] ?? null),
    );
  };
}

const insertHead = inserter('INTO heads', [
  ...['stream', 'user_id', 'seq', 'payload', 'marker', 'hash'],
  ...['base_seq', 'base_marker', 'base_hash', 'origins'],
]);
export const insertEntry = inserter('INTO entries', [
  ...['stream', 'seq', 'change_id', 'kind', 'state', 'writes', 'writes_once_applied', 'previous_hash'],
  ...['marker', 'hash', 'seen_marker', 'seen_hash'],
  ...['at_millis', 'applied_at_millis', 'position', 'sweep_at_millis'],
]);
export const insertChange = inserter('OR IGNORE INTO changes', [
  ...['id', 'at_millis', 'actor_kind', 'actor_id', 'actor_name', 'reason', 'user_id', 'mode', 'request_id'],
  ...['reverts', 'caused_by'],
]);
const insertKey = inserter('OR IGNORE INTO change_keys', ['key', 'change_id']);

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
  for (const entry of entries) insertIntended(db, entry, entry.seq === lastOf.get(entry.stream), nowMillis);
  const written = new Set(entries.map((entry) => entry.change_id));
  for (const change of rows.changes) if (written.has(change.id)) insertChange(db, change);
  for (const key of rows.keys) if (written.has(key.change_id)) insertKey(db, key);
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
    insertHead(db, head);
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

function insertIntended(db: Sqlite, entry: EntryRow, isLast: boolean, nowMillis: number): void {
  const isApplied = entry.state === 'APPLIED';
  insertEntry(db, {
    ...entry,
    at_millis: nowMillis,
    applied_at_millis: isApplied ? nowMillis : null,
    position: isApplied ? nextPosition(db) : null,
    sweep_at_millis: isApplied || !isLast ? null : nowMillis + DEAD_AFTER_MILLIS,
  });
}
