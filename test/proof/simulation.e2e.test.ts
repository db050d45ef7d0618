import { expect, it } from 'vitest';

import { FAULTY_RULES } from '../../proof/simulation/rules.ts';
import { simulate } from '../../proof/simulation/simulate.ts';

/** Found by the simulation, and mended since. */
const SEEDS_THAT_FAILED = [
  { seed: 30, because: 'a payload without a marker stood on a write that had landed late' },
  { seed: 71, because: 'the same' },
  { seed: 75, because: 'the same' },
  { seed: 82, because: 'after three late landings, the fourth was taken for what somebody wants' },
  { seed: 115, because: 'the same' },
];

it.each(SEEDS_THAT_FAILED)('seed $seed holds: $because', async ({ seed }) => {
  const { failure, trace } = await simulate(seed);
  expect(failure, trace.join('\n')).toBeNull();
});

it('fifty seeds hold, and in them much goes wrong', async () => {
  const totals = { DONE: 0, NOT_DONE: 0, UNKNOWN: 0 };
  for (let seed = 1_000; seed < 1_050; seed += 1) {
    const { failure, trace, counts } = await simulate(seed);
    expect(failure, trace.join('\n')).toBeNull();
    totals.DONE += counts.DONE;
    totals.UNKNOWN += counts.UNKNOWN;
  }
  expect(totals.DONE).toBeGreaterThan(300);
  expect(totals.UNKNOWN).toBeGreaterThan(50);
});

it('the same seed plays the same', async () => {
  const [first, second] = [await simulate(7), await simulate(7)];
  expect(second.counts).toEqual(first.counts);
  const withoutRandomMarkers = (lines: readonly string[]) =>
    lines.map((line) => line.replaceAll(/"st-cset":"\w+"/g, ''));
  expect(withoutRandomMarkers(second.trace)).toEqual(withoutRandomMarkers(first.trace));
});

it.each(Object.entries(FAULTY_RULES))('a faulty rule is found wrong within 200 seeds: %s', async (_name, rule) => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const { failure } = await simulate(seed, rule);
    if (failure !== null) return;
  }
  expect.unreachable('no seed has found it');
});
