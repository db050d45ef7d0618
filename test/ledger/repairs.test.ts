import { expect, it } from 'vitest';

import { Repairs } from '../../src/ledger/sweep/repairs.ts';

const stale = { marker: '1aaaa', hash: 'stale' };

function repair(repairs: Repairs, found = stale): boolean {
  const one = repairs.begin('session:a');
  const may = one.may(found);
  if (may) one.done();
  return may;
}

it('writes that are late, each once, are repaired however many they are', () => {
  const repairs = new Repairs();
  const late = Array.from({ length: 20 }, (_, at) => ({ marker: `${at}bbbb`, hash: `late ${at}` }));
  expect(late.map((found) => repair(repairs, found))).not.toContain(false);
});

it('what is written again and again is left to whoever writes it, for ten minutes', () => {
  let nowMillis = 0;
  const repairs = new Repairs(() => nowMillis);
  expect([repair(repairs), repair(repairs), repair(repairs), repair(repairs)]).toEqual([true, true, true, false]);
  nowMillis += 600_001;
  expect(repair(repairs)).toBe(true);
});

it('a repair that did not succeed does not count', () => {
  const repairs = new Repairs();
  for (let attempt = 0; attempt < 10; attempt += 1) expect(repairs.begin('session:a').may(stale)).toBe(true);
});
