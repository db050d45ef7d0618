import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { RunningCore } from '../../../src/embedded-core/index.ts';
import { startTestCore } from '../../support/embedded-core.ts';
import { type FreshApp, startFreshApp } from './fresh-app.ts';

let core: RunningCore;
/** With the plugin. */
let fresh: FreshApp;
/** With the SDK alone: it changes the source, and tells no session. */
let plain: FreshApp;

beforeAll(async () => {
  core = await startTestCore();
  [fresh, plain] = await Promise.all([
    startFreshApp({ CORE_URI: core.url, FRESH: 'on' }),
    startFreshApp({ CORE_URI: core.url, FRESH: 'off' }),
  ]);
});

afterAll(async () => {
  await Promise.all([fresh.process.stop(), plain.process.stop()]);
  await core.close();
});

const having = (roles: readonly string[], permissions: readonly string[]) => ({
  'st-role': { v: roles, t: expect.any(Number) as number },
  'st-perm': { v: permissions, t: expect.any(Number) as number },
});

describe('L19: a role is taken away', () => {
  it('with the SDK alone it stays in the session, and in each refreshed token', async () => {
    const { userId, role, refreshToken } = await plain.signInWithRole();
    await plain.call('/remove-role', { userId, role });
    expect((await plain.refresh(refreshToken)).payload).toMatchObject(having([role], ['read']));
  });

  it('with the plugin it is gone after a refresh, whoever took it away', async () => {
    const { userId, role, refreshToken, handle } = await fresh.signInWithRole();
    await plain.call('/remove-role', { userId, role });
    expect(await fresh.stored(handle)).toMatchObject(having([role], ['read']));
    expect((await fresh.refresh(refreshToken)).payload).toMatchObject(having([], []));
    expect(await fresh.stored(handle)).toMatchObject(having([], []));
  });
});

describe('what this process does to roles is in the live sessions when the function returns', () => {
  it.each<[string, (role: string) => ReturnType<typeof having>]>([
    ['/remove-role', () => having([], [])],
    ['/delete-role', () => having([], [])],
    ['/narrow-role', (role) => having([role], [])],
    ['/widen-role', (role) => having([role], ['read', 'write'])],
  ])('%s', async (path, expected) => {
    const { userId, role, handle } = await fresh.signInWithRole();
    expect((await fresh.call(path, { userId, role })).status).toBe(200);
    expect(await fresh.stored(handle)).toMatchObject(expected(role));
  });

  it('a role that is given is there too', async () => {
    const { userId, role, handle } = await fresh.signInWithRole();
    await fresh.call('/remove-role', { userId, role });
    await fresh.call('/add-role', { userId, role });
    expect(await fresh.stored(handle)).toMatchObject(having([role], ['read']));
  });

  it('that an address is verified, and that it no longer is', async () => {
    const { userId, handle } = await fresh.signInWithRole();
    const verified = (value: boolean) => ({ 'st-ev': { v: value, t: expect.any(Number) as number } });
    expect(await fresh.stored(handle)).toMatchObject(verified(false));
    await fresh.call('/verify-email', { userId });
    expect(await fresh.stored(handle)).toMatchObject(verified(true));
    await fresh.call('/unverify-email', { userId });
    expect(await fresh.stored(handle)).toMatchObject(verified(false));
  });

  it('with many users it goes on in the background, and says how far it is', async () => {
    const { role, handle, userId } = await fresh.signInWithRole();
    for (let i = 0; i < 25; i += 1) await plain.call('/add-role', { userId: `${userId}-${i}`, role });
    await fresh.call('/delete-role', { role });
    await fresh.process.line(/done: 26/);
    expect(await fresh.stored(handle)).toMatchObject(having([], []));
  });
});

describe('the source of a claim', () => {
  it.each([['HANGS'], ['THROWS'], [{ an: 'object' }], [7]])('that answers %j keeps its last value', async (value) => {
    const { refreshToken, userId, role } = await fresh.signInWithRole();
    await plain.call('/remove-role', { userId, role });
    await fresh.call('/source', { value });
    const { status, payload } = await fresh.refresh(refreshToken);
    expect(status).toBe(200);
    expect(payload).toMatchObject({ plan: { v: 'first', t: 1 }, ...having([], []) });
    await fresh.process.line(/A claim keeps its last value/);
  });

  it('that answers something new is heard', async () => {
    const { refreshToken } = await fresh.signInWithRole();
    await fresh.call('/source', { value: 'second' });
    expect((await fresh.refresh(refreshToken)).payload).toMatchObject({ plan: { v: 'second' } });
  });
});
