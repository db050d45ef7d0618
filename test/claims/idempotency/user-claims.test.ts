import { beforeEach, describe, expect, it } from 'vitest';

import { coreUnavailable } from '../../../src/claims/errors.ts';
import type { Change, ChangeOrigin, Entry } from '../../../src/claims/history/types.ts';
import { updateUserClaimsOnce } from '../../../src/claims/idempotency/user-claims.ts';
import type { UserClaimsInput } from '../../../src/claims/service/update-user-claims.ts';
import { type FakeCore, fakeCore, storedSession, withApiKey } from '../fakes.ts';
import { type FakeCommands, fakeCommands } from './fake-commands.ts';

let core: FakeCore;
let known: FakeCommands;
let failing: Set<string>;
let begun: number;
let outcome: 'UNKNOWN' | 'NOT_APPLIED';

beforeEach(() => {
  [core, known, failing, begun, outcome] = [fakeCore(), fakeCommands(), new Set(), 0, 'UNKNOWN'];
  core.users.push({ id: 'ada', emails: [], tenantIds: ['public'] });
  for (const handle of ['a', 'b', 'c']) core.sessions.set(handle, storedSession(handle, 'ada', 'public'));
});

function newChange(origin: ChangeOrigin): Change {
  const unknown = { reason: null, userId: null, mode: null, requestId: null, reverts: null, causedBy: null };
  const change = { ...unknown, ...origin, id: `change-${begun}`, atMillis: 0 };
  begun += 1;
  known.changes.set(change.id, change);
  return change;
}

const ASKED: UserClaimsInput = {
  ...{ user: { id: 'ada' }, claims: { plan: 'pro' }, mode: 'MERGE', reach: 'LIVE_SESSIONS', dryRun: false },
  ...{ reason: null, idempotencyKey: 'k' },
};

function send(given: object = {}, requester = withApiKey()) {
  const { sessions, log, ...others } = core.parts;
  const update: typeof sessions.update = (handle, compute, change) =>
    failing.has(handle) ? Promise.reject(coreUnavailable(outcome)) : sessions.update(handle, compute, change);
  const deps = { ...others, sessions: { ...sessions, update }, log: { ...log, failed: () => undefined }, newChange };
  return updateUserClaimsOnce(requester, { ...ASKED, ...given }, { ...deps, ...known });
}

const plans = () => [...core.sessions.values()].map(({ payload }) => payload['plan'] ?? null);
const statuses = ({ sessions }: Awaited<ReturnType<typeof send>>) =>
  sessions.map(({ handle, status }) => [handle, status]);

function entry(handle: string | null, state: Entry['state']): Entry {
  return {
    ...{
      stream: handle === null ? 'standing:ada' : `session:${handle}`,
      seq: 1,
      changeId: 'change-0',
      kind: 'WRITE',
      state,
    },
    ...{ previousHash: '', landing: { marker: null, hash: '' }, seen: null },
    writes: [{ key: 'plan', kind: 'ADDED', after: 'pro', takesAway: false }],
  };
}

describe('updateUserClaims with an idempotency key', () => {
  it('is done once, and answered alike', async () => {
    const first = await send();
    for (const handle of ['a', 'd']) core.sessions.set(handle, storedSession(handle, 'ada', 'public'));
    expect(await send()).toEqual({ ...first, isRepeated: true });
    expect(plans()).toEqual([null, 'pro', 'pro', null]);
  });

  it('tells two at the same time the same, and writes once', async () => {
    const [one, other] = await Promise.all([send(), send()]);
    expect(other).toEqual({ ...one, isRepeated: true });
    expect(core.changes).toHaveLength(1);
  });

  it('is another command of another caller', async () => {
    await send();
    const { caller } = withApiKey();
    const other = { ...withApiKey(), caller: { ...caller, name: 'others' } };
    expect((await send({ claims: { plan: 'free' } }, other)).userErrors).toEqual([]);
    expect((await send({ claims: { plan: 'free' } })).userErrors).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED' }]);
  });

  it('remembers that there is no such user', async () => {
    const input = { user: { id: 'nobody' } };
    const first = await send(input);
    core.users.push({ id: 'nobody', emails: [], tenantIds: ['public'] });
    expect(await send(input)).toEqual({ ...first, isRepeated: true });
    expect(first.userErrors).toMatchObject([{ code: 'USER_NOT_FOUND' }]);
  });

  it('is not for those who may not write', async () => {
    await send();
    await expect(send({}, withApiKey(['claims:read']))).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('a change of many sessions that was not finished', () => {
  it('goes on with those that are left, as the same change', async () => {
    failing.add('b');
    const first = await send();
    expect(statuses(first)).toEqual([
      ['a', 'UPDATED'],
      ['b', 'UNKNOWN'],
      ['c', 'UPDATED'],
    ]);
    known.entries.set('change-0', [entry('a', 'APPLIED'), entry('b', 'NOT_APPLIED'), entry('c', 'APPLIED')]);
    core.sessions.set('a', storedSession('a', 'ada', 'public'));
    failing.clear();
    const second = await send();
    expect(new Set(second.sessions.map(({ status }) => status))).toEqual(new Set(['UPDATED']));
    expect(second.change?.id).toBe('change-0');
    expect(plans()).toEqual([null, 'pro', 'pro']);
    expect(await send()).toEqual({ ...second, isRepeated: true });
  });

  it('takes what was open and has landed as done, and leaves what is open', async () => {
    failing.add('b');
    await send();
    known.entries.set('change-0', [entry('a', 'APPLIED'), entry('b', 'INTENDED'), entry('c', 'APPLIED')]);
    expect(statuses(await send()).toSorted()).toContainEqual(['b', 'UNKNOWN']);
    known.entries.set('change-0', [entry('a', 'APPLIED'), entry('b', 'APPLIED'), entry('c', 'APPLIED')]);
    const last = await send();
    expect(last.sessions.find(({ handle }) => handle === 'b')).toMatchObject({
      status: 'UPDATED',
      changes: { added: ['plan'], updated: [], removed: [] },
    });
  });

  it.each([
    ['INTENDED', 'UNKNOWN'],
    ['APPLIED', 'FAILED'],
  ] as const)('while it is %s for future sessions, is %s in one that it fails in again', async (state, status) => {
    const asked = { reach: 'LIVE_AND_FUTURE_SESSIONS' };
    failing.add('b');
    await send(asked);
    known.entries.set('change-0', [entry(null, state), entry('a', 'APPLIED'), entry('b', 'NOT_APPLIED')]);
    outcome = 'NOT_APPLIED';
    const { sessions, standing } = await send(asked);
    expect(sessions.find(({ handle }) => handle === 'b')).toMatchObject({ status });
    expect(standing).toMatchObject({ status: 'UPDATED' });
  });

  it('is done from the start where nothing of it was applied', async () => {
    for (const handle of ['a', 'b', 'c']) failing.add(handle);
    await send();
    failing.clear();
    expect((await send()).change?.id).toBe('change-1');
    expect(plans()).toEqual(['pro', 'pro', 'pro']);
  });
});
