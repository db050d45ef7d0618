import { expect, it } from 'vitest';

import { countLosses } from './terminations.ts';

it('L20: no change is acknowledged and lost, or comes back, while PostgreSQL ends the transactions that hold the locks', async () => {
  const count = await countLosses({ terminations: 30, acknowledged: 60, writeMillis: 300, sessions: 8 });
  expect(count).toMatchObject({ lost: [], resurrected: [] });
  // The ledger, not the lock, is the proof: the loss of a lock leaves nobody in doubt.
  expect(count.unknown).toBe(0);
});
