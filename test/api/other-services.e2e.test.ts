import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createApiKey } from '../../src/claims/access/api-key.ts';
import { send } from '../support/caller.ts';
import { type Claimset, runCli, startClaimset, temporaryFolder } from '../support/claimset.ts';
import { startNode, type TestProcess } from '../support/process.ts';
import { type SdkApp, startSdkApp } from '../support/sdk-app.ts';
import { signUp } from '../support/user.ts';

const CORE_KEY = 'a-key-that-the-core-asks-for';
const MINE = 'mutation { updateMyClaims(input: { claims: { theme: DARK } }) { userErrors { code } } }';
const USER = `mutation ($email: EmailAddress!) {
  updateUserClaims(input: { user: { email: $email }, claims: { plan: PRO } }) { sessions { status } }
}`;
const apiKey = createApiKey('tests', ['claims:write']);

let core: TestProcess;
let claimset: Claimset;
let app: SdkApp;
let onCore: Record<string, string>;

beforeAll(async () => {
  const env = { PORT: '0', DATA_DIR: await temporaryFolder(), CORE_API_KEYS: CORE_KEY };
  core = startNode(['dist/cli.js', 'core'], env);
  const [, uri = ''] = await core.line(/^Session core\s+(http:\S+)$/);
  onCore = { SUPERTOKENS_CONNECTION_URI: uri, SUPERTOKENS_API_KEY: CORE_KEY };
  [claimset, app] = await Promise.all([
    startClaimset({ ...onCore, EMAIL_PASSWORD: 'on', API_KEYS: apiKey.entry }),
    startSdkApp({ CORE_URI: uri, CORE_API_KEY: CORE_KEY }),
  ]);
});

afterAll(async () => {
  await Promise.all([claimset.stop(), app.stop()]);
  await core.stop();
});

describe('on a core of its own that asks for a key', () => {
  it('an application that knows nothing of Claimset sees the claim in the token at once', async () => {
    const user = await signUp(claimset.url);
    await user.session.send(MINE);
    const { status, body } = await app.call('/payload', {}, user.session.accessToken);
    expect({ status, body }).toMatchObject({ status: 200, body: { theme: 'DARK' } });
  });

  it("it sees an administrator's change once the session has refreshed", async () => {
    const user = await signUp(claimset.url);
    await send(claimset.url, USER, { email: user.email }, { 'x-api-key': apiKey.key });
    expect((await app.call('/payload', {}, user.session.accessToken)).body).not.toHaveProperty([
      'https://example.com/plan',
    ]);
    await user.session.refresh();
    const { body } = await app.call('/payload', {}, user.session.accessToken);
    expect(body).toMatchObject({ 'https://example.com/plan': 'PRO' });
  });

  it('sessions that the application starts can be changed here', async () => {
    const session = await app.signIn({ locale: 'de' });
    const answer = await send(claimset.url, MINE, {}, { authorization: `Bearer ${session.accessToken}` });
    expect(answer.errors).toEqual([]);
    expect(await app.stored(session.handle)).toMatchObject({ locale: 'de', theme: 'DARK' });
  });

  it('the first administrator is made there', async () => {
    const user = await signUp(claimset.url);
    const granted = await runCli(['grant', user.email, 'claims:write'], onCore);
    expect(granted.code, granted.output).toBe(0);
    const { errors } = await user.session.send(USER, { email: user.email });
    expect(errors).toEqual([]);
  });
});
