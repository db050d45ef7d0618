import { randomInt } from 'node:crypto';

import type { PushTask } from '../ledger.ts';
import { PUSH_LEASE_MILLIS } from '../schedule.ts';
import { toPushTask } from '../sql/rows.ts';
import type { Sqlite } from './sqlite.ts';

/** At random, since of a user who was deleted nothing is left to count on from. As many as `randomInt` can tell apart. */
const ROUNDS = 2 ** 48 - 1;

/** What the thread of the database does for pushes; each is a part of a transaction. */
export interface PushOperations {
  addPushes(input: { readonly userIds: readonly string[]; readonly reason: string; readonly waitMillis: number }): void;
  takePushes(limit: number): readonly PushTask[];
  donePushes(tasks: readonly Pick<PushTask, 'userId' | 'round'>[]): void;
}

export function pushOperations(db: Sqlite, now: () => number): PushOperations {
  return {
    addPushes: ({ userIds, reason, waitMillis }) => {
      for (const userId of userIds) {
        db.run(
          `INSERT INTO pushes (user_id, reason, round, takes, due_at_millis) VALUES ($1, $2, $3, 0, $4)
           ON CONFLICT (user_id) DO UPDATE SET reason = excluded.reason, round = excluded.round, takes = 0,
             due_at_millis = excluded.due_at_millis`,
          [userId, reason, randomInt(ROUNDS), now() + waitMillis],
        );
      }
    },
    takePushes: (limit) =>
      db
        .all(
          `UPDATE pushes SET takes = takes + 1, due_at_millis = $1 WHERE user_id IN (
             SELECT user_id FROM pushes WHERE due_at_millis <= $2 ORDER BY due_at_millis LIMIT $3
           ) RETURNING user_id, reason, round, takes`,
          [now() + PUSH_LEASE_MILLIS, now(), limit],
        )
        .map(toPushTask),
    donePushes: (tasks) => {
      for (const { userId, round } of tasks) {
        db.run('DELETE FROM pushes WHERE user_id = $1 AND round = $2', [userId, round]);
      }
    },
  };
}
