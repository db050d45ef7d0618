import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { RunningCore } from '../../src/embedded-core/index.ts';
import { type Claimset, runCli, startClaimset } from '../support/claimset.ts';
import { startTestCore } from '../support/embedded-core.ts';
import { type SdkApp, startSdkApp } from '../support/sdk-app.ts';
import { signUp, type TestUser } from '../support/user.ts';

const MINE = `mutation ($claims: MyClaimsPatch!) {
  updateMyClaims(input: { claims: $claims }) { changes { added removed } userErrors { code } }
}`;
const USER = `mutation ($input: UpdateUserClaimsInput!) {
  updateUserClaims(input: $input) { sessions { status tokenSize { limit } } }
}`;
const MAX_TOKEN_BYTES = 6000;

let core: RunningCore;
let app: SdkApp;
let claimset: Claimset;
let user: TestUser;

beforeAll(async () => {
  core = await startTestCore();
  const uri = { SUPERTOKENS_CONNECTION_URI: core.url };
  [app, claimset] = await Promise.all([
    startSdkApp({ CORE_URI: core.url }),
    startClaimset({ ...uri, EMAIL_PASSWORD: 'on', MAX_TOKEN_BYTES: String(MAX_TOKEN_BYTES) }),
  ]);
  user = await signUp(claimset.url);
  expect((await runCli(['grant', user.email, 'claims:write'], uri)).code).toBe(0);
});

afterAll(async () => {
  await Promise.all([app.stop(), claimset.stop()]);
  await core.close();
});

const storeElsewhere = (patch: object) => app.call('/merge-by-handle', { handle: user.session.handle, patch });
const stored = () => app.stored(user.session.handle);
const onMyself = (claims: object, rest: object = {}) =>
  user.session.send(USER, { input: { user: { id: user.id }, claims, reach: 'LIVE_SESSIONS', ...rest } });

describe('a session that another application made too large for a token', () => {
  const big = { app_a: 'a'.repeat(3000), app_b: 'b'.repeat(3000), app_c: 'c'.repeat(1000) };

  it('may shrink, and hands out no token while it is too large', async () => {
    await storeElsewhere(big);
    const { data, headers } = await user.session.send(MINE, { claims: { additional: { app_c: null } } });
    expect(data).toEqual({ updateMyClaims: { changes: { added: [], removed: ['app_c'] }, userErrors: [] } });
    expect(headers.get('st-access-token')).toBeNull();
    expect(await stored()).toMatchObject({ app_a: big.app_a, app_b: big.app_b });
    expect(await stored()).not.toHaveProperty('app_c');
  });

  it('hands out no token to its administrator either, whether something changes or not', async () => {
    await storeElsewhere({ ...big, theme: 'DARK' });
    const unchanged = await onMyself({ theme: 'DARK' });
    expect(unchanged.data).toMatchObject({ updateUserClaims: { sessions: [{ status: 'UNCHANGED' }] } });
    expect(unchanged.headers.get('st-access-token')).toBeNull();
    const shrunk = await onMyself({ theme: null });
    expect(shrunk.data).toMatchObject({ updateUserClaims: { sessions: [{ status: 'UPDATED' }] } });
    expect(shrunk.headers.get('st-access-token')).toBeNull();
    expect(await stored()).not.toHaveProperty('theme');
  });

  it('hands one out as soon as it fits', async () => {
    await storeElsewhere(big);
    await user.session.send(MINE, { claims: { additional: { app_a: null, app_b: null } } });
    expect(user.session.token).toMatchObject({ app_c: big.app_c });
    expect(user.session.token).not.toHaveProperty('app_a');
  });
});

describe('the token of the caller', () => {
  it('is brought up to date where only claims of SuperTokens itself have changed', async () => {
    await storeElsewhere({ 'st-role': { v: ['editor'], t: 1 } });
    await user.session.send('{ mySession { handle } }');
    expect(user.session.token).toMatchObject({ 'st-role': { v: ['editor'] } });
  });

  it('has the limit of its own mode, tried or done', async () => {
    for (const dryRun of [true, false]) {
      const { data } = await onMyself({ additional: { d: 'd'.repeat(2500) } }, { dryRun });
      expect(data).toEqual({
        updateUserClaims: { sessions: [{ status: 'UPDATED', tokenSize: { limit: MAX_TOKEN_BYTES } }] },
      });
    }
  });
});
