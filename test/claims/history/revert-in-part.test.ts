import { expect, it } from 'vitest';

import { coreUnavailable, lockTimeout } from '../../../src/claims/errors.ts';
import type { SessionStore } from '../../../src/claims/ports.ts';
import { writesBetween } from '../../../src/ledger/writes.ts';
import { fakeCore, storedSession, withApiKey } from '../fakes.ts';
import { FakeHistory } from './fake-history.ts';

/** Ada's plan, changed in one session and for future ones, with a service that undoes it among such sessions. */
function changedPlan({ isLeftOpen = false, ...faults }: Partial<SessionStore> & { readonly isLeftOpen?: boolean }) {
  const core = fakeCore();
  const unlisted: string[] = [];
  const { standing, sessions, log } = core.parts;
  const locked: typeof standing.locked = async (...given) => ({ ...(await standing.locked(...given)), isLeftOpen });
  const parts = {
    ...core.parts,
    sessions: { ...sessions, ...faults },
    standing: { ...standing, locked },
    log: { ...log, failed: () => undefined, notListed: (_error: unknown, userId: string) => unlisted.push(userId) },
  };
  core.users.push({ id: 'ada', emails: [], tenantIds: ['public'] });
  core.sessions.set('a', storedSession('a', 'ada', 'public', { plan: 'PRO' }));
  core.standing.set('ada', { plan: 'PRO' });
  const history = new FakeHistory({ ...core, parts });
  const by = { kind: 'API_KEY', name: 'tests' } as const;
  const change = history.record(by, { userId: 'ada' }, ['session:a'], writesBetween({ plan: 'FREE' }, { plan: 'PRO' }));
  history.add(change, 'standing:ada', writesBetween({}, { plan: 'PRO' }));
  const admin = withApiKey(['claims:write', 'claims:audit']);
  const undo = () => history.service.revert(admin, { change, keys: null, reason: null, dryRun: false });
  return { core, undo, unlisted };
}

const isBusy = { update: () => Promise.reject(lockTimeout()) };

it('a session that cannot be changed has not been undone', async () => {
  const { targets } = await changedPlan(isBusy).undo();
  expect(targets.map(({ status }) => status)).toEqual(['APPLIED', 'NOT_APPLIED']);
});

it('but may yet be, while the undo is open for future sessions', async () => {
  const { targets } = await changedPlan({ ...isBusy, isLeftOpen: true }).undo();
  expect(targets.map(({ status }) => status)).toEqual(['APPLIED', 'INTENDED']);
});

it('where the live sessions cannot be listed, what can be is undone, and it is said to be neither done nor not done', async () => {
  const { core, undo, unlisted } = changedPlan({ handlesOf: () => Promise.reject(coreUnavailable('NOT_APPLIED')) });
  await expect(undo()).rejects.toMatchObject({ code: 'SESSION_CORE_UNAVAILABLE', outcome: 'UNKNOWN' });
  expect([core.standing.get('ada'), core.sessions.get('a')?.payload]).toEqual([{}, { plan: 'FREE' }]);
  expect(unlisted).toEqual(['ada']);
});

it('where nothing can be listed or changed, nothing is', async () => {
  const { undo, core } = changedPlan({ handlesOf: () => Promise.reject(coreUnavailable('NOT_APPLIED')) });
  core.standing.delete('ada');
  await expect(undo()).rejects.toMatchObject({ outcome: 'NOT_APPLIED' });
});
