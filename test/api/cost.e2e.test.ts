import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';

import { createApiKey } from '../../src/claims/access/api-key.ts';
import type { RunningCore } from '../../src/embedded-core/index.ts';
import { send } from '../support/caller.ts';
import { type Claimset, runCli, startClaimset } from '../support/claimset.ts';
import { type CoreProxy, startCoreProxy } from '../support/core-proxy.ts';
import { startTestCore } from '../support/embedded-core.ts';
import { signUp, type TestUser } from '../support/user.ts';

const UPDATE = `mutation ($user: UserSelector!, $mode: ClaimsMergeMode!, $plan: Plan!) {
  updateUserClaims(input: { user: $user, mode: $mode, claims: { plan: $plan } }) { sessions { status } standing { status } }
}`;
const MINE = 'mutation { updateMyClaims(input: { claims: { theme: DARK } }) { session { claims { theme } } } }';
const SESSIONS = 3;
const apiKey = createApiKey('tests', ['claims:write']);

let core: RunningCore;
let proxy: CoreProxy;
let claimset: Claimset;
let user: TestUser;
let administrator: TestUser;

beforeAll(async () => {
  core = await startTestCore();
  proxy = await startCoreProxy(core.url);
  const onCore = { SUPERTOKENS_CONNECTION_URI: proxy.url };
  claimset = await startClaimset({ ...onCore, API_KEYS: apiKey.entry, EMAIL_PASSWORD: 'on' });
  [user, administrator] = await Promise.all([signUp(claimset.url), signUp(claimset.url)]);
  for (let more = 1; more < SESSIONS; more++) await user.signIn();
  await runCli(['grant', administrator.email, 'claims:write'], onCore);
  await user.session.send('{ mySession { handle } }');
});

beforeEach(() => {
  proxy.forget();
});

afterAll(async () => {
  await claimset.stop();
  await proxy.close();
  await core.close();
});

it('updateMyClaims costs the core two calls', async () => {
  const { errors } = await user.session.send(MINE);
  expect(errors).toEqual([]);
  expect(proxy.calls.toSorted()).toEqual(['GET /recipe/session', 'POST /recipe/session/regenerate']);
});

it('updateMyClaims with a faulty patch costs one', async () => {
  const { data } = await user.session.send(
    'mutation { updateMyClaims(input: { claims: {} }) { userErrors { code } } }',
  );
  expect(data).toEqual({ updateMyClaims: { userErrors: [{ code: 'EMPTY_PATCH' }] } });
  expect(proxy.calls).toEqual(['GET /recipe/session']);
});

it('two updateMyClaims in one request cost at most four', async () => {
  const twice = MINE.replace(
    'mutation {',
    'mutation { other: updateMyClaims(input: { claims: { locale: "de" } }) { userErrors { code } }',
  );
  await user.session.send(twice);
  expect(proxy.calls.length).toBeLessThanOrEqual(4);
});

it.each([
  ['id', 'MERGE', 4],
  ['email', 'MERGE', 4],
  ['id', 'MERGE_PATCH', 6],
  ['email', 'REPLACE', 6],
] as const)('updateUserClaims by %s with %s costs two calls a session and at most %i more', async (by, mode, more) => {
  const plan = proxyTurn() % 2 === 0 ? 'PRO' : 'FREE';
  const variables = { user: { [by]: user[by] }, mode, plan };
  const { data, errors } = await send(claimset.url, UPDATE, variables, { 'x-api-key': apiKey.key });
  expect(errors).toEqual([]);
  expect(data).toMatchObject({ updateUserClaims: { sessions: [{ status: 'UPDATED' }, {}, {}] } });
  expect(proxy.calls.length, proxy.calls.join('\n')).toBeLessThanOrEqual(2 * SESSIONS + more);
});

it("an administrator's session costs two more, the SDK's one verify aside", async () => {
  const variables = { user: { id: user.id }, mode: 'MERGE', plan: 'ENTERPRISE' };
  const { errors } = await administrator.session.send(UPDATE, variables);
  expect(errors).toEqual([]);
  const calls = proxy.calls.filter((call) => call !== 'POST /recipe/session/verify');
  expect(calls.length, calls.join('\n')).toBeLessThanOrEqual(2 * SESSIONS + 4 + 2);
});

it('asking for the same twice in one request costs once', async () => {
  await user.session.send('{ mySession { handle } }');
  proxy.forget();
  await user.session.send('{ a: mySession { handle } b: mySession { claims { theme } } }');
  expect(proxy.calls).toEqual(['GET /recipe/session']);
});

let turns = 0;
function proxyTurn(): number {
  return turns++;
}
