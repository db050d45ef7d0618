import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createApiKey } from '../../src/claims/access/api-key.ts';
import type { RunningCore } from '../../src/embedded-core/index.ts';
import { send } from '../support/caller.ts';
import { type Claimset, startClaimset } from '../support/claimset.ts';
import { startTestCore } from '../support/embedded-core.ts';
import { type AppSession, type SdkApp, startSdkApp } from '../support/sdk-app.ts';
import { byHandle } from './world.ts';

const USER = `mutation ($id: ID!, $additional: JSONObject!) {
  updateUserClaims(input: { user: { id: $id }, claims: { additional: $additional } }) { standing { status } }
}`;
const apiKey = createApiKey('tests', ['claims:write']);
let core: RunningCore;
let claimset: Claimset;
let plain: SdkApp;
let app: SdkApp;
let reversed: SdkApp;
let standingOnly: SdkApp;

beforeAll(async () => {
  core = await startTestCore();
  const CORE_URI = core.url;
  [claimset, plain, app, reversed, standingOnly] = await Promise.all([
    startClaimset({
      SUPERTOKENS_CONNECTION_URI: core.url,
      API_KEYS: apiKey.entry,
      CLAIMS_SCHEMA: 'test/support/claims-any.graphql',
    }),
    startSdkApp({ CORE_URI }),
    startSdkApp({ CORE_URI, PLUGINS: 'lossless+standing', OVERRIDES: 'on' }),
    startSdkApp({ CORE_URI, PLUGINS: 'standing+lossless' }),
    startSdkApp({ CORE_URI, PLUGINS: 'standing' }),
  ]);
});

afterAll(async () => {
  await Promise.all([claimset, plain, app, reversed, standingOnly].map((one) => one.stop()));
  await core.close();
});

/** A session whose token still has a claim that was removed meanwhile. */
async function staleSession(on: SdkApp): Promise<AppSession> {
  const session = await on.signIn({ admin: true, role: 'first' });
  await byHandle(plain, session, { admin: null, kept: 1 });
  return session;
}

async function stored(session: AppSession): Promise<unknown> {
  return plain.stored(session.handle);
}

const role = (v: string): unknown => expect.objectContaining({ v }) as unknown;

describe('every function of the SDK that changes claims, with a stale token', () => {
  it.each([
    ['setClaimValue', role('set')],
    ['fetchAndSetClaim', role('fetched')],
    ['removeClaim', undefined],
    ['assertClaims', role('fetched')],
    ['updateSessionDataInDatabase', 'first'],
    ['getSessionWithoutRequestResponse', 'merged'],
  ])('session.%s keeps what others did', async (name, expected) => {
    const session = await staleSession(reversed);
    expect(await reversed.call('/function', { name }, session.accessToken)).toMatchObject({ status: 200 });
    const claims = await stored(session);
    expect(claims).toMatchObject({ kept: 1, ...(expected === undefined ? {} : { role: expected }) });
    expect(claims).not.toHaveProperty('admin');
    if (expected === undefined) expect(claims).not.toHaveProperty('role');
  });

  it('sessions that are begun and refreshed without a request keep it as well', async () => {
    const session = await reversed.signIn();
    const { status, body } = await reversed.call(
      '/function',
      { name: 'refreshSessionWithoutRequestResponse' },
      session.accessToken,
    );
    expect({ status, body }).toMatchObject({ status: 200, body: { role: 'merged' } });
    expect(body).not.toHaveProperty('admin');
  });

  it.each([
    ['setClaimValue', role('set')],
    ['fetchAndSetClaim', role('fetched')],
    ['removeClaim', undefined],
    ['validateClaimsForSessionHandle', role('fetched')],
  ])('%s by handle keeps 10 merges at the same time', async (name, expected) => {
    const session = await staleSession(reversed);
    const keys = Array.from({ length: 10 }, (_, i) => `k${i}`);
    await Promise.all([
      ...keys.map((key) => byHandle(reversed, session, { [key]: true })),
      reversed.call('/function', { name, handle: session.handle }),
    ]);
    const claims = await stored(session);
    expect(claims).toMatchObject({ kept: 1, ...Object.fromEntries(keys.map((key) => [key, true])) });
    expect((claims as Record<string, unknown>)['role']).toEqual(expected);
  });
});

describe('what is read after a removal with the same context, as in one request,', () => {
  it.each(
    [
      'a merge by token',
      'a merge by handle',
      'a validator that refetches',
      'a merge by token of what others have merged',
      'a merge by handle of what others have merged',
    ].flatMap((removal) => [
      { removal, name: 'the plain SDK', on: () => plain },
      { removal, name: 'the plugin', on: () => reversed },
    ]),
  )('is without what was removed: $removal, with $name', async ({ removal, on }) => {
    const session = await on().signIn({ role: 'admin' });
    const { body } = await on().call('/reads-around', { removal, role: 'admin' }, session.accessToken);
    expect(body).toEqual({ before: true, after: false, isAllowed: false });
  });
});

describe("an application's own overrides around the plugin", () => {
  it('add to a merge by token, which keeps what others did', async () => {
    const session = await staleSession(app);
    await app.call('/merge', { a: 1, role: null }, session.accessToken);
    const claims = await stored(session);
    expect(claims).toMatchObject({ a: 1, kept: 1, byToken: true });
    expect(claims).not.toHaveProperty('admin');
    expect(claims).not.toHaveProperty('role');
  });

  it('write once more with the same context, and that is kept too', async () => {
    const session = await app.signIn();
    await app.call('/merge', { a: 1 }, session.accessToken);
    expect(await stored(session)).toMatchObject({ a: 1, audited: true });
  });

  it('add to a merge by handle', async () => {
    const session = await app.signIn();
    await byHandle(app, session, { a: 1 });
    expect(await stored(session)).toMatchObject({ a: 1, byHandle: true });
  });
});

describe('standingClaims', () => {
  it.each([
    ['after losslessClaims', () => app],
    ['before losslessClaims', () => reversed],
    ['alone', () => standingOnly],
  ])('%s starts sessions with the standing claims', async (_name, where) => {
    const { userId } = await where().signIn();
    await send(claimset.url, USER, { id: userId, additional: { plan: 'pro' } }, { 'x-api-key': apiKey.key });
    const session = await where().signIn({ plan: 'free', a: 1 }, userId);
    expect(session.payload).toMatchObject({ plan: 'pro', a: 1 });
    expect(await stored(session)).toMatchObject({ plan: 'pro', a: 1 });
  });

  it('leaves the largest out where the application has filled the token, names them, and still removes', async () => {
    const { userId } = await app.signIn();
    const additional = { plan: 'pro', big: 'b'.repeat(1500), small: 'c'.repeat(300), admin: null };
    await send(claimset.url, USER, { id: userId, additional }, { 'x-api-key': apiKey.key });
    const session = await app.signIn({ admin: true, own: 'o'.repeat(1000) }, userId);
    expect(session.payload).toMatchObject({ plan: 'pro', small: additional.small });
    for (const key of ['big', 'admin']) expect(session.payload).not.toHaveProperty(key);
    expect(app.output()).toMatch(/Standing claims were left out of a new session.*userId: '.*keys: \[ 'big' \]/s);
  });
});
