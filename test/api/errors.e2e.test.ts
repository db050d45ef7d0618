import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createApiKey } from '../../src/claims/access/api-key.ts';
import type { RunningCore } from '../../src/embedded-core/index.ts';
import { send } from '../support/caller.ts';
import { type Claimset, startClaimset } from '../support/claimset.ts';
import { startTestCore } from '../support/embedded-core.ts';
import { type SdkApp, startSdkApp } from '../support/sdk-app.ts';

const MINE = 'mutation { updateMyClaims(input: { claims: { theme: DARK } }) { userErrors { code } } }';
const FAULTY = 'mutation { updateMyClaims(input: { claims: {} }) { userErrors { code } } }';
const DRY_FAULTY = FAULTY.replace('claims: {}', 'claims: {}, dryRun: true');
const READ = '{ mySession { handle } }';
const apiKey = createApiKey('tests', ['claims:read', 'claims:write']);

let core: RunningCore;
let app: SdkApp;
let claimset: Claimset;

beforeAll(async () => {
  core = await startTestCore({ CORE_ACCESS_TOKEN_VALIDITY: '2' });
  [app, claimset] = await Promise.all([
    startSdkApp({ CORE_URI: core.url }),
    startClaimset({ SUPERTOKENS_CONNECTION_URI: core.url, API_KEYS: apiKey.entry }),
  ]);
});

afterAll(async () => {
  await Promise.all([app.stop(), claimset.stop()]);
  await core.close();
});

const withToken = (query: string, token: string) => send(claimset.url, query, {}, { authorization: `Bearer ${token}` });
const codes = (answer: { status: number; errors: readonly { code: unknown }[] }) => ({
  status: answer.status,
  codes: answer.errors.map(({ code }) => code),
});

/** A token that the core signed and that has expired. */
async function expiredToken(): Promise<string> {
  const { accessToken } = await app.signIn();
  const { exp } = JSON.parse(Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString()) as { exp: number };
  await expect.poll(() => Date.now() > exp * 1000, { timeout: 5000, interval: 100 }).toBe(true);
  return accessToken;
}

describe('a request', () => {
  it('without a token has no session, and may not change one', async () => {
    expect((await send(claimset.url, READ)).data).toEqual({ mySession: null });
    expect(codes(await send(claimset.url, MINE))).toEqual({ status: 401, codes: ['UNAUTHENTICATED'] });
  });

  it.each([READ, MINE, FAULTY, DRY_FAULTY])('with a revoked session is unauthenticated: %s', async (query) => {
    const session = await app.signIn();
    await app.call('/sign-out', { handle: session.handle });
    expect(codes(await withToken(query, session.accessToken))).toEqual({ status: 401, codes: ['UNAUTHENTICATED'] });
  });

  it.each(['garbage', 'a.b.c', `${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.`])(
    'with the broken token %s is unauthenticated',
    async (token) => {
      expect(codes(await withToken(READ, token))).toEqual({ status: 401, codes: ['UNAUTHENTICATED'] });
    },
  );

  it('with a token that somebody has changed is to refresh', async () => {
    const { accessToken } = await app.signIn();
    const [header, payload = '', signature] = accessToken.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
    const forged = Buffer.from(JSON.stringify({ ...claims, plan: 'pro' })).toString('base64url');
    const answer = await withToken(READ, `${header ?? ''}.${forged}.${signature ?? ''}`);
    expect(codes(answer)).toEqual({ status: 401, codes: ['TRY_REFRESH_TOKEN'] });
  });

  it('with an expired token is to refresh where a field needs the session, and only there', async () => {
    const token = await expiredToken();
    expect(codes(await withToken(READ, token))).toEqual({ status: 401, codes: ['TRY_REFRESH_TOKEN'] });
    expect(codes(await withToken(MINE, token))).toEqual({ status: 401, codes: ['TRY_REFRESH_TOKEN'] });
    expect(codes(await withToken('{ __schema { queryType { name } } }', token))).toEqual({ status: 200, codes: [] });
  });

  it('does nothing by its API key where its session is to be refreshed first', async () => {
    const [token, session] = [await expiredToken(), await app.signIn()];
    const both = `mutation ($id: ID!) {
      updateUserClaims(input: { user: { id: $id }, claims: { plan: PRO } }) { sessions { status } }
      updateMyClaims(input: { claims: { theme: DARK } }) { userErrors { code } }
    }`;
    const headers = { authorization: `Bearer ${token}`, 'x-api-key': apiKey.key };
    const answer = await send(claimset.url, both, { id: session.userId }, headers);
    expect(codes(answer)).toEqual({ status: 401, codes: ['TRY_REFRESH_TOKEN'] });
    expect(await app.stored(session.handle)).not.toHaveProperty(['https://example.com/plan']);
  });
});

describe('a body that cannot be read', () => {
  const post = (path: string, body: string, headers: Record<string, string> = {}) =>
    fetch(claimset.url + path, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });

  it.each([
    ['that is no JSON', '{"query": ', {}, 400, 'BAD_REQUEST'],
    ['that is no object', 'null', {}, 400, 'BAD_REQUEST'],
    ['that is not what its encoding says', 'no gzip', { 'content-encoding': 'gzip' }, 400, 'BAD_REQUEST'],
    ['of an unknown encoding', '{}', { 'content-encoding': 'rot13' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['of another charset', '{}', { 'content-type': 'application/json; charset=utf-16' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['that is too large', JSON.stringify({ query: 'x'.repeat(300_000) }), {}, 413, 'PAYLOAD_TOO_LARGE'],
  ])('%s is refused as what it is, at each path', async (_name, body, headers, status, code) => {
    for (const path of ['/graphql', '/auth/signin']) {
      const response = await post(path, body, headers);
      const { errors } = (await response.json()) as { errors: { extensions: object }[] };
      expect({ path, status: response.status, errors }).toMatchObject({
        path,
        status,
        errors: [{ extensions: { code } }],
      });
    }
  });
});

describe('a stored claim of another type', () => {
  it('is null with an error that names it, and the rest of the answer is there', async () => {
    const session = await app.signIn({ theme: 'PINK', locale: 'de', features: ['a', 7] });
    const answer = await withToken('{ mySession { claims { theme locale features } } }', session.accessToken);
    expect(answer.status).toBe(200);
    expect(answer.data).toEqual({ mySession: { claims: { theme: null, locale: 'de', features: null } } });
    expect(answer.errors).toMatchObject([
      { code: 'CLAIM_TYPE_MISMATCH', path: ['mySession', 'claims', 'theme'] },
      { code: 'CLAIM_TYPE_MISMATCH', path: ['mySession', 'claims', 'features'] },
    ]);
  });
});
