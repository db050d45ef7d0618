import { expect, it } from 'vitest';

import { countLosses } from './terminations.ts';

it('L20: no change is acknowledged and lost, or comes back, while PostgreSQL ends the transactions that hold the locks', async () => {
  const count = await countLosses({ terminations: 30, acknowledged: 60, writeMillis: 300, sessions: 8 });
  expect(count).toMatchObject({ lost: [], resurrected: [] });
  // The ledger, not the lock, is the proof: the loss of a lock leaves nobody in doubt.
  expect(count.unknown).toBe(0);
});

it('L20: and none where many wait for one session, and are written together', async () => {
  const goal = { terminations: 10, acknowledged: 400, writeMillis: 20, sessions: 2, clients: 10 };
  const count = await countLosses(goal);
  expect(count).toMatchObject({ lost: [], resurrected: [], unknown: 0 });
});
