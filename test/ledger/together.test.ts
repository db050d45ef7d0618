import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { withoutMarker } from '../../src/ledger/marker.ts';
import { patched, type Sent, World } from './world.ts';

const command = fc
  .record({ key: fc.constantFrom('a', 'b', 'c'), value: fc.option(fc.integer({ min: 0, max: 3 })) })
  .map(({ key, value }) => ({ [key]: value }));
/** Commands that are one write, or (as a number) one of the writes that were ever sent, which lands. */
const step = fc.oneof(fc.array(command, { minLength: 1, maxLength: 4 }), fc.nat(20));

describe('several commands that are one write', () => {
  it('are settled as all others are, whatever lands when', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const world = new World();
        const flights: Sent[] = [];
        let expected = { base: 0 } as ReturnType<typeof patched>;
        for (const one of steps) {
          if (typeof one === 'number') {
            const flight = flights[one % Math.max(1, flights.length)];
            if (flight !== undefined) world.land(flight);
          } else {
            const flight = world.intendTogether(one);
            if (flight !== null) flights.push(flight);
            expected = one.reduce(patched, expected);
          }
        }
        world.sweep();
        expect(withoutMarker(world.stored)).toEqual(expected);
        expect(world.entries.filter(({ state }) => state === 'INTENDED')).toEqual([]);
        expect(world.entries.map(({ seq }) => seq)).toEqual(world.entries.map((_, index) => index + 1));
      }),
      { numRuns: 1_000 },
    );
  });

  it('are seen to have landed by the number of the last, though something was written on top', () => {
    const world = new World();
    const flight = world.intendTogether([{ a: 1 }, { b: 2 }, { a: 3 }]);
    if (flight === null) throw new Error('nothing was sent');
    world.land(flight);
    expect(world.settled()).toMatchObject({ isOpen: false, landedSeq: 3, current: { base: 0, a: 3, b: 2 } });
    world.writeAround({ c: 4 });
    expect(world.settled()).toMatchObject({ isOpen: true, current: { base: 0, a: 3, b: 2, c: 4 } });
  });

  it('are part of what comes next where they have not landed', () => {
    const world = new World();
    world.intendTogether([{ a: 1 }, { b: 2 }]);
    expect(world.settled()).toMatchObject({ isOpen: true, current: { base: 0, a: 1, b: 2 } });
  });
});
