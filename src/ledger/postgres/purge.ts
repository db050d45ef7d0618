import { REMEMBERED_MILLIS } from '../schedule.ts';
import type { Database } from './database.ts';
import { NOW } from './statements.ts';

const FORGET_COMMANDS = `DELETE FROM claimset.commands WHERE at_millis < ${NOW} - ${REMEMBERED_MILLIS}`;

/**
 * Versions before this one left a withdrawn entry the values that the history does not keep. What somebody has
 * erased since stays erased.
 */
const CLOSE_WITHDRAWN = `
  UPDATE claimset.entries
  SET writes = CASE WHEN writes LIKE '%"before":%' OR writes LIKE '%"after":%' THEN writes_once_applied ELSE writes END,
    writes_once_applied = NULL
  WHERE state = 'NOT_APPLIED' AND writes_once_applied IS NOT NULL`;

/**
 * Deletes changes with an id below the one given, and what hangs on them; but for what is still needed to recognise what
 * the core has stored: the entry of a head, and all of a stream in which something is open.
 */
export async function purge(database: Database, beforeId: string, limit: number): Promise<number> {
  await database.transaction(FORGET_COMMANDS);
  await database.transaction(CLOSE_WITHDRAWN);
  const rows = await database.transaction(
    `WITH old AS (
       SELECT c.id FROM claimset.changes c WHERE c.id < $1 AND NOT EXISTS (
         SELECT 1 FROM claimset.entries e JOIN claimset.heads h ON h.stream = e.stream
         WHERE e.change_id = c.id AND (e.marker = h.marker
           OR EXISTS (SELECT 1 FROM claimset.entries o WHERE o.stream = e.stream AND o.state = 'INTENDED'))
       ) ORDER BY c.id LIMIT $2
     ), entries AS (DELETE FROM claimset.entries e USING old WHERE e.change_id = old.id
     ), keys AS (DELETE FROM claimset.change_keys k USING old WHERE k.change_id = old.id)
     DELETE FROM claimset.changes c USING old WHERE c.id = old.id RETURNING c.id`,
    [beforeId, limit],
  );
  return rows.length;
}
