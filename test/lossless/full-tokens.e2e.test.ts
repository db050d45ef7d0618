import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { AppSession } from '../support/sdk-app.ts';
import { byHandle, startWorld, type World } from './world.ts';

/** What browsers keep of a cookie. */
const COOKIE_BYTES = 4096;

let world: World;

beforeAll(async () => {
  world = await startWorld();
});

afterAll(() => world.stop());

/** The bytes of the token that a refresh brings. */
async function refreshedBytes({ refreshToken }: AppSession): Promise<number> {
  const headers = { authorization: `Bearer ${refreshToken}`, 'st-auth-mode': 'header' };
  const response = await fetch(`${world.plain.url}/auth/session/refresh`, { method: 'POST', headers });
  return response.headers.get('st-access-token')?.length ?? 0;
}

describe('L22: a user fills their token, and then an administrator changes a claim', () => {
  it("with the plain SDK the administrator's change makes a token that no browser keeps", async () => {
    const session = await world.plain.signIn();
    const { accessToken } = await world.plain.call('/merge', { own: 'x'.repeat(2_200) }, session.accessToken);
    expect(accessToken?.length).toBeLessThan(COOKIE_BYTES);
    await byHandle(world.plain, session, { rights: 'r'.repeat(1_000) });
    expect(await refreshedBytes(session)).toBeGreaterThan(COOKIE_BYTES);
  });

  it('Claimset gives users a budget of their own, and the change is made in a token that browsers keep', async () => {
    const session = await world.plain.signIn();
    expect((await world.mine(session, { own: 'x'.repeat(1_500) })).data).toMatchObject({
      updateMyClaims: { userErrors: [{ code: 'TOKEN_TOO_LARGE' }] },
    });
    expect((await world.mine(session, { own: 'x'.repeat(1_000) })).data).toMatchObject({
      updateMyClaims: { userErrors: [] },
    });
    expect((await world.administrator(session.userId, { rights: 'r'.repeat(1_000) })).data).toMatchObject({
      updateUserClaims: { sessions: [{ status: 'UPDATED' }] },
    });
    expect(await refreshedBytes(session)).toBeLessThan(COOKIE_BYTES);
  });
});

describe('L23: claims for the sessions to come that no token can hold', () => {
  it('with the plain SDK each sign-in that brings them makes a token that no browser keeps', async () => {
    const { accessToken } = await world.plain.signIn({ plan: 'pro', big: 'b'.repeat(4_000) });
    expect(accessToken.length).toBeGreaterThan(COOKIE_BYTES);
  });

  it('Claimset refuses them before anything is written, and later sign-ins have all the others', async () => {
    const session = await world.plain.signIn();
    await world.administrator(session.userId, { plan: 'pro' });
    expect((await world.administrator(session.userId, { big: 'b'.repeat(4_000) })).data).toMatchObject({
      updateUserClaims: { standing: { status: 'REJECTED' }, sessions: [{ status: 'REJECTED' }] },
    });
    expect(await world.claimsOf(session)).toEqual({ plan: 'pro' });
    expect((await world.plugin.signIn({}, session.userId)).payload).toMatchObject({ plan: 'pro' });
  });
});
