import { afterAll, beforeAll, expect, it } from 'vitest';

import { type CoreNetwork, startCoreNetwork } from '../../proof/nemesis/core-network.ts';
import { createApiKey } from '../../src/claims/access/api-key.ts';
import type { RunningCore } from '../../src/embedded-core/index.ts';
import { send } from '../support/caller.ts';
import { type Claimset, startClaimset } from '../support/claimset.ts';
import { startTestCore } from '../support/embedded-core.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { type SdkApp, startSdkApp } from '../support/sdk-app.ts';

const apiKey = createApiKey('tests', ['claims:read', 'claims:write']);
const withKey = { 'x-api-key': apiKey.key };
let core: RunningCore;
let postgres: TestPostgres;
let network: CoreNetwork;
let claimset: Claimset;
let app: SdkApp;

beforeAll(async () => {
  [core, postgres] = await Promise.all([startTestCore(), startPostgres()]);
  network = await startCoreNetwork(core.url);
  const DATABASE_URL = postgres.connectionString;
  [claimset, app] = await Promise.all([
    startClaimset({
      SUPERTOKENS_CONNECTION_URI: core.url,
      DATABASE_URL,
      API_KEYS: apiKey.entry,
      CLAIMS_SCHEMA: 'test/support/claims-any.graphql',
    }),
    startSdkApp({ CORE_URI: network.url, DATABASE_URL, PLUGINS: 'lossless+standing', LEDGER: 'on' }),
  ]);
}, 120_000);

afterAll(async () => {
  await Promise.all([app.stop(), claimset.stop()]);
  await network.close();
  await Promise.all([core.close(), postgres.stop()]);
});

const UPDATE = `mutation ($id: ID!, $additional: JSONObject!) {
  updateUserClaims(input: { user: { id: $id }, claims: { additional: $additional } }) { standing { status } }
}`;
const SESSIONS = `query ($id: ID!) {
  user(by: { id: $id }) { sessions { edges { node { claims { additional } } } } }
}`;

const administrator = (id: string, additional: object) => send(claimset.url, UPDATE, { id, additional }, withKey);

it('a sign-in that lost its lock begins no session with a right that was taken away meanwhile', async () => {
  const { userId } = await app.signIn();
  await administrator(userId, { admin: true });
  expect((await app.signIn({}, userId)).payload).toMatchObject({ admin: true });
  // The standing claims have been read, and the session is about to be.
  network.decide(({ call }) =>
    call === 'GET /recipe/session' ? { kind: 'late', afterNewer: Infinity, isCut: false } : 'pass',
  );
  const signingIn = app.call('/sign-in', { userId });
  await network.untilHeld();
  network.decide(() => 'pass');
  await postgres.query(
    `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted AND pid <> pg_backend_pid()`,
  );
  expect((await administrator(userId, { admin: null })).data).toEqual({
    updateUserClaims: { standing: { status: 'UPDATED' } },
  });
  await network.landAll();
  const { status } = await signingIn;
  const { data, errors } = await send(claimset.url, SESSIONS, { id: userId }, withKey);
  expect(errors).toEqual([]);
  expect(JSON.stringify(data)).not.toContain('admin');
  expect(status).toBe(500);
});
