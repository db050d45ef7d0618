import { expect, it } from 'vitest';

import { countLosses } from './terminations.ts';

it('L20: no change is acknowledged and lost, or comes back, while PostgreSQL ends the transactions that hold the locks', async () => {
  const count = await countLosses({ terminations: 30, acknowledged: 60, writeMillis: 300, sessions: 8 });
  expect(count).toMatchObject({ lost: [], resurrected: [] });
  expect(count.unknown).toBeGreaterThan(0);
});
