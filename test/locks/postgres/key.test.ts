import { expect, it } from 'vitest';

import { sessionLockKey } from '../../../src/locks/lock.ts';
import { advisoryLockNumber } from '../../../src/locks/postgres/key.ts';

it('gives a key the number that every other version gives it', () => {
  expect(advisoryLockNumber(sessionLockKey('h-1'))).toBe(-9123601539117936289n);
});

it('gives numbers that fit a signed 64-bit integer', () => {
  const numbers = Array.from({ length: 100 }, (_, i) => advisoryLockNumber(sessionLockKey(`${i}`)));
  for (const number of numbers) expect(BigInt.asIntN(64, number)).toBe(number);
  expect(new Set(numbers).size).toBe(100);
});
