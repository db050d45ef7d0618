import { z } from 'zod';

import type { Stream, StreamView } from '../../claims/history/types.ts';
import type { Query } from '../sql/query.ts';
import { ENTRY_COLUMNS, HEAD_COLUMNS, toEntry, toHead, toMarker, toWrites } from '../sql/rows.ts';
import { withoutValues } from '../writes.ts';
import type { LedgerThread } from './thread.ts';

const FORGET_PAGE = 500;
const ERASE = 'UPDATE entries SET writes = $1, writes_once_applied = NULL WHERE id = $2';

export async function readStreams(
  query: Query,
  streams: readonly Stream[],
  from: ReadonlyMap<Stream, number> = new Map(),
): Promise<ReadonlyMap<Stream, StreamView>> {
  const views = streams.map(async (stream): Promise<[Stream, StreamView]> => [
    stream,
    await readStream(query, stream, from.get(stream)),
  ]);
  return new Map(await Promise.all(views));
}

/** Head first: an entry that is newer than it is left out, and the intent then finds the number taken. */
async function readStream(query: Query, stream: Stream, from: number | undefined): Promise<StreamView> {
  const [heads, found] = await Promise.all([
    query(`SELECT ${HEAD_COLUMNS} FROM heads h WHERE h.stream = $1`, [stream]),
    query(
      `SELECT ${ENTRY_COLUMNS} FROM entries e WHERE e.stream = $1 AND e.seq >= min(coalesce($2, 9e15), coalesce(
       (SELECT min(o.seq) FROM entries o WHERE o.stream = $1 AND o.state = 'INTENDED'), 9e15)) ORDER BY e.seq`,
      [stream, from ?? null],
    ),
  ]);
  const [row] = heads;
  if (row === undefined) return { head: null, entries: [], completeFrom: 0 };
  const head = toHead(row);
  const known = found.map(toEntry).filter(({ seq }) => seq <= head.seq);
  const asked = from ?? head.seq + 1;
  return { head, entries: known, completeFrom: Math.min(asked, known[0]?.seq ?? asked) };
}

export async function readMarkers(query: Query, streams: readonly Stream[]): Promise<Map<Stream, string | null>> {
  const rows = await Promise.all(
    streams.map((stream) => query('SELECT h.stream, h.marker FROM heads h WHERE h.stream = $1', [stream])),
  );
  return new Map(rows.flat().map(toMarker));
}

const valuesRow = z.tuple([z.number(), z.string(), z.string()]);

/** A page at a time, so that nobody waits long. */
export async function forget(
  thread: Pick<LedgerThread, 'call'>,
  userId: string,
): Promise<{ readonly erased: number; readonly waiting: number }> {
  let [erased, waiting, after] = [0, 0, 0];
  for (;;) {
    const rows = await thread.call('query', {
      sql: `SELECT e.id, e.state, e.writes FROM changes c JOIN entries e ON e.change_id = c.id
            WHERE c.user_id = $1 AND e.id > $2 ORDER BY e.id LIMIT ${FORGET_PAGE}`,
      values: [userId, after],
    });
    const entries = rows.map((row) => valuesRow.parse(row));
    const closed = entries.filter(([, state]) => state !== 'INTENDED');
    const erasures = closed.map(([id, , writes]) => {
      const values = [JSON.stringify(toWrites(writes).map(withoutValues)), id];
      return thread.call('run', { sql: ERASE, values });
    });
    await Promise.all(erasures);
    erased += closed.length;
    waiting += entries.length - closed.length;
    after = entries.at(-1)?.[0] ?? after;
    if (entries.length < FORGET_PAGE) break;
  }
  await thread.call('run', { sql: 'DELETE FROM commands WHERE caller = $1', values: [`user:${userId}`] });
  return { erased, waiting };
}
