import { z } from 'zod';

import type { Entry, Stream, StreamView } from '../../claims/history/types.ts';
import type { RememberedCommand } from '../ledger.ts';
import { ENTRY_COLUMNS, HEAD_COLUMNS, toEntry, toHead, toMarker, toWrites } from '../sql/rows.ts';
import { withoutValues } from '../writes.ts';
import type { Database } from './database.ts';
import { RECALL } from './statements.ts';

const FORGET_PAGE = 500;

/** Heads first: an entry that is newer than its head is left out, and the intent then finds the number taken. */
export async function readStreams(
  database: Database,
  streams: readonly Stream[],
  from: ReadonlyMap<Stream, number> = new Map(),
): Promise<ReadonlyMap<Stream, StreamView>> {
  if (streams.length === 0) return new Map();
  const wanted = JSON.stringify(streams.map((stream) => ({ stream, from_seq: from.get(stream) ?? null })));
  const rows = await database.readOnce(
    `WITH wanted AS (SELECT * FROM json_to_recordset($1::json) AS w(stream text, from_seq bigint))
     SELECT ${HEAD_COLUMNS}, ${ENTRY_COLUMNS} FROM wanted w
     LEFT JOIN claimset.heads h ON h.stream = w.stream
     LEFT JOIN claimset.entries e ON e.stream = h.stream AND e.seq <= h.seq AND e.seq >= least(w.from_seq,
       (SELECT min(o.seq) FROM claimset.entries o WHERE o.stream = h.stream AND o.state = 'INTENDED'))
     ORDER BY e.seq`,
    [wanted],
  );
  const width = HEAD_COLUMNS.split(',').length;
  const views = new Map<Stream, StreamView & { entries: Entry[] }>();
  for (const row of rows.filter(([stream]) => stream !== null)) {
    const head = toHead(row.slice(0, width));
    const entry = row[width] === null ? null : toEntry(row.slice(width));
    const asked = from.get(head.stream) ?? head.seq + 1;
    const view = views.get(head.stream) ?? { head, entries: [], completeFrom: Math.min(asked, entry?.seq ?? asked) };
    if (entry !== null) view.entries.push(entry);
    views.set(head.stream, view);
  }
  return new Map(streams.map((stream) => [stream, views.get(stream) ?? { head: null, entries: [], completeFrom: 0 }]));
}

export async function readMarkers(database: Database, streams: readonly Stream[]): Promise<Map<Stream, string | null>> {
  if (streams.length === 0) return new Map();
  const places = streams.map((_, index) => `$${index + 1}`).join(', ');
  const sql = `SELECT h.stream, h.marker FROM claimset.heads h WHERE h.stream IN (${places})`;
  return new Map((await database.readOnce(sql, streams)).map(toMarker));
}

const commandRow = z.tuple([z.string(), z.string(), z.string(), z.string(), z.string().nullable()]);

export async function recall(database: Database, caller: string, key: string): Promise<RememberedCommand | null> {
  const [row] = await database.query(RECALL, [caller, key]);
  if (row === undefined) return null;
  const [, , inputHash, changeId, answer] = commandRow.parse(row);
  return { caller, key, inputHash, changeId, answer };
}

const valuesRow = z.tuple([z.number(), z.string(), z.string()]);

/** A page at a time, so that nobody waits long for a row. */
export async function forget(
  database: Database,
  userId: string,
): Promise<{ readonly erased: number; readonly waiting: number }> {
  let [erased, waiting, after] = [0, 0, 0];
  for (;;) {
    const rows = await database.query(
      `SELECT e.id, e.state, e.writes FROM claimset.changes c JOIN claimset.entries e ON e.change_id = c.id
       WHERE c.user_id = $1 AND e.id > $2 ORDER BY e.id LIMIT ${FORGET_PAGE}`,
      [userId, after],
    );
    const entries = rows.map((row) => valuesRow.parse(row));
    const closed = entries.filter(([, state]) => state !== 'INTENDED');
    const erasures = closed.map(([id, , writes]) => ({
      id,
      writes: JSON.stringify(toWrites(writes).map(withoutValues)),
    }));
    await database.transaction(
      `UPDATE claimset.entries e SET writes = x.writes, writes_once_applied = NULL FROM json_to_recordset($1::json) AS x(id bigint, writes text)
       WHERE e.id = x.id`,
      [JSON.stringify(erasures)],
    );
    erased += closed.length;
    waiting += entries.length - closed.length;
    after = entries.at(-1)?.[0] ?? after;
    if (entries.length < FORGET_PAGE) break;
  }
  await database.transaction('DELETE FROM claimset.commands WHERE caller = $1', [`user:${userId}`]);
  return { erased, waiting };
}
