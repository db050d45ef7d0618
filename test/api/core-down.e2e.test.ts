import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { createApiKey } from '../../src/claims/access/api-key.ts';
import type { RunningCore } from '../../src/embedded-core/index.ts';
import { send } from '../support/caller.ts';
import { type Claimset, startClaimset } from '../support/claimset.ts';
import { type CoreProxy, type Fate, startCoreProxy } from '../support/core-proxy.ts';
import { startTestCore } from '../support/embedded-core.ts';
import { type AppSession, type SdkApp, startSdkApp } from '../support/sdk-app.ts';

const MINE = `mutation ($additional: JSONObject!) {
  updateMyClaims(input: { claims: { additional: $additional } }) { userErrors { code } }
}`;
const USER = `mutation ($id: ID!, $additional: JSONObject!) {
  updateUserClaims(input: { user: { id: $id }, claims: { additional: $additional } }) {
    sessions { handle status }
    standing { status changes { added } message }
  }
}`;
const apiKey = createApiKey('tests', ['claims:read', 'claims:write']);
const isWrite = (call: string): boolean => /^(POST .*regenerate|PUT .*jwt\/data)/.test(call);

let core: RunningCore;
let proxy: CoreProxy;
let app: SdkApp;
let claimset: Claimset;

beforeAll(async () => {
  core = await startTestCore();
  proxy = await startCoreProxy(core.url);
  [app, claimset] = await Promise.all([
    startSdkApp({ CORE_URI: core.url }),
    startClaimset({
      SUPERTOKENS_CONNECTION_URI: proxy.url,
      API_KEYS: apiKey.entry,
      CLAIMS_SCHEMA: 'test/support/claims-any.graphql',
    }),
  ]);
});

afterEach(() => {
  proxy.decide(() => 'pass');
  proxy.letGo();
});

afterAll(async () => {
  await Promise.all([app.stop(), claimset.stop()]);
  await proxy.close();
  await core.close();
});

const mine = (session: AppSession, additional: object) =>
  send(claimset.url, MINE, { additional }, { authorization: `Bearer ${session.accessToken}` });
const administrator = (id: string, additional: object) =>
  send(claimset.url, USER, { id, additional }, { 'x-api-key': apiKey.key });

/** SuperTokens' own routes do not hang with the core either. */
async function expectRefreshUnavailable(session: AppSession): Promise<void> {
  const headers = { authorization: `Bearer ${session.refreshToken}`, 'st-auth-mode': 'header' };
  const response = await fetch(`${claimset.url}/auth/session/refresh`, { method: 'POST', headers });
  expect(response.status).toBe(503);
}

/** A session whose token Claimset has verified before: it has the keys of the core. */
async function knownSession(): Promise<AppSession> {
  const session = await app.signIn();
  expect((await mine(session, { seen: true })).errors).toEqual([]);
  return session;
}

describe('updateMyClaims', () => {
  it.each<[Fate, string]>([
    ['answer 500', 'NOT_APPLIED'],
    ['close before', 'NOT_APPLIED'],
  ])('where the core cannot be read (%s), nothing is written, and it is said', async (fate, outcome) => {
    const session = await knownSession();
    proxy.decide(() => fate);
    const { status, errors } = await mine(session, { a: 1 });
    expect({ status, errors }).toMatchObject({ status: 503, errors: [{ code: 'SESSION_CORE_UNAVAILABLE', outcome }] });
    expect(await app.stored(session.handle)).not.toHaveProperty('a');
  });

  it.each<[Fate, boolean]>([
    ['answer 500', false],
    ['close before', false],
    ['close after', true],
  ])('where the write fails (%s), it is said that nobody knows', async (fate, isWritten) => {
    const session = await knownSession();
    proxy.decide((call) => (isWrite(call) ? fate : 'pass'));
    const { status, errors } = await mine(session, { a: 1 });
    expect({ status, errors }).toMatchObject({
      status: 503,
      errors: [{ code: 'SESSION_CORE_UNAVAILABLE', outcome: 'UNKNOWN' }],
    });
    expect('a' in ((await app.stored(session.handle)) as object)).toBe(isWritten);
  });

  it(
    'where the write hangs, the caller is told, and the lock is kept until it lands',
    { timeout: 40_000 },
    async () => {
      const session = await knownSession();
      proxy.decide((call) => (isWrite(call) || call.endsWith('/session/refresh') ? 'hang' : 'pass'));
      const [{ errors }] = await Promise.all([mine(session, { a: 1 }), expectRefreshUnavailable(session)]);
      expect(errors).toMatchObject([{ outcome: 'UNKNOWN' }]);
      proxy.decide(() => 'pass');
      const next = mine(session, { b: 2 });
      proxy.letGo();
      expect((await next).errors).toEqual([]);
      expect(await app.stored(session.handle)).toMatchObject({ a: 1, b: 2 });
    },
  );
});

describe('updateUserClaims', () => {
  it('ends as a status for each session, and never throws after its first write', async () => {
    const [first] = [await knownSession()];
    const second = await app.signIn({}, first.userId);
    proxy.decide((call) => (call.startsWith('PUT') && call.endsWith('/jwt/data') ? 'answer 500' : 'pass'));
    const { status, data, errors } = await administrator(first.userId, { plan: 'pro' });
    expect({ status, errors }).toEqual({ status: 200, errors: [] });
    expect(data).toMatchObject({ updateUserClaims: { standing: { status: 'UPDATED' } } });
    const { sessions } = (data as { updateUserClaims: { sessions: { handle: string; status: string }[] } })
      .updateUserClaims;
    expect(new Set(sessions.map(({ handle }) => handle))).toEqual(new Set([first.handle, second.handle]));
    expect(sessions.map(({ status }) => status)).toEqual(['UNKNOWN', 'UNKNOWN']);
  });

  it('tells and logs what it has stored where the live sessions cannot be listed', async () => {
    const { userId } = await app.signUp();
    proxy.decide((call) => (call === 'GET /recipe/session/user' ? 'answer 500' : 'pass'));
    const { status, data, errors } = await administrator(userId, { plan: 'pro' });
    expect({ status, errors }).toEqual({ status: 200, errors: [] });
    const message =
      'Stored for future sessions. The live sessions could not be listed and are as they were: send it again.';
    const standing = { status: 'UPDATED', changes: { added: ['plan'] }, message };
    expect(data).toEqual({ updateUserClaims: { sessions: [], standing } });
    const changed = { event: 'claims.changed', userId, handles: [], standing: true, added: ['plan'] };
    await expect.poll(() => claimset.log()).toContainEqual(expect.objectContaining(changed));
  });

  it.each([
    ['sessions', '{ edges { cursor } }'],
    ['standingClaims', '{ additional }'],
  ])('keeps its results where the user cannot be read back: %s', async (field, selection) => {
    const { userId } = await app.signUp();
    proxy.forget();
    proxy.decide((call) => (!isWrite(call) && proxy.calls.some(isWrite) ? 'answer 500' : 'pass'));
    const query = USER.replace('sessions', `user { ${field} ${selection} } sessions`);
    const headers = { 'x-api-key': apiKey.key };
    const answer = await send(claimset.url, query, { id: userId, additional: { plan: 'pro' } }, headers);
    expect(answer.data).toMatchObject({
      updateUserClaims: { user: { [field]: null }, sessions: [{ status: 'UPDATED' }] },
    });
    expect(answer.errors).toMatchObject([{ code: 'SESSION_CORE_UNAVAILABLE', outcome: 'UNKNOWN' }]);
  });

  it('fails as a whole where nothing is written yet', async () => {
    const session = await knownSession();
    proxy.decide(() => 'close before');
    const { status, errors } = await administrator(session.userId, { plan: 'pro' });
    expect({ status, errors }).toMatchObject({ status: 503, errors: [{ outcome: 'NOT_APPLIED' }] });
  });
});

describe('a core that is down', () => {
  it('makes no valid token look expired, and is used again when it is back', async () => {
    const session = await app.signIn();
    await proxy.down();
    const { status, errors } = await mine(session, { a: 1 });
    expect({ status, errors }).toMatchObject({ status: 503, errors: [{ code: 'SESSION_CORE_UNAVAILABLE' }] });
    expect((await fetch(`${claimset.url}/health/ready`)).status).toBe(503);
    expect((await fetch(`${claimset.url}/health/live`)).status).toBe(200);
    await proxy.up();
    expect((await mine(session, { a: 1 })).errors).toEqual([]);
    expect((await fetch(`${claimset.url}/health/ready`)).status).toBe(200);
  });

  it('does not keep Claimset from starting', { timeout: 30_000 }, async () => {
    const elsewhere = await startCoreProxy(core.url);
    await elsewhere.down();
    const started = await startClaimset({ SUPERTOKENS_CONNECTION_URI: elsewhere.url });
    const session = await app.signIn();
    const read = () =>
      send(started.url, '{ mySession { handle } }', {}, { authorization: `Bearer ${session.accessToken}` });
    expect((await read()).status).toBe(503);
    await elsewhere.up();
    expect((await read()).data).toEqual({ mySession: { handle: session.handle } });
    await started.stop();
    await elsewhere.close();
  });
});

describe('a gateway that answers in place of the core, with 200', () => {
  const PAGES: [string, Fate][] = [
    ['a page', { body: '<html>sorry</html>', type: 'text/html' }],
    ['{}', { body: '{}', type: 'application/json' }],
    ['[]', { body: '[]', type: 'application/json' }],
  ];

  it.each(PAGES)('and %s: a write may have happened', async (_name, page) => {
    const session = await knownSession();
    proxy.decide((call) => (isWrite(call) ? page : 'pass'));
    const { status, errors } = await mine(session, { a: 1 });
    expect({ status, errors }).toMatchObject({ status: 503, errors: [{ outcome: 'UNKNOWN' }] });
    const { data } = await administrator(session.userId, { a: 1 });
    expect(data).toMatchObject({ updateUserClaims: { sessions: [{ status: 'UNKNOWN' }] } });
  });

  it.each(PAGES)('and %s for all: the session has not ended, and nothing was written', async (_name, page) => {
    const session = await knownSession();
    proxy.decide(() => page);
    const { status, errors } = await mine(session, { a: 1 });
    expect({ status, errors }).toMatchObject({
      status: 503,
      errors: [{ code: 'SESSION_CORE_UNAVAILABLE', outcome: 'NOT_APPLIED' }],
    });
  });
});
