import { z } from 'zod';

import { firstIdAt } from '../ids.ts';
import type { EndingSessions, IdempotentCommand, Landed, MarkOutcome, RememberedCommand } from '../ledger.ts';
import { REMEMBERED_MILLIS, SWEEP_DELAYS_MILLIS } from '../schedule.ts';
import { oldChanges } from '../sql/old-changes.ts';
import type { SqlValue } from '../sql/query.ts';
import type { Row } from '../sql/rows.ts';
import type { ChangeRow, HeadColumns, IntentRows } from '../sql/statements.ts';
import { takeDue, watchQuiet } from './due/due.ts';
import { lookAfter } from './ends/look-after.ts';
import { insertChange, insertEntry, intend, keepCommand } from './intents.ts';
import { nextPosition } from './positions.ts';
import { type PushOperations, pushOperations } from './push-operations.ts';
import type { Sqlite } from './sqlite.ts';

/** What the thread of the database does; each is a part of a transaction. */
export interface Operations extends PushOperations {
  query(input: { readonly sql: string; readonly values: readonly SqlValue[] }): readonly Row[];
  intend(input: { readonly rows: IntentRows; readonly command: IdempotentCommand | null }): readonly string[];
  withdraw(input: { readonly head: HeadColumns; readonly entrySeq: number }): boolean;
  applied(landed: readonly Landed[]): readonly MarkOutcome[];
  unanswered(entries: readonly { readonly stream: string; readonly seq: number }[]): void;
  ending(input: { readonly sessions: EndingSessions; readonly waitMillis: number }): void;
  wake(streams: readonly string[]): void;
  takeDue(limit: number): readonly string[];
  watchQuiet(input: { readonly after: string | null; readonly limit: number }): string | null;
  end(ended: readonly { readonly stream: string; readonly change: ChangeRow }[]): void;
  remember(command: RememberedCommand): void;
  run(input: { readonly sql: string; readonly values: readonly SqlValue[] }): number;
  purge(input: { readonly beforeMillis: number; readonly limit: number }): number;
}

export function operations(db: Sqlite, now: () => number): Operations {
  return {
    ...pushOperations(db, now),
    query: ({ sql, values }) => db.all(sql, values),
    intend: (input) => intend(db, input, now()),
    withdraw: (input) => withdraw(db, input),
    applied: (landed) => landed.map((one) => mark(db, one, now())),
    unanswered: (entries) => {
      for (const entry of entries) lookSoon(db, entry, now());
    },
    ending: ({ sessions, waitMillis }) => {
      lookAfter(db, sessions, now() + waitMillis);
    },
    wake: (streams) => {
      for (const stream of streams) {
        db.run(
          `UPDATE entries SET sweep_at_millis = min(coalesce(sweep_at_millis, $1), $1)
           WHERE stream = $2 AND seq = (SELECT max(seq) FROM entries WHERE stream = $2)`,
          [now(), stream],
        );
      }
    },
    takeDue: (limit) => takeDue(db, limit, now()),
    watchQuiet: ({ after, limit }) => watchQuiet(db, after ?? 'session:', limit, now()),
    end: (ended) => {
      for (const { stream, change } of ended) end(db, stream, change, now());
    },
    remember: (command) => {
      keepCommand(db, command, now());
    },
    run: ({ sql, values }) => db.run(sql, values),
    purge: ({ beforeMillis, limit }) => {
      db.run('DELETE FROM commands WHERE at_millis < $1', [now() - REMEMBERED_MILLIS]);
      return purge(db, beforeMillis, limit);
    },
  };
}

function lookSoon(
  db: Sqlite,
  { stream, seq }: { readonly stream: string; readonly seq: number },
  nowMillis: number,
): void {
  db.run(
    `UPDATE entries SET sweep_at_millis = $1, sweeps = 0
     WHERE stream = $2 AND seq = $3 AND state <> 'NOT_APPLIED'`,
    [nowMillis + SWEEP_DELAYS_MILLIS[0], stream, seq],
  );
}

function withdraw(db: Sqlite, { head, entrySeq }: Parameters<Operations['withdraw']>[0]): boolean {
  const moved = db.run(
    `UPDATE heads SET seq = seq + 1, payload = $1, marker = $2, hash = $3, origins = $4 WHERE stream = $5 AND seq = $6`,
    [head.payload, head.marker, head.hash, head.origins, head.stream, entrySeq],
  );
  if (moved === 0 && !isLastBeforeEnd(db, head.stream, entrySeq)) return false;
  const withdrawn = db.run(
    `UPDATE entries SET state = 'NOT_APPLIED', sweep_at_millis = NULL, applied_at_millis = NULL, position = NULL,
       writes = coalesce(writes_once_applied, writes), writes_once_applied = NULL
     WHERE stream = $1 AND seq > $2 AND seq <= $3 AND state = $4`,
    [head.stream, head.seq, entrySeq, moved === 0 ? 'APPLIED' : 'INTENDED'],
  );
  return withdrawn > 0;
}

/** The session's end was recorded meanwhile, so that the entries count as applied, and is all that came after them. */
function isLastBeforeEnd(db: Sqlite, stream: string, seq: number): boolean {
  const newer = db.first(
    `SELECT 1 FROM heads WHERE stream = $1
     UNION ALL SELECT 1 FROM entries WHERE stream = $1 AND seq > $2 AND kind <> 'ENDED' LIMIT 1`,
    [stream, seq],
  );
  return newer === undefined;
}

/** Everything that is open, up to this number, is applied. */
function markOpen(db: Sqlite, stream: string, seq: number, nowMillis: number): void {
  const open = db.all(`SELECT id FROM entries WHERE stream = $1 AND seq <= $2 AND state = 'INTENDED' ORDER BY seq`, [
    stream,
    seq,
  ]);
  for (const [id] of open.map((row) => z.tuple([z.number()]).parse(row))) markApplied(db, id, nowMillis);
}

function markApplied(db: Sqlite, id: number, nowMillis: number, isAnswered = false): void {
  db.run(
    `UPDATE entries SET state = 'APPLIED', applied_at_millis = $1, position = $2,
       writes = coalesce(writes_once_applied, writes), writes_once_applied = NULL,
       sweep_at_millis = CASE WHEN $3 THEN NULL ELSE sweep_at_millis END
     WHERE id = $4`,
    [nowMillis, nextPosition(db), Number(isAnswered), id],
  );
}

const landedRow = z.tuple([z.number(), z.string(), z.number(), z.number()]);

function mark(db: Sqlite, { stream, seq, isAnswered }: Landed, nowMillis: number): MarkOutcome {
  const row = db.first(
    `SELECT e.id, e.state, e.marker IS h.marker,
       EXISTS (SELECT 1 FROM entries o WHERE o.stream = $1 AND o.state = 'INTENDED' AND o.seq < $2)
     FROM entries e JOIN heads h ON h.stream = e.stream WHERE e.stream = $1 AND e.seq = $2`,
    [stream, seq],
  );
  if (row === undefined) {
    markOpen(db, stream, seq, nowMillis);
    return 'GONE';
  }
  const [id, state, isNewest, isOlderOpen] = landedRow.parse(row);
  if (isOlderOpen === 1) markOpen(db, stream, seq - 1, nowMillis);
  if (state === 'NOT_APPLIED') return 'GONE';
  if (state === 'INTENDED') markApplied(db, id, nowMillis, isAnswered);
  else if (isAnswered) db.run('UPDATE entries SET sweep_at_millis = NULL WHERE id = $1', [id]);
  return isNewest === 1 ? 'MARKED' : 'NEWER';
}

const lastRow = z.tuple([z.number(), z.string(), z.number()]);

/**
 * What is open counts as applied: it may have been acknowledged an instant ago, and nobody can see any more that it was
 * not. Who knows better, since the core has refused, withdraws it.
 */
function end(db: Sqlite, stream: string, change: ChangeRow, nowMillis: number): void {
  const row = db.first(
    `SELECT coalesce((SELECT seq FROM heads WHERE stream = $1), max(seq), 0),
       coalesce((SELECT hash FROM heads WHERE stream = $1), ''), coalesce(max(kind = 'ENDED'), 0)
     FROM entries WHERE stream = $1`,
    [stream],
  );
  const [seq, hash, isEnded] = lastRow.parse(row);
  markOpen(db, stream, Number.MAX_SAFE_INTEGER, nowMillis);
  db.run('UPDATE entries SET sweep_at_millis = NULL WHERE stream = $1 AND sweep_at_millis IS NOT NULL', [stream]);
  db.run('DELETE FROM heads WHERE stream = $1', [stream]);
  if (isEnded === 1) return;
  insertEntry(db, {
    ...{ stream, seq: seq + 1, change_id: change.id, kind: 'ENDED', state: 'APPLIED', writes: '[]' },
    ...{
      previous_hash: hash,
      hash: '',
      at_millis: nowMillis,
      applied_at_millis: nowMillis,
      position: nextPosition(db),
    },
  });
  insertChange(db, change);
}

function purge(db: Sqlite, beforeMillis: number, limit: number): number {
  const old = db.all(oldChanges(''), [firstIdAt(beforeMillis), beforeMillis, limit]);
  for (const [id] of old.map((row) => z.tuple([z.string()]).parse(row))) {
    db.run('DELETE FROM entries WHERE change_id = $1', [id]);
    db.run('DELETE FROM change_keys WHERE change_id = $1', [id]);
    db.run('DELETE FROM changes WHERE id = $1', [id]);
  }
  return old.length;
}
