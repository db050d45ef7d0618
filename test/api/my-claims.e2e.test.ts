import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { send } from '../support/caller.ts';
import { type Claimset, startClaimset } from '../support/claimset.ts';
import { signUp, type TestUser } from '../support/user.ts';

const UPDATE = `mutation ($input: UpdateMyClaimsInput!) {
  updateMyClaims(input: $input) {
    session { handle claimsVersion claims { theme locale additional } }
    changes { added updated removed }
    tokenSize { bytes limit }
    userErrors { code message path }
  }
}`;

let claimset: Claimset;
let user: TestUser;

beforeAll(async () => {
  // The size of the token alone is to count.
  claimset = await startClaimset({ MAX_OWN_CLAIMS_BYTES: '32768' });
  user = await signUp(claimset.url);
});

afterAll(() => claimset.stop());

const update = (input: object) => user.session.send(UPDATE, { input });
const fresh = async (): Promise<TestUser> => (user = await signUp(claimset.url));

describe('updateMyClaims', () => {
  it('puts newKey beside everything that was in the token, at once', async () => {
    const before = user.session.token;
    await update({ claims: { additional: { newKey: 'newValue' } } });
    expect(user.session.token).toMatchObject({ ...before, newKey: 'newValue', iat: expect.any(Number) as number });
    const { data } = await user.session.send('{ mySession { claims { additional } } }');
    expect(data).toEqual({ mySession: { claims: { additional: { newKey: 'newValue' } } } });
  });

  it('keeps the claim over a refresh', async () => {
    await fresh();
    await update({ claims: { theme: 'DARK' } });
    expect(await user.session.refresh()).toBe(200);
    expect(user.session.token).toMatchObject({ theme: 'DARK' });
  });

  it('brings the new token in a cookie where the session has cookies', async () => {
    const cookie = `sAccessToken=${user.session.accessToken}`;
    const { headers } = await send(claimset.url, UPDATE, { input: { claims: { locale: 'en-GB' } } }, { cookie });
    const [, token = ''] = /sAccessToken=([^;]+)/.exec(headers.get('set-cookie') ?? '') ?? [];
    const payload = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as object;
    expect(payload).toMatchObject({ theme: 'DARK', locale: 'en-GB' });
  });

  it('says what changed, and that nothing did', async () => {
    await fresh();
    const { data } = await update({ claims: { theme: 'DARK', locale: 'de' } });
    expect(data).toMatchObject({
      updateMyClaims: { changes: { added: ['theme', 'locale'], updated: [], removed: [] } },
    });
    const again = await update({ claims: { theme: 'LIGHT', locale: null } });
    expect(again.data).toMatchObject({
      updateMyClaims: { changes: { added: [], updated: ['theme'], removed: ['locale'] } },
    });
    const same = await update({ claims: { theme: 'LIGHT' } });
    expect(same.data).toMatchObject({ updateMyClaims: { changes: { added: [], updated: [], removed: [] } } });
    expect(same.headers.get('st-access-token')).toBeNull();
  });

  it('merges by the mode', async () => {
    await fresh();
    await update({ claims: { theme: 'DARK', additional: { app_a: { x: 1, y: 2 }, app_b: 1 } } });
    await update({ claims: { additional: { app_a: { y: null, z: 3 } } }, mode: 'MERGE_PATCH' });
    expect(user.session.token).toMatchObject({ theme: 'DARK', app_a: { x: 1, z: 3 }, app_b: 1 });
    await update({ claims: { additional: { app_a: { y: null } } } });
    expect(user.session.token['app_a']).toEqual({ y: null });
    await update({ claims: { locale: 'fr' }, mode: 'REPLACE' });
    expect(user.session.token).toMatchObject({ locale: 'fr', iss: expect.any(String) as string });
    expect(Object.keys(user.session.token)).not.toEqual(expect.arrayContaining(['app_a']));
  });

  it('writes only over the version that was read', async () => {
    await fresh();
    const { data } = await user.session.send('{ mySession { claimsVersion } }');
    const { claimsVersion } = (data as { mySession: { claimsVersion: string } }).mySession;
    expect(claimsVersion).toMatch(/^[\w-]{22}$/);
    await update({ claims: { theme: 'DARK' }, ifVersion: claimsVersion });
    const late = await update({ claims: { theme: 'LIGHT' }, ifVersion: claimsVersion });
    expect(late.data).toMatchObject({
      updateMyClaims: {
        session: { claims: { theme: 'DARK' } },
        userErrors: [{ code: 'VERSION_CONFLICT', path: ['ifVersion'] }],
      },
    });
  });

  it('tries without writing', async () => {
    await fresh();
    const { data, headers } = await update({ claims: { theme: 'DARK' }, dryRun: true });
    expect(data).toMatchObject({
      updateMyClaims: { session: { claims: { theme: null } }, changes: { added: ['theme'] }, userErrors: [] },
    });
    expect(headers.get('st-access-token')).toBeNull();
    expect(user.session.token).not.toHaveProperty('theme');
  });

  it('tells all faults of a patch at once, and writes nothing', async () => {
    await fresh();
    const additional = { 'st-role': 1, theme: 'DARK', other: 1, app_big: 2 ** 60, app_odd: '\ud800' };
    const { data } = await update({ claims: { locale: 'x'.repeat(36), additional } });
    const { userErrors } = (data as { updateMyClaims: { userErrors: { code: string; path: string[] }[] } })
      .updateMyClaims;
    expect(Object.fromEntries(userErrors.map(({ code, path }) => [path.join('.'), code]))).toEqual({
      'claims.locale': 'INVALID_VALUE',
      'claims.additional.st-role': 'RESERVED_CLAIM',
      'claims.additional.theme': 'DECLARED_CLAIM',
      'claims.additional.other': 'CLAIM_NOT_ALLOWED',
      'claims.additional.app_big': 'INVALID_VALUE',
      'claims.additional.app_odd': 'INVALID_VALUE',
    });
    expect(user.session.token).not.toHaveProperty('locale');
  });

  it.each([{}, { additional: {} }])('refuses the empty patch %j', async (claims) => {
    const { data } = await update({ claims });
    expect(data).toMatchObject({ updateMyClaims: { userErrors: [{ code: 'EMPTY_PATCH', path: ['claims'] }] } });
  });

  it('computes a size that the real token never exceeds, before a refresh and after', async () => {
    await fresh();
    const { data } = await update({ claims: { additional: { app_x: 'ä'.repeat(700) } } });
    const { bytes } = (data as { updateMyClaims: { tokenSize: { bytes: number } } }).updateMyClaims.tokenSize;
    const before = 'sAccessToken'.length + user.session.accessToken.length;
    await user.session.refresh();
    const after = 'sAccessToken'.length + user.session.accessToken.length;
    expect(bytes).toBeGreaterThanOrEqual(Math.max(before, after));
    expect(bytes - before).toBeLessThanOrEqual(120);
  });

  it('lets a token that just fits live through a refresh, and refuses one byte more than fits', async () => {
    await fresh();
    const sizeWith = async (length: number, dryRun: boolean) => {
      const { data } = await update({ claims: { additional: { app_x: 'x'.repeat(length) } }, dryRun });
      return (data as { updateMyClaims: { tokenSize: { bytes: number }; userErrors: unknown[] } }).updateMyClaims;
    };
    let length = 2000;
    while ((await sizeWith(length + 1, true)).userErrors.length === 0) length += 1;
    expect((await sizeWith(length, false)).userErrors).toEqual([]);
    await user.session.refresh();
    expect('sAccessToken'.length + user.session.accessToken.length).toBeLessThanOrEqual(4096);
    expect(await sizeWith(length + 1, false)).toMatchObject({ userErrors: [{ code: 'TOKEN_TOO_LARGE' }] });
  });

  it('writes who changed which keys to the log, and no value', async () => {
    await fresh();
    await update({ claims: { additional: { app_secret: 'not-for-the-log' } } });
    await expect
      .poll(() => claimset.log().findLast(({ event }) => event === 'claims.changed'))
      .toMatchObject({
        by: { userId: user.id },
        userId: user.id,
        handles: [user.session.handle],
        added: ['app_secret'],
        mode: 'MERGE',
      });
    expect(claimset.process.output()).not.toContain('not-for-the-log');
    expect(claimset.process.output()).not.toContain(user.session.accessToken);
  });
});
