import { z } from 'zod';

import type { Sqlite } from './sqlite.ts';

/**
 * Begins to give positions. A mark waits for no sync: where the machine loses its power, one that readers of the feed have
 * seen may be gone, and its position given again. Unless the ledger was closed, positions are of a new epoch, so that
 * readers find a gap and are told everything young enough.
 */
export function openPositions(db: Sqlite): void {
  db.run('UPDATE positions SET epoch = CASE is_open WHEN 1 THEN lower(hex(randomblob(6))) ELSE epoch END, is_open = 1');
}

/** Call it last: what is written after it may be lost unnoticed. */
export function closePositions(db: Sqlite): void {
  db.run('UPDATE positions SET is_open = 0');
}

/** The next place in the feed: given when an entry becomes visible to its readers. */
export function nextPosition(db: Sqlite): number {
  const row = db.first('UPDATE positions SET last = last + 1 RETURNING last');
  return z.number().parse(row?.[0]);
}
