import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { SdkApp } from '../support/sdk-app.ts';
import { byHandle, newToken, startWorld, type World } from './world.ts';

let world: World;

beforeAll(async () => {
  world = await startWorld();
});

afterAll(() => world.stop());

describe('L5: merges by handle at once', () => {
  const keys = Array.from({ length: 20 }, (_, i) => `k${i}`);

  async function mergeAtOnce(app: SdkApp) {
    const session = await app.signIn();
    await Promise.all(keys.map((key) => byHandle(app, session, { [key]: true })));
    return Object.keys(await world.claimsOf(session));
  }

  it('the plain SDK loses some', async () => {
    expect((await mergeAtOnce(world.plain)).length).toBeLessThan(keys.length);
  });

  it('the plugin keeps all', async () => {
    expect((await mergeAtOnce(world.plugin)).toSorted()).toEqual(keys.toSorted());
  });

  it('Claimset keeps all', async () => {
    const session = await world.plain.signIn();
    await Promise.all(keys.map((key) => world.administrator(session.userId, { [key]: true })));
    expect(Object.keys(await world.claimsOf(session)).toSorted()).toEqual(keys.toSorted());
  });
});

describe('L6: two merges in one request', () => {
  it('the plain SDK loses one where each has its own session object', async () => {
    const session = await world.plain.signIn();
    await world.plain.call('/merge-twice', [{ a: 1 }, { b: 2 }], session.accessToken);
    expect(await world.claimsOf(session)).toEqual({ b: 2 });
  });

  it('the plugin keeps both', async () => {
    const session = await world.plugin.signIn();
    await world.plugin.call('/merge-twice', [{ a: 1 }, { b: 2 }], session.accessToken);
    expect(await world.claimsOf(session)).toEqual({ a: 1, b: 2 });
  });

  it('Claimset keeps both, and the token of the response has both', async () => {
    const session = await world.plain.signIn();
    const twice = `mutation {
      first: updateMyClaims(input: { claims: { additional: { a: 1 } } }) { userErrors { code } }
      second: updateMyClaims(input: { claims: { additional: { b: 2 } } }) { userErrors { code } }
    }`;
    const { headers } = await world.both(session, twice);
    expect(await world.claimsOf(session)).toEqual({ a: 1, b: 2 });
    expect(newToken(headers)).toMatchObject({ a: 1, b: 2 });
  });
});

describe('L7: one changes oneself as an administrator, and then as a user, in one request', () => {
  it('the plain SDK loses the first', async () => {
    const session = await world.plain.signIn();
    await world.plain.call('/by-handle-then-mine', [{ a: 1 }, { b: 2 }], session.accessToken);
    expect(await world.claimsOf(session)).toEqual({ b: 2 });
  });

  it('Claimset keeps both', async () => {
    const session = await world.plain.signIn();
    const both = `mutation ($id: ID!) {
      updateUserClaims(input: { user: { id: $id }, claims: { additional: { a: 1 } } }) { sessions { status } }
      updateMyClaims(input: { claims: { additional: { b: 2 } } }) { userErrors { code } }
    }`;
    const answer = await world.both(session, both, { id: session.userId });
    expect(await world.claimsOf(session)).toEqual({ a: 1, b: 2 });
    expect(newToken(answer.headers)).toMatchObject({ a: 1, b: 2 });
  });
});

describe('L14: the session was read earlier in the request, and others wrote meanwhile', () => {
  async function readThenMerge(app: SdkApp) {
    const session = await app.signIn();
    const merging = app.call('/read-then-merge', { handle: session.handle, patch: { a: 1 } });
    // Another process writes between the read and the merge.
    const other = app === world.plain ? world.plugin : world.plain;
    await expect.poll(async () => (await app.call('/has-read', { handle: session.handle })).body).toBe(true);
    await byHandle(other, session, { b: 2 });
    await app.call('/go-ahead', { handle: session.handle });
    await merging;
    return world.claimsOf(session);
  }

  it('the plain SDK loses what they wrote', async () => {
    expect(await readThenMerge(world.plain)).toEqual({ a: 1 });
  });

  it('the plugin keeps it', async () => {
    expect(await readThenMerge(world.plugin)).toEqual({ a: 1, b: 2 });
  });
});

describe('L11: a session that starts after the update', () => {
  it('with the plain SDK it has none of the claims', async () => {
    const session = await world.plain.signIn();
    await byHandle(world.plain, session, { plan: 'pro' });
    expect((await world.plain.signIn({}, session.userId)).payload).not.toHaveProperty('plan');
  });

  it('with Claimset and its plugin it has them', async () => {
    const session = await world.plugin.signIn();
    await world.administrator(session.userId, { plan: 'pro' });
    expect((await world.plugin.signIn({ plan: 'free' }, session.userId)).payload).toMatchObject({ plan: 'pro' });
  });

  it('LIVE_SESSIONS leaves it alone', async () => {
    const session = await world.plugin.signIn();
    await world.administrator(session.userId, { plan: 'pro' }, 'LIVE_SESSIONS');
    expect(await world.claimsOf(session)).toEqual({ plan: 'pro' });
    expect((await world.plugin.signIn({}, session.userId)).payload).not.toHaveProperty('plan');
  });
});
