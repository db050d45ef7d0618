import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';

import { createApiKey } from '../../src/claims/access/api-key.ts';
import type { RunningCore } from '../../src/embedded-core/index.ts';
import { userLockKey } from '../../src/locks/lock.ts';
import { advisoryLockNumber } from '../../src/locks/postgres/key.ts';
import { send } from '../support/caller.ts';
import { type Claimset, startClaimset } from '../support/claimset.ts';
import { type CoreProxy, startCoreProxy } from '../support/core-proxy.ts';
import { startTestCore } from '../support/embedded-core.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { type SdkApp, startSdkApp } from '../support/sdk-app.ts';

const USER = `mutation ($id: ID!, $additional: JSONObject!) {
  updateUserClaims(input: { user: { id: $id }, claims: { additional: $additional } }) { sessions { handle status } }
}`;
const answerShape = z.object({
  updateUserClaims: z.object({ sessions: z.array(z.object({ handle: z.string(), status: z.string() })) }),
});
const apiKey = createApiKey('tests', ['claims:write']);
let core: RunningCore;
let proxy: CoreProxy;
let postgres: TestPostgres;
let app: SdkApp;
let claimset: Claimset;

beforeAll(async () => {
  [core, postgres] = await Promise.all([startTestCore(), startPostgres()]);
  proxy = await startCoreProxy(core.url);
  [app, claimset] = await Promise.all([
    startSdkApp({ CORE_URI: core.url }),
    startClaimset({
      SUPERTOKENS_CONNECTION_URI: proxy.url,
      API_KEYS: apiKey.entry,
      CLAIMS_SCHEMA: 'test/support/claims-any.graphql',
      DATABASE_URL: postgres.connectionString,
    }),
  ]);
});

afterAll(async () => {
  await Promise.all([app.stop(), claimset.stop()]);
  await proxy.close();
  await Promise.all([core.close(), postgres.stop()]);
});

it("where the user's lock is lost in the middle, the sessions that are left are not changed, and are not said to stay so", async () => {
  const { userId } = await app.signIn();
  for (let i = 0; i < 30; i += 1) await app.signIn({}, userId);
  proxy.decide((call) => (call === 'PUT /recipe/jwt/data' ? 'hang' : 'pass'));
  const updating = send(claimset.url, USER, { id: userId, additional: { plan: 'pro' } }, { 'x-api-key': apiKey.key });
  await expect.poll(() => proxy.calls).toContain('PUT /recipe/jwt/data');
  await cutHolderOf(userId);
  proxy.decide(() => 'pass');
  proxy.letGo();
  const { sessions } = answerShape.parse((await updating).data).updateUserClaims;
  // Whoever had the lock then saw the change for future sessions open, and may bring it to them.
  expect(new Set(sessions.map(({ status }) => status))).toEqual(new Set(['UPDATED', 'UNKNOWN']));
  for (const { handle, status } of sessions) {
    expect('plan' in z.record(z.string(), z.unknown()).parse(await app.stored(handle))).toBe(status === 'UPDATED');
  }
});

/** As an administrator of PostgreSQL does, or a server that is restarted. */
async function cutHolderOf(userId: string): Promise<void> {
  const found = await postgres.query<{ cut: boolean }>(
    `SELECT pg_terminate_backend(pid, 5000) AS cut FROM pg_locks WHERE locktype = 'advisory' AND granted
     AND ((classid::bigint << 32) | objid::bigint) = ${advisoryLockNumber(userLockKey(userId))}`,
  );
  expect(found).toEqual([{ cut: true }]);
}
