import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { RunningCore } from '../../src/embedded-core/index.ts';
import { type Claimset, startClaimset } from '../support/claimset.ts';
import { type CoreProxy, startCoreProxy } from '../support/core-proxy.ts';
import { startTestCore } from '../support/embedded-core.ts';

const EMAIL = 'ada@example.com';
const PASSWORD = 'a-long-passw0rd';

let core: RunningCore;
let proxy: CoreProxy;
let claimset: Claimset;

function post(path: string, fields: Record<string, string>): Promise<Response> {
  const formFields = Object.entries(fields).map(([id, value]) => ({ id, value }));
  const headers = { 'content-type': 'application/json', 'st-auth-mode': 'header' };
  return fetch(`${claimset.url}/auth${path}`, { method: 'POST', headers, body: JSON.stringify({ formFields }) });
}

beforeAll(async () => {
  core = await startTestCore();
  proxy = await startCoreProxy(core.url);
  claimset = await startClaimset({ SUPERTOKENS_CONNECTION_URI: proxy.url, EMAIL_PASSWORD: 'on' });
  expect((await post('/signup', { email: EMAIL, password: PASSWORD })).status).toBe(200);
});
afterAll(async () => {
  await claimset.stop();
  await proxy.close();
  await core.close();
});
beforeEach(() => {
  proxy.forget();
});

describe('signing in', () => {
  it.each([
    ['with a wrong password', EMAIL],
    ['with an address that nobody has', 'nobody@example.com'],
  ])('%s asks the core about the password once', async (_what, email) => {
    const answer = await post('/signin', { email, password: 'wrong-passw0rd' });
    expect(await answer.json()).toEqual({ status: 'WRONG_CREDENTIALS_ERROR' });
    expect(proxy.calls.filter((call) => call === 'POST /recipe/signin')).toHaveLength(1);
  });

  it('with the right one asks no more often', async () => {
    const answer = await post('/signin', { email: EMAIL, password: PASSWORD });
    expect(await answer.json()).toMatchObject({ status: 'OK' });
    expect(proxy.calls.filter((call) => call === 'POST /recipe/signin')).toHaveLength(1);
  });
});
