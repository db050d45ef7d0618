import { beforeEach, describe, expect, it } from 'vitest';

import type { SessionStore } from '../../../src/claims/ports.ts';
import { reachRest } from '../../../src/claims/service/reach-rest.ts';
import type { ClaimsPayload } from '../../../src/claims/types.ts';
import { writesBetween } from '../../../src/ledger/writes.ts';
import { type FakeCore, fakeCore, storedSession } from '../fakes.ts';
import { FakeHistory } from '../history/fake-history.ts';

let core: FakeCore;
let history: FakeHistory;

beforeEach(() => {
  core = fakeCore();
  history = new FakeHistory(core);
});

const start = (handle: string, payload: ClaimsPayload): void => {
  core.sessions.set(handle, storedSession(handle, 'ada', 'public', payload));
};
const payloadOf = (handle: string) => core.sessions.get(handle)?.payload;
const held = { assertHeld: () => Promise.resolve() };
const reach = (changeId: string, patch: ClaimsPayload, sessions: SessionStore = core.parts.sessions, section = held) =>
  reachRest('ada', [{ changeId, patch }], section, { ...core.parts, sessions, history });

describe('a change of standing claims whose process died', () => {
  it('reaches the sessions that have no entry of it', async () => {
    start('reached', { plan: 'FREE' });
    start('left', { plan: 'FREE', old: 1, theme: 'DARK' });
    const change = history.record({}, { userId: 'ada' }, ['standing:ada', 'session:reached']);
    await reach(change, { plan: 'PRO', old: null });
    expect([payloadOf('reached'), payloadOf('left')]).toEqual([{ plan: 'FREE' }, { plan: 'PRO', theme: 'DARK' }]);
  });

  it('leaves a key that was changed there since', async () => {
    start('left', { plan: 'FREE' });
    const change = history.record({}, { userId: 'ada' }, ['standing:ada']);
    history.record({}, { userId: 'ada' }, ['session:left'], writesBetween({ plan: 'PRO' }, { plan: 'FREE' }));
    await reach(change, { plan: 'PRO' });
    expect(payloadOf('left')).toEqual({ plan: 'FREE' });
  });

  it('leaves one that was changed since by a server whose clock is behind', async () => {
    start('left', { plan: 'FREE' });
    const change = history.record({}, { userId: 'ada', id: '01900000-0000-7000-8000-000000000000' }, ['standing:ada']);
    const behind = { userId: 'ada', id: '01800000-0000-7000-8000-000000000000' };
    history.record({}, behind, ['session:left'], writesBetween({ plan: 'PRO' }, { plan: 'FREE' }));
    await reach(change, { plan: 'PRO' });
    expect(payloadOf('left')).toEqual({ plan: 'FREE' });
  });

  it('is brought to no more sessions once the lock of the user is lost', async () => {
    start('left', {});
    const change = history.record({}, { userId: 'ada' }, ['standing:ada']);
    const lost = { assertHeld: () => Promise.reject(new Error('lost')) };
    await expect(reach(change, { plan: 'PRO' }, core.parts.sessions, lost)).rejects.toThrow('not every session');
    expect(payloadOf('left')).toEqual({});
  });

  it('leaves a session whose token cannot hold it', async () => {
    start('full', { big: 'b'.repeat(2900) });
    await reach(history.record({}, { userId: 'ada' }, ['standing:ada']), { more: 'm'.repeat(900) });
    expect(payloadOf('full')).not.toHaveProperty('more');
  });

  it('fails where one session could not be reached, when the others have been', async () => {
    start('a', {});
    start('b', {});
    const sessions: SessionStore = {
      ...core.parts.sessions,
      update: (handle, compute, change) =>
        handle === 'a' ? Promise.reject(new Error('no lock')) : core.parts.sessions.update(handle, compute, change),
    };
    const change = history.record({}, { userId: 'ada' }, ['standing:ada']);
    await expect(reach(change, { plan: 'PRO' }, sessions)).rejects.toThrow('not every session could be reached');
    expect([payloadOf('a'), payloadOf('b')]).toEqual([{}, { plan: 'PRO' }]);
  });
});

describe('an undo of standing claims whose process died', () => {
  const toPro = (before: ClaimsPayload) => writesBetween(before, { plan: 'PRO' });
  let change: string;
  let undoing: string;
  beforeEach(() => {
    change = history.record({}, { userId: 'ada', atMillis: 1 });
    history.add(change, 'standing:ada', toPro({}));
    undoing = history.record({}, { userId: 'ada', reverts: change }, ['standing:ada']);
  });

  it('leaves a session that had the same value before', async () => {
    start('mine', { plan: 'PRO' });
    await reach(undoing, { plan: null });
    expect(payloadOf('mine')).toEqual({ plan: 'PRO' });
  });

  it('gives each session that the change had reached its own value before', async () => {
    start('trial', { plan: 'PRO', seats: 5 });
    history.add(change, 'session:trial', writesBetween({ plan: 'TRIAL' }, { plan: 'PRO', seats: 5 }));
    await reach(undoing, { plan: null });
    expect(payloadOf('trial')).toEqual({ plan: 'TRIAL', seats: 5 });
  });

  it('takes the claim from a session that began with it', async () => {
    core.sessions.set('since', { ...storedSession('since', 'ada', 'public', { plan: 'PRO' }), createdAtMillis: 2 });
    await reach(undoing, { plan: null });
    expect(payloadOf('since')).toEqual({});
  });

  it('leaves a key that was changed again since', async () => {
    start('team', { plan: 'TEAM' });
    history.add(change, 'session:team', toPro({}));
    await reach(undoing, { plan: null });
    expect(payloadOf('team')).toEqual({ plan: 'TEAM' });
  });
});
