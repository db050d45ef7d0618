import { z } from 'zod';

import type { EndingSessions } from '../../ledger.ts';
import type { Sqlite } from '../sqlite.ts';

/** Sessions that have not ended get, from this time on, all the turns of a write without an answer. */
export function lookAfter(db: Sqlite, sessions: EndingSessions, atMillis: number): void {
  for (const stream of 'userId' in sessions ? sessionsOf(db, sessions.userId) : sessions) {
    db.run(
      `UPDATE entries SET sweep_at_millis = min(coalesce(sweep_at_millis, $1), $1), sweeps = 0
       WHERE stream = $2 AND seq = (SELECT max(seq) FROM entries WHERE stream = $2)
         AND EXISTS (SELECT 1 FROM heads WHERE stream = $2)`,
      [atMillis, stream],
    );
  }
}

/** By their changes, which have an index. */
function sessionsOf(db: Sqlite, userId: string): readonly string[] {
  return db
    .all(
      `SELECT DISTINCT e.stream FROM changes c JOIN entries e ON e.change_id = c.id
       WHERE c.user_id = $1 AND e.stream LIKE 'session:%'`,
      [userId],
    )
    .map((row) => z.tuple([z.string()]).parse(row)[0]);
}
