import { expect, it } from 'vitest';

import { type Load, simulateWrites } from '../../bench/lib/queueing.ts';

const LOAD: Load = {
  ...{ cpuMillis: 2, commitMillis: 1, databaseMillis: 0.5, databaseCores: 4, coreMillis: 0.5, coreCores: 4 },
  ...{ tripMillis: 0.5, lockConnections: 20, processes: 1, perSecond: 100 },
};

it('what arrives is carried as long as nobody is busy all the time', () => {
  const { perSecond, busy } = simulateWrites(LOAD);
  expect(perSecond).toBeGreaterThan(90);
  expect(perSecond).toBeLessThan(110);
  expect(busy.cpu).toBeCloseTo(0.2, 1);
});

it('a process that needs 2 ms for a change carries 500 a second, and two of them twice as many', () => {
  const one = simulateWrites({ ...LOAD, perSecond: 2_000 });
  const two = simulateWrites({ ...LOAD, perSecond: 2_000, processes: 2 });
  expect(one.perSecond / 500).toBeCloseTo(1, 1);
  expect(two.perSecond / 1_000).toBeCloseTo(1, 1);
});

it('a slow commit is waited for by all, and carries many', () => {
  const fast = simulateWrites({ ...LOAD, perSecond: 300 });
  const slow = simulateWrites({ ...LOAD, perSecond: 300, commitMillis: 10 });
  expect(slow.perSecond).toBeCloseTo(fast.perSecond, -1);
  expect(slow.p50Millis - fast.p50Millis).toBeGreaterThan(9);
});

it('connections for locks bound what is under way', () => {
  const { perSecond } = simulateWrites({ ...LOAD, perSecond: 400, commitMillis: 20, lockConnections: 2 });
  expect(perSecond).toBeLessThan(150);
});
