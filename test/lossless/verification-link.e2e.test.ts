import { afterAll, beforeAll, describe, expect, it } from 'vitest';

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
    const { accessToken } = await app.call('/merge', { admin: true }, session.accessToken);
    await byHandle(app, session, { admin: null, plan: 'pro' });
    expect(await app.followVerificationLink(accessToken ?? '')).toBe(200);
    return world.claimsOf(session);
  }

  it('the plain SDK writes the stale payload back', async () => {
    const claims = await followLink(world.plain);
    expect(claims).toMatchObject({ admin: true, 'st-ev': { v: false } });
    expect(claims).not.toHaveProperty('plan');
  });

  it('with the plugin what was removed stays removed, and what was added stays', async () => {
    const claims = await followLink(world.plugin);
    expect(claims).toMatchObject({ plan: 'pro', 'st-ev': { v: false } });
    expect(claims).not.toHaveProperty('admin');
  });
});
