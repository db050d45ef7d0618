import type { EndingSessions } from '../ledger.ts';
import { safeText } from '../sql/rows.ts';
import type { Database } from './database.ts';
import { NOW } from './statements.ts';

/**
 * $1 streams, $2 a user whose sessions are found by their changes, which have an index; $3 after how many milliseconds
 * the sessions get all the turns of a write without an answer.
 */
const ENDING = `
  WITH ending AS (
    SELECT stream FROM json_to_recordset($1::json) AS x(stream text)
    UNION SELECT e.stream FROM claimset.changes c JOIN claimset.entries e ON e.change_id = c.id
      WHERE c.user_id = $2 AND e.stream LIKE 'session:%'
  )
  UPDATE claimset.entries e SET sweep_at_millis = least(coalesce(e.sweep_at_millis, ${NOW} + $3), ${NOW} + $3), sweeps = 0
  FROM ending x JOIN claimset.heads h ON h.stream = x.stream
  WHERE e.stream = x.stream AND e.seq = (SELECT max(n.seq) FROM claimset.entries n WHERE n.stream = x.stream)`;

/** Makes sessions due that are about to be ended. It costs only a look where it is lost, so it does not wait for the disk. */
export async function markEnding(database: Database, sessions: EndingSessions, waitMillis: number): Promise<void> {
  const [streams, userId] = 'userId' in sessions ? [[], safeText(sessions.userId)] : [sessions, null];
  const rows = streams.map((stream) => ({ stream }));
  await database.transaction(ENDING, [JSON.stringify(rows), userId, waitMillis], false);
}
