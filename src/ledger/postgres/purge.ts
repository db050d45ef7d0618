import { firstIdAt } from '../ids.ts';
import { REMEMBERED_MILLIS } from '../schedule.ts';
import { oldChanges } from '../sql/old-changes.ts';
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
 * Deletes changes with an id below the one of a time, and what hangs on them; but for what is still needed to recognise
 * what the core has stored, or an application may yet write to it.
 */
export async function purge(database: Database, beforeMillis: number, limit: number): Promise<number> {
  await database.transaction(FORGET_COMMANDS);
  const rows = await database.transaction(
    `WITH old AS (${oldChanges('claimset.')}
     ), entries AS (DELETE FROM claimset.entries e USING old WHERE e.change_id = old.id
     ), keys AS (DELETE FROM claimset.change_keys k USING old WHERE k.change_id = old.id)
     DELETE FROM claimset.changes c USING old WHERE c.id = old.id RETURNING c.id`,
    [firstIdAt(beforeMillis), beforeMillis, limit],
  );
  // Looks at all entries, so it is done once a round: with the last page.
  if (rows.length < limit) await database.transaction(CLOSE_WITHDRAWN);
  return rows.length;
}
