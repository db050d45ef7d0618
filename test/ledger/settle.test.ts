import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { intendAdoption } from '../../src/ledger/intend.ts';
import { markerIn, withMarker, withoutMarker } from '../../src/ledger/marker.ts';
import { settle } from '../../src/ledger/settle.ts';
import { type Patch, patched, type Sent, World } from './world.ts';

/** Sends a command, and answers what was sent; it must not be "unchanged". */
function sent(world: World, patch: Patch): Sent {
  const flight = world.intend(patch);
  if (flight === null) throw new Error('nothing was sent');
  return flight;
}

function done(world: World, patch: Patch): Sent {
  const flight = sent(world, patch);
  world.land(flight);
  world.applied(flight.seq);
  return flight;
}

const claims = (world: World): object => withoutMarker(world.stored);
const outsiders = (world: World): readonly (readonly string[])[] =>
  world.entries.filter(({ seen }) => seen !== null).map(({ writes }) => writes.map(({ key }) => key));

describe('what a payload in the core means to the log', () => {
  it('takes what it sees of a session for the first time as a base', () => {
    const world = new World();
    expect(world.settled()).toMatchObject({ isOpen: false, outside: null, current: { base: 0 } });
    done(world, { a: 1 });
    expect(outsiders(world)).toEqual([]);
  });

  it('says that nothing is to be done only while nothing is open', () => {
    const world = new World();
    done(world, { a: 1 });
    expect(world.intend({ a: 1 })).toBeNull();
    sent(world, { b: 1 });
    expect(sent(world, { a: 1 }).intent.entries[0]?.writes).toMatchObject([{ key: 'a', kind: 'SAME' }]);
  });

  it('writes what is open along with the next command, in the order of the log', () => {
    const world = new World();
    done(world, { a: 1 });
    const grant = sent(world, { admin: 1, b: 1 });
    const removal = done(world, { admin: null });
    expect(claims(world)).toEqual({ base: 0, a: 1, b: 1 });
    world.land(grant);
    expect(claims(world)).toMatchObject({ admin: 1 });
    world.sweep();
    expect(claims(world)).toEqual({ base: 0, a: 1, b: 1 });
    expect(removal.seq).toBe(3);
  });

  it('knows the very late landing of an entry that is not open any more', () => {
    const world = new World();
    const first = sent(world, { a: 1 });
    for (let a = 2; a < 9; a += 1) done(world, { a });
    world.land(first);
    expect(world.settled()).toMatchObject({ isOpen: true, outside: null, current: { base: 0, a: 8 } });
  });

  it('brings newer changes back where the base itself lands again', () => {
    const world = new World();
    done(world, { a: 1 });
    world.stored = { base: 0 };
    expect(world.sweep()).toBe(1);
    expect(claims(world)).toEqual({ base: 0, a: 1 });
    expect(outsiders(world)).toEqual([]);
  });

  it('records what was written around it as the last in order, once, with what it changed', () => {
    const world = new World();
    done(world, { a: 1 });
    world.writeAround({ a: 2, c: 3 });
    const lost = sent(world, { d: 4 });
    expect(outsiders(world)).toEqual([['a', 'c']]);
    expect(lost.intent.payload).toMatchObject({ a: 2, c: 3, d: 4 });
    done(world, { a: 5 });
    expect(outsiders(world)).toEqual([['a', 'c']]);
    expect(claims(world)).toEqual({ base: 0, a: 5, c: 3, d: 4 });
  });

  it('keeps a newer change where somebody wrote on top of an older landing', () => {
    const world = new World();
    done(world, { a: 1 });
    const late = sent(world, { b: 1 });
    done(world, { b: 2 });
    world.land(late);
    world.writeAround({ c: 3 });
    world.sweep();
    expect(claims(world)).toEqual({ base: 0, a: 1, b: 2, c: 3 });
  });

  it('takes a payload without a marker for one that was made of what had landed', () => {
    const world = new World();
    done(world, { a: 1 });
    sent(world, { b: 2 });
    world.stored = { a: 1, c: 3 };
    world.sweep();
    expect(claims(world)).toEqual({ a: 1, b: 2, c: 3 });
    expect(outsiders(world)).toEqual([['base', 'c']]);
  });

  it.each(['zzzzz0000', '2qqqq'])(
    'lets stand what carries the marker %s of another ledger, and counts on above it',
    (marker) => {
      const world = new World();
      done(world, { a: 1 });
      done(world, { a: 2 });
      world.stored = withMarker({ a: 7 }, marker);
      expect(world.settled()).toMatchObject({ isForeign: true, current: { a: 7 } });
      const next = done(world, { b: 1 });
      expect(next.seq).toBeGreaterThan(Math.max(3, Number.parseInt(marker.slice(0, -4), 36)));
      expect(claims(world)).toEqual({ a: 7, b: 1 });
    },
  );

  it('asks for entries that it has not read, rather than guess', () => {
    const world = new World();
    done(world, { a: 1 });
    const early = world.view();
    const second = done(world, { a: 2 });
    expect(settle(world.stored, early, false)).toEqual({ status: 'NEEDS_ENTRIES', from: 1 });
    done(world, { a: 3 });
    const again = withMarker({ a: 9 }, markerIn(second.intent.payload ?? {}) ?? '');
    expect(settle(again, world.view(), false)).toEqual({ status: 'NEEDS_ENTRIES', from: 2 });
  });

  it('adopts what it finds without a write where repairs are undone again and again', () => {
    const world = new World();
    done(world, { a: 1 });
    world.stored = { base: 0 };
    const adoption = intendAdoption(world.settled(), world.options());
    if (adoption === null) throw new Error('nothing to adopt');
    expect(adoption.payload).toBeNull();
    world.commit(adoption);
    expect(world.settled()).toMatchObject({ isOpen: false, outside: null, current: { base: 0 } });
  });
});

type Step =
  | { readonly kind: 'command'; readonly key: string; readonly value: number | null }
  | { readonly kind: 'land'; readonly which: number }
  | { readonly kind: 'outside' }
  | { readonly kind: 'sweep' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('command' as const),
      key: fc.constantFrom('a', 'b', 'c'),
      value: fc.option(fc.integer({ min: 0, max: 3 })),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('land' as const), which: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('outside' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('sweep' as const) }) },
);

describe('whatever lands when', () => {
  it('the order of the log wins in the end, and what nobody overwrote is there', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), fc.boolean(), (steps, hasOutsiders) => {
        const world = new World();
        const flights: Sent[] = [];
        let expected = { base: 0 } as ReturnType<typeof patched>;
        for (const one of steps) {
          if (one.kind === 'command') {
            const flight = world.intend({ [one.key]: one.value });
            expected = patched(expected, { [one.key]: one.value });
            if (flight !== null) flights.push(flight);
          } else if (one.kind === 'land' && flights.length > 0) {
            // Any write that was ever sent, also one that has landed before.
            const flight = flights[one.which % flights.length];
            if (flight !== undefined) world.land(flight);
          } else if (one.kind === 'outside' && hasOutsiders) world.writeAround({ other: flights.length });
          else if (one.kind === 'sweep') {
            const flight = world.intend(null);
            if (flight !== null) flights.push(flight);
          }
        }
        world.sweep();
        expect(patched(withoutMarker(world.stored), { other: null })).toEqual(expected);
        expect(world.entries.filter(({ state }) => state === 'INTENDED')).toEqual([]);
        expect(world.entries.map(({ seq }) => seq)).toEqual(world.entries.map((_, index) => index + 1));
      }),
      { numRuns: 2_000 },
    );
  });

  it('of two who read the same head only one is given the number', () => {
    const world = new World();
    const [one, other] = [world.settled(), world.settled()];
    expect(world.intend({ a: 1 }, one)).not.toBeNull();
    expect(world.intend({ b: 1 }, other)).toBeNull();
  });

  it('a write around it, with nothing under way, stays', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const world = new World();
        const flights: Sent[] = [];
        for (const one of steps) {
          const flight = one.kind === 'command' ? world.intend({ [one.key]: one.value }) : null;
          if (flight !== null) flights.push(flight);
          const landing = one.kind === 'land' ? flights[one.which % Math.max(1, flights.length)] : undefined;
          if (landing !== undefined) world.land(landing);
        }
        world.sweep();
        const before = claims(world);
        world.writeAround({ a: 99, other: 1 });
        world.sweep();
        expect(claims(world)).toEqual({ ...before, a: 99, other: 1 });
      }),
    );
  });
});
