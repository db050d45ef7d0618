import { z } from 'zod';

import type { Stream } from '../../claims/history/types.ts';
import { LATER_SWEEPS_MILLIS, QUIET_LOOK_MILLIS, SWEEP_DELAYS_MILLIS } from '../schedule.ts';
import { toStream } from '../sql/rows.ts';
import type { Database } from './database.ts';
import { NOW } from './statements.ts';

/** $1 how many. Two processes never get the same one: what is locked is skipped, and what was taken is due later. */
export const TAKE_DUE = `
  WITH due AS (
    SELECT id FROM claimset.entries WHERE sweep_at_millis <= ${NOW} ORDER BY sweep_at_millis LIMIT $1
    FOR UPDATE SKIP LOCKED
  ), taken AS (
    UPDATE claimset.entries e SET sweeps = e.sweeps + 1, sweep_at_millis = CASE e.sweeps
      WHEN 0 THEN ${NOW} + ${SWEEP_DELAYS_MILLIS[1]}
      WHEN 1 THEN ${NOW} + ${SWEEP_DELAYS_MILLIS[2]}
      WHEN 2 THEN ${NOW} + ${SWEEP_DELAYS_MILLIS[3]}
      ELSE CASE
        WHEN e.state = 'INTENDED' THEN ${NOW} + ${LATER_SWEEPS_MILLIS}
        WHEN e.stream LIKE 'session:%' AND NOT EXISTS (
          SELECT 1 FROM claimset.entries n WHERE n.stream = e.stream AND n.seq > e.seq
        ) THEN ${NOW} + ${QUIET_LOOK_MILLIS}
      END END
    FROM due WHERE e.id = due.id
    RETURNING e.stream
  )
  SELECT DISTINCT stream FROM taken`;

/** $1 after which stream, $2 how many. Nobody is waited for: what is locked is being written to. */
const WATCH_QUIET = `
  WITH page AS (
    SELECT stream FROM claimset.heads WHERE stream > $1 AND stream < 'session;' ORDER BY stream LIMIT $2
  ), quiet AS (
    SELECT e.id FROM page p JOIN claimset.entries e ON e.stream = p.stream
      AND e.seq = (SELECT max(n.seq) FROM claimset.entries n WHERE n.stream = p.stream)
    WHERE e.state <> 'INTENDED' AND e.sweep_at_millis IS NULL AND e.at_millis < ${NOW} - ${QUIET_LOOK_MILLIS}
    FOR UPDATE OF e SKIP LOCKED
  ), watched AS (
    UPDATE claimset.entries e SET sweeps = greatest(e.sweeps, ${SWEEP_DELAYS_MILLIS.length}),
      sweep_at_millis = ${NOW} + (random() * ${QUIET_LOOK_MILLIS})::bigint
    FROM quiet q WHERE e.id = q.id
  )
  SELECT max(stream), count(*) FROM page`;

const pageRow = z.tuple([z.string().nullable(), z.number()]);

/** What `Ledger.watchQuiet` is. */
export async function watchQuiet(database: Database, after: Stream | null, limit: number): Promise<Stream | null> {
  const [row] = await database.transaction(WATCH_QUIET, [after ?? 'session:', limit]);
  const [last, count] = pageRow.parse(row);
  return last === null || count < limit ? null : toStream(last);
}
