import { beforeEach, describe, expect, it } from 'vitest';

import { historyService } from '../../../src/claims/history/service.ts';
import type { KeyWrite } from '../../../src/claims/history/types.ts';
import type { StandingClaims } from '../../../src/claims/ports.ts';
import { writesBetween } from '../../../src/ledger/writes.ts';
import { type FakeCore, fakeCore, storedSession, withApiKey } from '../fakes.ts';
import { FakeHistory } from './fake-history.ts';

const ADMIN = withApiKey(['claims:write', 'claims:audit']);
const PLAN = writesBetween({ plan: 'FREE' }, { plan: 'PRO' });
let core: FakeCore;
let history: FakeHistory;
let change: string;

/** A change that has reached the first of two sessions. */
beforeEach(() => {
  core = fakeCore();
  core.users.push({ id: 'ada', emails: [], tenantIds: ['public'] });
  history = new FakeHistory(core);
  core.sessions.set('a', storedSession('a', 'ada', 'public', { plan: 'PRO' }));
  core.sessions.set('b', storedSession('b', 'ada', 'public', { plan: 'TRIAL' }));
  change = history.record({ kind: 'API_KEY' }, { userId: 'ada' }, ['session:a'], PLAN);
});

/** It reaches the second. */
const goesOn = (writes: readonly KeyWrite[] = writesBetween({ plan: 'TRIAL' }, { plan: 'PRO' })): void => {
  core.sessions.set('b', storedSession('b', 'ada', 'public', { plan: 'PRO' }));
  history.add(change, 'session:b', writes);
};
const undo = (locked: StandingClaims['locked']) => {
  const parts = { ...core.parts, standing: { ...core.parts.standing, locked } };
  const settle = (): Promise<void> => Promise.resolve();
  const service = historyService({ ...parts, history, heads: history, settle });
  return service.revert(ADMIN, { change, keys: null, reason: null, dryRun: false });
};
const plans = () => [...core.sessions.values()].map(({ payload }) => payload['plan']);

describe('an undo of a change that is not finished', () => {
  it('is of all sessions that it reaches while the undo waits for the lock', async () => {
    const { targets } = await undo((userId, work) => {
      goesOn();
      return core.parts.standing.locked(userId, work);
    });
    expect(targets.map(({ sessionHandle }) => sessionHandle)).toEqual(['a', 'b']);
    expect(plans()).toEqual(['FREE', 'TRIAL']);
  });

  it('brings the own value of each session back, where the undo itself has to finish it first', async () => {
    core.standing.set('ada', { plan: 'PRO' });
    history.add(change, 'standing:ada', writesBetween({}, { plan: 'PRO' }), 'INTENDED');
    await undo((userId, work) =>
      core.parts.standing.locked(userId, (section) => {
        const finishing: typeof section.change = (...given) => {
          goesOn();
          return section.change(...given);
        };
        return work({ ...section, change: finishing });
      }),
    );
    expect(plans()).toEqual(['FREE', 'TRIAL']);
  });

  it('does nothing where what it does meanwhile cannot be undone', async () => {
    const erased: KeyWrite = { key: 'secret', kind: 'ADDED', takesAway: false, isErased: true };
    const { userErrors } = await undo((userId, work) => {
      goesOn([erased]);
      return core.parts.standing.locked(userId, work);
    });
    expect(userErrors).toMatchObject([{ code: 'VALUES_ERASED' }]);
    expect(plans()).toEqual(['PRO', 'PRO']);
  });
});
