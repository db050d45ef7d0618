import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { SdkApp } from '../support/sdk-app.ts';
import { byHandle, startWorld, type World } from './world.ts';

let world: World;

beforeAll(async () => {
  world = await startWorld({ EMAIL_VERIFICATION: 'on' });
});

afterAll(() => world.stop());

describe('L16: an email verification link is followed with a stale token', () => {
  async function followLink(app: SdkApp) {
    const session = await app.signUp();
    await byHandle(app, session, { admin: true });
    const { accessToken } = await app.call('/merge', { seen: 1 }, session.accessToken);
    const stale = accessToken ?? session.accessToken;
    await byHandle(app, session, { admin: null });
    expect(await app.followVerificationLink(stale)).toBe(200);
    return world.claimsOf(session);
  }

  test('the plain SDK writes the stale payload back', async () => {
    const session = await world.plain.signUp();
    await byHandle(world.plain, session, { plan: 'pro' });
    expect(await world.plain.followVerificationLink(session.accessToken)).toBe(200);
    expect(await world.claimsOf(session)).not.toHaveProperty('plan');
  });

  test('with the plugin a claim that was removed stays removed', async () => {
    expect(await followLink(world.plugin)).not.toHaveProperty('admin');
  });
});
