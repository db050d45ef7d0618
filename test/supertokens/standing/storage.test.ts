import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { ClaimsPayload } from '../../../src/claims/types.ts';
import { withMarker, withoutMarker } from '../../../src/ledger/marker.ts';
import { readStanding, standingPayload, standingUpdate } from '../../../src/supertokens/standing/storage.ts';
import { patched, type Sent, World } from '../../ledger/world.ts';
import { Members } from './members.ts';

const read = (members: Members) => readStanding(members.stored);
const write = (members: Members, claims: ClaimsPayload, marker: string, before = read(members)) =>
  standingUpdate(withMarker(claims, marker), before);

describe('standing claims in the metadata of a user', () => {
  it('are read as they were written, with their marker, and beside what others keep there', () => {
    const members = new Members();
    members.land({ theirs: 1 });
    members.land(write(members, { plan: 'PRO', old: null, 'a:b': [1] }, '1aaaa'));
    expect(read(members)).toMatchObject({
      patch: { plan: 'PRO', old: null, 'a:b': [1] },
      marker: '1aaaa',
      ignored: [],
    });
    members.land(write(members, {}, '2aaaa'));
    expect(members.stored).toEqual({ theirs: 1, 'claims:entry': '2aaaa' });
  });

  it('of a version before the ledger are read, and that version reads ours', () => {
    const members = new Members();
    members.landPlain({ plan: 'PRO', old: null });
    expect(read(members)).toMatchObject({ patch: { plan: 'PRO', old: null }, marker: null });
    members.land(write(members, { plan: 'TEAM', old: null, seats: 5 }, '1aaaa'));
    expect(members.plainly()).toEqual({ plan: 'TEAM', old: null, seats: 5 });
    members.landPlain({ seats: 9 }, ['old']);
    expect(read(members)).toMatchObject({ patch: { plan: 'TEAM', seats: 9 }, marker: '1aaaa' });
  });

  it('are those of one write, however late it lands', () => {
    const members = new Members();
    members.land(write(members, { plan: 'FREE' }, '1aaaa'));
    const late = write(members, { plan: 'PRO' }, '2aaaa');
    members.land(write(members, { plan: 'FREE', seats: 5 }, '3aaaa'));
    members.land(late);
    expect(read(members)).toMatchObject({ patch: { plan: 'PRO' }, marker: '2aaaa', stored: ['plan', 'seats'] });
  });

  it('that could not be claims are ignored, and stay where they are', () => {
    const members = new Members();
    members.land({ 'claim:st-role': { value: 1 }, 'claim:x': 1, 'claim:plan': { value: 'PRO' } });
    expect(read(members)).toMatchObject({ patch: { plan: 'PRO' }, ignored: ['st-role', 'x'] });
    members.land(write(members, {}, '1aaaa'));
    expect(Object.keys(members.stored)).toEqual(['claim:st-role', 'claim:x', 'claims:entry']);
  });
});

const patch = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.option(fc.integer({ min: 0, max: 3 })), { minKeys: 1 });
const step = fc.record({ patch, lands: fc.boolean(), landsLate: fc.option(fc.nat(9)) });

it('whatever lands late, and in whatever order: a sweep brings all that the log says', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 10 }), (steps) => {
      const [world, members] = [new World(), new Members()];
      world.stored = standingPayload(read(members));
      const sent: { readonly members: ReturnType<typeof write>; hasLanded: boolean }[] = [];
      let expected: ClaimsPayload = {};
      for (const { patch: wanted, lands, landsLate } of steps) {
        const flight: Sent | null = world.intend(wanted);
        expected = patched(expected, wanted);
        if (flight !== null) {
          const one = { members: standingUpdate(flight.intent.payload ?? {}, read(members)), hasLanded: lands };
          if (lands) members.land(one.members);
          else sent.push(one);
        }
        const late = landsLate === null ? undefined : sent[landsLate];
        if (late !== undefined && !late.hasLanded) {
          late.hasLanded = true;
          members.land(late.members);
        }
        world.stored = standingPayload(read(members));
      }
      for (let sweeps = 0; sweeps < 3; sweeps += 1) {
        const repair = world.intend(null);
        if (repair === null) break;
        members.land(standingUpdate(repair.intent.payload ?? {}, read(members)));
        world.stored = standingPayload(read(members));
      }
      expect(withoutMarker(world.stored)).toEqual(expected);
      expect(members.plainly()).toEqual(expected);
      expect(world.entries.filter(({ seen }) => seen !== null)).toEqual([]);
    }),
    { numRuns: 500 },
  );
});
