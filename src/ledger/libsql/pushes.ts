import type { Pushes } from '../ledger.ts';
import type { LedgerThread } from './thread.ts';

/** So many at a time, because everybody else waits meanwhile. */
const USERS_AT_A_TIME = 500;

/** Who still waits to be told, in the file. */
export function filePushes(thread: Pick<LedgerThread, 'call'>): Pushes {
  return {
    addPushes: async (userIds, reason, waitMillis) => {
      for (let first = 0; first < userIds.length; first += USERS_AT_A_TIME) {
        await thread.call('addPushes', {
          userIds: userIds.slice(first, first + USERS_AT_A_TIME),
          ...{ reason, waitMillis },
        });
      }
    },
    takePushes: (limit) => thread.call('takePushes', limit),
    donePushes: (tasks) => thread.call('donePushes', tasks),
    countPushes: async () => {
      const [row] = await thread.call('query', { sql: 'SELECT count(*) FROM pushes', values: [] });
      return Number(row?.[0]);
    },
  };
}
