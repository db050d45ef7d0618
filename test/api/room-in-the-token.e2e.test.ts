import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createApiKey } from '../../src/claims/access/api-key.ts';
import { send } from '../support/caller.ts';
import { type Claimset, startClaimset } from '../support/claimset.ts';
import { signUp, type TestUser } from '../support/user.ts';

const UPDATE = `mutation ($input: UpdateUserClaimsInput!) {
  updateUserClaims(input: $input) { standing { status tokenSize { bytes limit } message } sessions { status } }
}`;
const writer = createApiKey('writer', ['claims:write']);
let claimset: Claimset;

beforeAll(async () => {
  claimset = await startClaimset({ API_KEYS: writer.entry });
});

afterAll(() => claimset.stop());

const withKey = (user: TestUser, claims: object) =>
  send(claimset.url, UPDATE, { input: { user: { id: user.id }, claims } }, { 'x-api-key': writer.key });

describe('room in the token', () => {
  it('refuses standing claims that no token can hold, stores none of them, and later sign-ins have all others', async () => {
    const user = await signUp(claimset.url);
    await withKey(user, { plan: 'PRO' });
    const { data } = await withKey(user, { additional: { big: 'b'.repeat(6000) } });
    expect(data).toMatchObject({
      updateUserClaims: {
        standing: {
          status: 'REJECTED',
          tokenSize: { limit: 4096 },
          message: expect.stringContaining('"big" 6008') as string,
        },
        sessions: [{ status: 'REJECTED' }],
      },
    });
    expect((await user.signIn()).token).toMatchObject({ 'https://example.com/plan': 'PRO' });
  });

  it('an administrator is not kept out by a user who has filled the token', async () => {
    const user = await signUp(claimset.url);
    const fill = (length: number) =>
      user.session.send(
        'mutation ($claims: MyClaimsPatch!) { updateMyClaims(input: { claims: $claims }) { userErrors { code message } } }',
        { claims: { additional: { app_x: 'x'.repeat(length) } } },
      );
    expect((await fill(1500)).data).toMatchObject({
      updateMyClaims: {
        userErrors: [{ code: 'TOKEN_TOO_LARGE', message: expect.stringMatching(/1512 .* 1024/) as string }],
      },
    });
    expect((await fill(1012)).data).toEqual({ updateMyClaims: { userErrors: [] } });
    const { data } = await withKey(user, { additional: { rights: 'r'.repeat(1000) } });
    expect(data).toMatchObject({ updateUserClaims: { sessions: [{ status: 'UPDATED' }] } });
  });
});
