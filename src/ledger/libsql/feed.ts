import { z } from 'zod';

import type { FeedPage } from '../ledger.ts';
import type { Query } from '../sql/query.ts';
import { CHANGE_COLUMNS, ENTRY_COLUMNS, toChange, toEntry } from '../sql/rows.ts';

const CHANGE_WIDTH = CHANGE_COLUMNS.split(',').length;
const POSITION = /^([0-9a-f]{12})\.(\d{1,15})$/;

/** One thread gives the positions and reads them: everything up to now is complete. The file's name is its epoch. */
export async function events(
  query: Query,
  after: string | { readonly sinceMillis: number },
  limit: number,
): Promise<FeedPage> {
  const nowMillis = Date.now();
  const [row] = await query('SELECT epoch, last FROM positions', []);
  const [epoch, last] = z.tuple([z.string(), z.number()]).parse(row);
  const [, ownEpoch, digits] = typeof after === 'string' ? (POSITION.exec(after) ?? []) : [];
  const isGap = typeof after === 'string' && (ownEpoch !== epoch || Number(digits) > last);
  const start =
    typeof after === 'string' ? (isGap ? 0 : Number(digits)) : await positionAt(query, after.sinceMillis, last);
  const rows = await query(
    `SELECT e.position, ${CHANGE_COLUMNS}, ${ENTRY_COLUMNS} FROM entries e JOIN changes c ON c.id = e.change_id
     WHERE e.position > $1 ORDER BY e.position LIMIT $2`,
    [start, limit],
  );
  const found = rows.map((one) => ({
    position: `${epoch}.${z.number().parse(one[0])}`,
    change: toChange(one.slice(1, 1 + CHANGE_WIDTH)),
    entry: toEntry(one.slice(1 + CHANGE_WIDTH)),
  }));
  const position = found.at(-1)?.position ?? `${epoch}.${start}`;
  return { events: found, position, isFull: found.length === limit, nowMillis, completeUntilMillis: nowMillis, isGap };
}

async function positionAt(query: Query, sinceMillis: number, last: number): Promise<number> {
  const [row] = await query('SELECT min(position) FROM entries WHERE applied_at_millis >= $1', [sinceMillis]);
  const first = z
    .number()
    .nullable()
    .parse(row?.[0] ?? null);
  return first === null ? last : first - 1;
}
