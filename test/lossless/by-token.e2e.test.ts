import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { SdkApp } from '../support/sdk-app.ts';
import { byHandle, startWorld, type World } from './world.ts';

let world: World;

beforeAll(async () => {
  world = await startWorld();
});

afterAll(() => world.stop());

describe('L1: two merges of one session from the same token', () => {
  async function mergeTwice(app: SdkApp) {
    const session = await app.signIn();
    await app.call('/merge', { a: 1 }, session.accessToken);
    await app.call('/merge', { b: 2 }, session.accessToken);
    return world.claimsOf(session);
  }

  it('the plain SDK loses one', async () => {
    expect(await mergeTwice(world.plain)).toEqual({ b: 2 });
  });

  it('the plugin keeps both', async () => {
    expect(await mergeTwice(world.plugin)).toEqual({ a: 1, b: 2 });
  });

  it('Claimset keeps both, one after the other and at once', async () => {
    const session = await world.plain.signIn();
    await world.mine(session, { a: 1 });
    await world.mine(session, { b: 2 });
    await Promise.all([world.mine(session, { c: 3 }), world.mine(session, { d: 4 })]);
    expect(await world.claimsOf(session)).toEqual({ a: 1, b: 2, c: 3, d: 4 });
  });
});

describe("L2: an administrator's change by handle, then a merge with the old token", () => {
  it('the plain SDK undoes the change', async () => {
    const session = await world.plain.signIn({ plan: 'free' });
    await byHandle(world.plain, session, { plan: 'pro' });
    await world.plain.call('/merge', { a: 1 }, session.accessToken);
    expect(await world.claimsOf(session)).toEqual({ plan: 'free', a: 1 });
  });

  it('the plugin keeps the change', async () => {
    const session = await world.plugin.signIn({ plan: 'free' });
    await byHandle(world.plugin, session, { plan: 'pro' });
    await world.plugin.call('/merge', { a: 1 }, session.accessToken);
    expect(await world.claimsOf(session)).toEqual({ plan: 'pro', a: 1 });
  });

  it('Claimset keeps the change', async () => {
    const session = await world.plain.signIn({ plan: 'free' });
    await world.administrator(session.userId, { plan: 'pro' });
    await world.mine(session, { a: 1 });
    expect(await world.claimsOf(session)).toEqual({ plan: 'pro', a: 1 });
  });
});

describe('L3: an administrator removes a claim, then the old token merges', () => {
  it('the plain SDK brings the claim back', async () => {
    const session = await world.plain.signIn({ admin: true });
    await byHandle(world.plain, session, { admin: null });
    await world.plain.call('/merge', { a: 1 }, session.accessToken);
    expect(await world.claimsOf(session)).toEqual({ admin: true, a: 1 });
  });

  it('with the plugin it stays removed', async () => {
    const session = await world.plugin.signIn({ admin: true });
    await byHandle(world.plugin, session, { admin: null });
    const answer = await world.plugin.call('/merge', { a: 1 }, session.accessToken);
    expect(await world.claimsOf(session)).toEqual({ a: 1 });
    expect(answer.body).not.toHaveProperty('admin');
  });

  it('with Claimset it stays removed', async () => {
    const session = await world.plain.signIn({ admin: true });
    await world.administrator(session.userId, { admin: null });
    const { data } = await world.mine(session, { a: 1 });
    expect(data).toMatchObject({ updateMyClaims: { session: { claims: { additional: { a: 1 } } } } });
    expect(await world.claimsOf(session)).toEqual({ a: 1 });
  });
});

describe('L4: an administrator removes a claim, then a claim validator refetches another', () => {
  async function removeThenValidate(app: SdkApp) {
    const session = await app.signIn({ admin: true });
    await byHandle(app, session, { admin: null });
    await app.call('/validate', {}, session.accessToken);
    return world.claimsOf(session);
  }

  it('the plain SDK brings the claim back', async () => {
    expect(await removeThenValidate(world.plain)).toMatchObject({ admin: true });
  });

  it('with the plugin it stays removed, and the refetched claim is there', async () => {
    const claims = await removeThenValidate(world.plugin);
    expect(claims).not.toHaveProperty('admin');
    expect(claims).toHaveProperty('visits');
  });
});

describe('L18: the token says free, pro is stored, and the application merges free', () => {
  async function mergeWhatTheTokenHas(app: SdkApp) {
    const session = await app.signIn({ plan: 'free' });
    await byHandle(app, session, { plan: 'pro' });
    await app.call('/merge', { plan: 'free' }, session.accessToken);
    return world.claimsOf(session);
  }

  it('the plain SDK sets it, by accident', async () => {
    expect(await mergeWhatTheTokenHas(world.plain)).toEqual({ plan: 'free' });
  });

  it('the plugin sets it', async () => {
    expect(await mergeWhatTheTokenHas(world.plugin)).toEqual({ plan: 'free' });
  });

  it('Claimset sets it', async () => {
    const session = await world.plain.signIn({ plan: 'free' });
    await world.administrator(session.userId, { plan: 'pro' });
    await world.mine(session, { plan: 'free' });
    expect(await world.claimsOf(session)).toEqual({ plan: 'free' });
  });
});
