import { beforeEach, describe, expect, it } from 'vitest';

import type { RevertInput } from '../../../src/claims/history/revert.ts';
import type { KeyWrite, Stream } from '../../../src/claims/history/types.ts';
import type { ClaimsPayload } from '../../../src/claims/types.ts';
import { writesBetween } from '../../../src/ledger/writes.ts';
import { type FakeCore, fakeCore, storedSession, withApiKey, withSession } from '../fakes.ts';
import { FakeHistory } from './fake-history.ts';

const ADMIN = withApiKey(['claims:write', 'claims:audit']);
const BY_ADMIN = { kind: 'API_KEY', name: 'tests' } as const;
const BY_ADA = { kind: 'USER', id: 'ada' } as const;
let core: FakeCore;
let history: FakeHistory;

beforeEach(() => {
  core = fakeCore();
  core.users.push({ id: 'ada', emails: [], tenantIds: ['public'] });
  history = new FakeHistory(core);
});

const start = (handle: string, payload: ClaimsPayload): void => {
  core.sessions.set(handle, storedSession(handle, 'ada', 'public', payload));
};
const payloadOf = (handle: string) => core.sessions.get(handle)?.payload;
const plan: readonly KeyWrite[] = writesBetween({ plan: 'FREE' }, { plan: 'PRO' });
const record = (streams: readonly Stream[], writes = plan, by: Partial<typeof BY_ADA | typeof BY_ADMIN> = BY_ADMIN) =>
  history.record(by, { userId: 'ada' }, streams, writes);
const undo = (change: string, input: Partial<RevertInput> = {}, who = ADMIN) =>
  history.service.revert(who, { change, keys: null, reason: null, dryRun: false, ...input });

describe('undoing a change', () => {
  it('brings the value before back, as a change that names the one it undoes', async () => {
    start('a', { plan: 'PRO', theme: 'DARK' });
    const change = record(['session:a']);
    const { change: undoing, targets, userErrors } = await undo(change, { reason: 'by mistake' });
    expect(payloadOf('a')).toEqual({ plan: 'FREE', theme: 'DARK' });
    expect(userErrors).toEqual([]);
    expect(undoing).toMatchObject({ undoes: change, reason: 'by mistake', by: BY_ADMIN, userId: 'ada' });
    const diffs = [{ key: 'plan', kind: 'UPDATED', before: 'PRO', after: 'FREE' }];
    expect(targets).toEqual([{ sessionHandle: 'a', standing: false, status: 'APPLIED', diffs }]);
    expect(core.changes).toMatchObject([{ handles: ['a'], updated: ['plan'], by: { apiKey: 'tests' } }]);
  });

  it('leaves what was changed since, and says so', async () => {
    start('a', { plan: 'TEAM' });
    const writes = writesBetween({ plan: 'FREE' }, { plan: 'PRO', seats: 5 });
    start('b', { plan: 'PRO', seats: 5 });
    const { userErrors, targets } = await undo(record(['session:a', 'session:b'], writes));
    expect([payloadOf('a'), payloadOf('b')]).toEqual([{ plan: 'TEAM' }, { plan: 'FREE' }]);
    expect(userErrors).toMatchObject([{ code: 'CHANGED_SINCE', path: ['change', 'plan'] }]);
    expect(targets.map(({ sessionHandle }) => sessionHandle)).toEqual(['b']);
  });

  it('reaches the sessions that were begun since, and those that will be', async () => {
    start('before', { plan: 'PRO' });
    start('since', { plan: 'PRO' });
    core.standing.set('ada', { plan: 'PRO', team: 'A' });
    const standing = writesBetween({}, { plan: 'PRO' });
    const change = record(['session:before']);
    history.record(BY_ADMIN, {}, []);
    history.add(change, 'standing:ada', standing);
    const { targets } = await undo(change);
    expect([payloadOf('before'), payloadOf('since')]).toEqual([{ plan: 'FREE' }, {}]);
    expect(core.standing.get('ada')).toEqual({ team: 'A' });
    expect(targets.map(({ sessionHandle }) => sessionHandle)).toEqual([null, 'before', 'since']);
  });

  it('settles first what is open, but for a try', async () => {
    start('a', { plan: 'PRO' });
    const change = history.record(BY_ADMIN, { userId: 'ada' });
    history.add(change, 'session:a', plan, 'INTENDED');
    await undo(change, { dryRun: true });
    expect(history.settled).toEqual([]);
    await undo(change);
    expect(history.settled).toEqual(['session:a']);
    expect(payloadOf('a')).toEqual({ plan: 'FREE' });
  });

  it('writes nothing when it is only tried', async () => {
    start('a', { plan: 'PRO' });
    const { change, targets } = await undo(record(['session:a']), { dryRun: true });
    expect(payloadOf('a')).toEqual({ plan: 'PRO' });
    expect([change, targets]).toMatchObject([null, [{ status: 'NOT_APPLIED', diffs: [{ after: 'FREE' }] }]]);
  });

  it('twice does nothing more', async () => {
    start('a', { plan: 'PRO' });
    const change = record(['session:a']);
    await undo(change);
    expect(await undo(change)).toEqual({ change: null, targets: [], userErrors: [] });
  });

  it('may be of some of its keys alone', async () => {
    start('a', { plan: 'PRO', seats: 5 });
    await undo(record(['session:a'], writesBetween({}, { plan: 'PRO', seats: 5 })), { keys: ['seats'] });
    expect(payloadOf('a')).toEqual({ plan: 'PRO' });
  });

  it('of oneself needs no permission', async () => {
    start('a', { plan: 'PRO' });
    const { change } = await undo(record(['session:a'], plan, BY_ADA), {}, withSession(core, 'a'));
    expect([payloadOf('a'), change?.by]).toMatchObject([{ plan: 'FREE' }, BY_ADA]);
  });
});

describe('what cannot be undone', () => {
  beforeEach(() => {
    start('a', { plan: 'PRO' });
  });

  it.each(['', 'x', '\0', '00000000-0000-7000-8000-999999999999'])('%j, which is no change', async (change) => {
    expect((await undo(change)).userErrors).toMatchObject([{ code: 'UNKNOWN_CHANGE', path: ['change'] }]);
  });

  it('the change of the claims of somebody else', async () => {
    core.sessions.set('b', storedSession('b', 'bob', 'public'));
    const { userErrors } = await undo(record(['session:a']), {}, withSession(core, 'b'));
    expect(userErrors).toMatchObject([{ code: 'UNKNOWN_CHANGE' }]);
  });

  it('a change of one by an administrator', async () => {
    const undoing = undo(record(['session:a']), {}, withSession(core, 'a'));
    await expect(undoing).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it.each([[['claims:write']], [['claims:audit']]])('anything, with the scope %j alone', async (scopes) => {
    await expect(undo(record(['session:a']), {}, withApiKey(scopes))).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it.each([
    ['a reason too long', { reason: 'x'.repeat(501) }, 'INVALID_REASON', ['reason']],
    ['a reason that is no Unicode', { reason: '\ud800' }, 'INVALID_REASON', ['reason']],
    ['a key that it did not touch', { keys: ['plan', 'other'] }, 'INVALID_VALUE', ['keys', '1']],
    ['no key', { keys: [] }, 'EMPTY_PATCH', ['keys']],
  ])('with %s', async (_title, input, code, path) => {
    expect((await undo(record(['session:a']), input)).userErrors).toMatchObject([{ code, path }]);
    expect(payloadOf('a')).toEqual({ plan: 'PRO' });
  });

  it('an undo', async () => {
    const change = history.record(BY_ADMIN, { userId: 'ada', reverts: record(['session:a']) }, ['session:a'], plan);
    expect((await undo(change)).userErrors).toMatchObject([{ code: 'INVALID_VALUE', path: ['change'] }]);
  });

  it('a claim that an API key is not bound to', async () => {
    const bound = withApiKey(['claims:write', 'claims:audit'], { claims: ['app_*'] });
    const { userErrors } = await undo(record(['session:a']), {}, bound);
    expect(userErrors).toMatchObject([{ code: 'CLAIM_NOT_ALLOWED', path: ['change', 'plan'] }]);
  });

  it('what would make the token too large', async () => {
    const writes = writesBetween({ plan: 'x'.repeat(5000) }, { plan: 'PRO' });
    expect((await undo(record(['session:a'], writes))).userErrors).toMatchObject([{ code: 'TOKEN_TOO_LARGE' }]);
    expect(payloadOf('a')).toEqual({ plan: 'PRO' });
  });
});
