import type { Pushes } from '../ledger.ts';
import { PUSH_LEASE_MILLIS } from '../schedule.ts';
import { toPushTask } from '../sql/rows.ts';
import type { Database } from './database.ts';
import { NOW } from './statements.ts';

/** At random, since of a user who was deleted nothing is left to count on from. What a number in JSON holds exactly. */
const ROUND = 'floor(pg_catalog.random() * 2 ^ 48)::bigint';

/** $1 users, $2 the reason, $3 how long nobody is to begin. In order, so that two that do it at once wait for one another. */
const ADD = `
  INSERT INTO claimset.pushes AS p (user_id, reason, round, takes, due_at_millis)
  SELECT user_id, $2, ${ROUND}, 0, ${NOW} + $3 FROM json_array_elements_text($1::json) AS u(user_id) ORDER BY user_id
  ON CONFLICT (user_id) DO UPDATE
    SET reason = excluded.reason, round = excluded.round, takes = 0, due_at_millis = excluded.due_at_millis`;

/** $1 how many. What is locked by another process is skipped, and what was taken is due later. */
const TAKE = `
  WITH due AS (
    SELECT user_id FROM claimset.pushes WHERE due_at_millis <= ${NOW} ORDER BY due_at_millis LIMIT $1
    FOR UPDATE SKIP LOCKED
  )
  UPDATE claimset.pushes p SET takes = p.takes + 1, due_at_millis = ${NOW} + ${PUSH_LEASE_MILLIS}
  FROM due WHERE p.user_id = due.user_id
  RETURNING p.user_id, p.reason, p.round, p.takes`;

const DONE = `
  DELETE FROM claimset.pushes p
  USING json_to_recordset($1::json) AS d("userId" text, round bigint)
  WHERE p.user_id = d."userId" AND p.round = d.round`;

/** Who still waits to be told, in PostgreSQL. */
export function postgresPushes(database: Database): Pushes {
  return {
    addPushes: async (userIds, reason, waitMillis) => {
      if (userIds.length === 0) return;
      await database.transaction(ADD, [JSON.stringify([...new Set(userIds)]), reason, waitMillis]);
    },
    takePushes: async (limit) => (await database.transaction(TAKE, [limit])).map(toPushTask),
    donePushes: async (tasks) => {
      if (tasks.length > 0) await database.transaction(DONE, [JSON.stringify(tasks)]);
    },
    countPushes: async () => {
      const [row] = await database.query('SELECT count(*) FROM claimset.pushes', []);
      return Number(row?.[0]);
    },
  };
}
