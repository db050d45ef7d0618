import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import type { RunningCore } from '../../src/embedded-core/index.ts';
import { send } from '../support/caller.ts';
import { type Claimset, startClaimset } from '../support/claimset.ts';
import { type CoreProxy, startCoreProxy } from '../support/core-proxy.ts';
import { startTestCore } from '../support/embedded-core.ts';
import { type AppSession, type SdkApp, startSdkApp } from '../support/sdk-app.ts';
import { byHandle, newToken } from './world.ts';

const MINE = `mutation { updateMyClaims(input: { claims: { additional: { a: 1 } } }) { changes { added } userErrors { code } } }`;
let core: RunningCore;
let proxy: CoreProxy;
let claimset: Claimset;
let app: SdkApp;

beforeAll(async () => {
  core = await startTestCore();
  proxy = await startCoreProxy(core.url);
  [claimset, app] = await Promise.all([
    startClaimset({ SUPERTOKENS_CONNECTION_URI: proxy.url, CLAIMS_SCHEMA: 'test/support/claims-any.graphql' }),
    startSdkApp({ CORE_URI: core.url, PLUGINS: 'lossless+standing' }),
  ]);
});

afterEach(() => {
  proxy.decide(() => 'pass');
});

afterAll(async () => {
  await Promise.all([claimset.stop(), app.stop()]);
  await proxy.close();
  await core.close();
});

const ask = (session: AppSession, query = '{ mySession { claims { additional } } }') =>
  send(claimset.url, query, {}, { authorization: `Bearer ${session.accessToken}` });

/** A session whose token is older than what is stored. */
async function staleSession(): Promise<AppSession> {
  const session = await app.signIn({ role: 'admin' });
  await byHandle(app, session, { role: null, a: 1 });
  proxy.forget();
  return session;
}

describe('L21: a read', () => {
  it('brings a token of what is stored, and sends no payload', async () => {
    const { headers, errors } = await ask(await staleSession());
    expect(errors).toEqual([]);
    expect(newToken(headers)).toMatchObject({ a: 1 });
    expect(newToken(headers)).not.toHaveProperty('role');
    expect(proxy.calls.filter((call) => !call.startsWith('GET'))).toEqual(['POST /recipe/session/verify']);
  });

  it('that hangs and lands late undoes nothing, and its caller is answered without a token', async () => {
    const session = await staleSession();
    proxy.decide((call) => (call.endsWith('/verify') ? 'hang' : 'pass'));
    const { data, headers } = await ask(session);
    expect(data).toEqual({ mySession: { claims: { additional: expect.objectContaining({ a: 1 }) as unknown } } });
    expect(headers.get('st-access-token')).toBeNull();
    await byHandle(app, session, { a: 2 });
    proxy.letGo();
    await expect.poll(() => app.stored(session.handle)).toMatchObject({ a: 2 });
  });

  it('brings no token that a browser would drop, and answers all the same', async () => {
    const session = await staleSession();
    await byHandle(app, session, { large: 'x'.repeat(4_000) });
    const { data, headers } = await ask(session);
    expect(data).toMatchObject({ mySession: { claims: { additional: { a: 1 } } } });
    expect(headers.get('st-access-token')).toBeNull();
  });
});

describe('a change that leads to what is stored', () => {
  it('writes nothing, and brings a token of it', async () => {
    const { data, headers } = await ask(await staleSession(), MINE);
    expect(data).toEqual({ updateMyClaims: { changes: { added: [] }, userErrors: [] } });
    expect(newToken(headers)).toMatchObject({ a: 1 });
    expect(proxy.calls).not.toContain('POST /recipe/session/regenerate');
  });

  it('in an application with the plugin brings a token of it as well', async () => {
    const session = await staleSession();
    const { body, accessToken } = await app.call('/merge', { a: 1 }, session.accessToken);
    expect(accessToken).not.toBeNull();
    expect(body).toMatchObject({ a: 1 });
    expect(body).not.toHaveProperty('role');
  });
});
