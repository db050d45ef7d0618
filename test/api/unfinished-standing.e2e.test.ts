import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';

import { createApiKey } from '../../src/claims/access/api-key.ts';
import type { RunningCore } from '../../src/embedded-core/index.ts';
import { send } from '../support/caller.ts';
import { type Claimset, runCli, startClaimset, temporaryFolder } from '../support/claimset.ts';
import { type CoreProxy, startCoreProxy } from '../support/core-proxy.ts';
import { startTestCore } from '../support/embedded-core.ts';
import { signUp, type TestSession, type TestUser } from '../support/user.ts';
import { CHANGES, changesAnswer } from './history-operations.ts';

const LONG = 30_000;
const backend = createApiKey('crm', ['claims:read', 'claims:write', 'claims:audit']);
const headers = { 'x-api-key': backend.key };
const UPDATE = `mutation ($id: ID!, $additional: JSONObject!) {
  updateUserClaims(input: { user: { id: $id }, claims: { additional: $additional } }) { change { id } }
}`;
const mine = z.object({ mySession: z.object({ claims: z.object({ additional: z.record(z.string(), z.unknown()) }) }) });

let core: RunningCore;
let proxy: CoreProxy;
let env: Record<string, string>;
let claimset: Claimset;
let ada: TestUser;
let sessions: readonly TestSession[];

beforeAll(async () => {
  core = await startTestCore();
  proxy = await startCoreProxy(core.url);
});

afterAll(async () => {
  await proxy.close();
  await core.close();
});

/** A user with two sessions, on a server that dies right after it has stored the claims for future sessions. */
beforeEach(async () => {
  env = {
    ...{ SUPERTOKENS_CONNECTION_URI: proxy.url, EMAIL_PASSWORD: 'on', API_KEYS: backend.entry },
    ...{ CLAIMS_SCHEMA: 'test/support/claims-any.graphql', DATA_DIR: await temporaryFolder() },
  };
  claimset = await startClaimset(env);
  ada = await signUp(claimset.url);
  sessions = [ada.session, await ada.signIn()];
  proxy.forget();
  proxy.decide((call) => (call === 'GET /recipe/session' ? 'hang' : 'pass'));
  const lost = send(claimset.url, UPDATE, { id: ada.id, additional: { plan: 'PRO' } }, headers).catch(() => null);
  await vi.waitFor(() => {
    expect(proxy.calls.filter((call) => call === 'GET /recipe/session')).toHaveLength(2);
  }, LONG);
  await claimset.process.stop('SIGKILL');
  await lost;
  proxy.decide(() => 'pass');
});

afterEach(async () => {
  await claimset.stop();
});

const goOn = async (): Promise<void> => {
  claimset = await startClaimset({ ...env, PORT: new URL(claimset.url).port });
};
const claimsOf = async (session: TestSession) =>
  mine.parse((await session.send('{ mySession { claims { additional } } }')).data).mySession.claims.additional;
const changesOf = async () => {
  const { data } = await send(claimset.url, CHANGES, { where: { userId: ada.id, key: 'plan' } }, headers);
  return changesAnswer.parse(data).claimsChanges.edges.map(({ node }) => node);
};

describe('a change of standing claims whose process dies before it has reached the sessions', () => {
  it('reaches them once a process runs again, as the same change', { timeout: 2 * LONG }, async () => {
    await goOn();
    for (const session of sessions) {
      await vi.waitFor(async () => {
        expect(await claimsOf(session)).toMatchObject({ plan: 'PRO' });
      }, LONG);
    }
    await vi.waitFor(async () => {
      const [change, ...others] = await changesOf();
      expect(others).toEqual([]);
      const targets = change?.targets.edges.map(({ node }) => [node.sessionHandle, node.status]) ?? [];
      const handles = sessions.map(({ handle }) => handle).toSorted();
      expect(targets[0]).toEqual([null, 'APPLIED']);
      expect(targets.slice(1).toSorted()).toEqual(handles.map((handle) => [handle, 'APPLIED']));
    }, LONG);
  });

  it('is settled before the values of its user are erased', { timeout: 2 * LONG }, async () => {
    expect(await runCli(['forget', ada.id], env)).toMatchObject({ code: 0 });
    await goOn();
    expect(await Promise.all(sessions.map(claimsOf))).toMatchObject([{ plan: 'PRO' }, { plan: 'PRO' }]);
    const [change] = await changesOf();
    const diffs = change?.targets.edges.flatMap(({ node }) => node.diffs) ?? [];
    expect(diffs.map(({ key, after }) => [key, after])).toEqual(Array(3).fill(['plan', null]));
  });
});
