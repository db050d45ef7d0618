import { z } from 'zod';

import { LATER_SWEEPS_MILLIS, QUIET_LOOK_MILLIS, SWEEP_DELAYS_MILLIS } from '../../schedule.ts';
import type { Sqlite } from '../sqlite.ts';

const dueRow = z.tuple([z.number(), z.string(), z.number(), z.string(), z.number()]);

/** What `Ledger.takeDue` is. */
export function takeDue(db: Sqlite, limit: number, nowMillis: number): readonly string[] {
  const rows = db
    .all(
      `SELECT e.id, e.stream, e.sweeps, e.state, e.stream LIKE 'session:%' AND NOT EXISTS (
         SELECT 1 FROM entries n WHERE n.stream = e.stream AND n.seq > e.seq)
       FROM entries e WHERE e.sweep_at_millis <= $1 ORDER BY e.sweep_at_millis LIMIT $2`,
      [nowMillis, limit],
    )
    .map((row) => dueRow.parse(row));
  for (const [id, , sweeps, state, isLastOfSession] of rows) {
    const quiet = isLastOfSession === 1 ? QUIET_LOOK_MILLIS : null;
    const later = state === 'INTENDED' ? LATER_SWEEPS_MILLIS : quiet;
    const delay = SWEEP_DELAYS_MILLIS[sweeps + 1] ?? later;
    db.run('UPDATE entries SET sweeps = sweeps + 1, sweep_at_millis = $1 WHERE id = $2', [
      delay === null ? null : nowMillis + delay,
      id,
    ]);
  }
  return [...new Set(rows.map(([, stream]) => stream))];
}

const quietRow = z.tuple([z.string(), z.number().nullable()]);

/** What `Ledger.watchQuiet` is. */
export function watchQuiet(db: Sqlite, after: string, limit: number, nowMillis: number): string | null {
  const page = db
    .all(
      `SELECT h.stream, (
         SELECT e.id FROM entries e WHERE e.stream = h.stream AND e.seq = (SELECT max(seq) FROM entries WHERE stream = h.stream)
           AND e.state <> 'INTENDED' AND e.sweep_at_millis IS NULL AND e.at_millis < $1
       ) FROM heads h WHERE h.stream > $2 AND h.stream < 'session;' ORDER BY h.stream LIMIT $3`,
      [nowMillis - QUIET_LOOK_MILLIS, after, limit],
    )
    .map((row) => quietRow.parse(row));
  for (const [, id] of page) {
    if (id === null) continue;
    db.run('UPDATE entries SET sweeps = max(sweeps, $1), sweep_at_millis = $2 WHERE id = $3', [
      SWEEP_DELAYS_MILLIS.length,
      nowMillis + Math.floor(Math.random() * QUIET_LOOK_MILLIS),
      id,
    ]);
  }
  return page.length < limit ? null : (page.at(-1)?.[0] ?? null);
}
