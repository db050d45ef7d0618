import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { z } from 'zod';

import { type CoreNetwork, startCoreNetwork } from '../../proof/nemesis/core-network.ts';
import { createApiKey } from '../../src/claims/access/api-key.ts';
import type { RunningCore } from '../../src/embedded-core/index.ts';
import { CHANGES, changesAnswer, type Shown, UPDATE_MINE, UPDATE_USER } from '../api/history-operations.ts';
import { type GraphQLAnswer, send } from '../support/caller.ts';
import { type Claimset, startClaimset } from '../support/claimset.ts';
import { startTestCore } from '../support/embedded-core.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { type AppSession, type SdkApp, startSdkApp } from '../support/sdk-app.ts';

const apiKey = createApiKey('tests', ['claims:read', 'claims:write', 'claims:audit']);
const withKey = { 'x-api-key': apiKey.key };
let core: RunningCore;
let postgres: TestPostgres;
let network: CoreNetwork;
let app: SdkApp;
let servers: readonly Claimset[];

/** Three servers on one PostgreSQL; what the first sends to the core may be late. */
beforeAll(async () => {
  [core, postgres] = await Promise.all([startTestCore(), startPostgres()]);
  network = await startCoreNetwork(core.url);
  const start = (coreUrl: string): Promise<Claimset> =>
    startClaimset({
      SUPERTOKENS_CONNECTION_URI: coreUrl,
      DATABASE_URL: postgres.connectionString,
      API_KEYS: apiKey.entry,
      CLAIMS_SCHEMA: 'test/support/claims-any.graphql',
    });
  [app, ...servers] = await Promise.all([
    startSdkApp({ CORE_URI: core.url }),
    start(network.url),
    start(core.url),
    start(core.url),
  ]);
}, 120_000);

afterAll(async () => {
  await Promise.all([app, ...servers].map((one) => one.stop()));
  await network.close();
  await Promise.all([core.close(), postgres.stop()]);
});

const at = (server: number): string => servers[server]?.url ?? '';

function mine(server: number, { accessToken }: AppSession, additional: object): Promise<GraphQLAnswer> {
  return send(at(server), UPDATE_MINE, { additional }, { authorization: `Bearer ${accessToken}` });
}

async function stored({ handle }: AppSession): Promise<Record<string, unknown>> {
  const payload = z.record(z.string(), z.unknown()).parse(await app.stored(handle));
  return Object.fromEntries(Object.entries(payload).filter(([key]) => key !== 'iss' && key !== 'st-cset'));
}

async function history({ handle }: AppSession): Promise<readonly Shown[]> {
  const { data } = await send(at(1), CHANGES, { where: { sessionHandle: handle } }, withKey);
  return changesAnswer.parse(data).claimsChanges.edges.map(({ node }) => node);
}

const didWrite = (value: string) => (change: Shown) =>
  change.targets.edges.some(({ node }) => node.diffs.some(({ after }) => after === value));

/** Newer changes by the second server, acknowledged while the first one's write is under way. */
async function changeByTheSecond(session: AppSession): Promise<void> {
  const newer = [
    await mine(1, session, { theme: 'newer' }),
    await send(at(1), UPDATE_USER, { id: session.userId, additional: { admin: null } }, withKey),
    await mine(1, session, { other: 1 }),
  ];
  expect(newer.flatMap(({ errors }) => errors)).toEqual([]);
}

const NEWER = { theme: 'newer', other: 1, late: true };

it('a write that lands late on top of newer ones, after its lock was lost, is undone by itself, and is APPLIED', async () => {
  const session = await app.signIn({ admin: true });
  network.decide(({ row }) => (row === null ? 'pass' : { kind: 'late', afterNewer: Infinity, isCut: false }));
  const held = mine(0, session, { theme: 'old', late: true });
  await network.untilHeld();
  await postgres.query(
    `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted AND pid <> pg_backend_pid()`,
  );
  await changeByTheSecond(session);
  expect(await stored(session)).toEqual(NEWER);
  // A repair by the first server would be held, too, with the session's lock.
  network.decide(() => 'pass');
  await network.landAll();
  expect((await held).errors).toEqual([]);
  await vi.waitFor(async () => {
    // The repair, and not a write that has not landed yet.
    expect((await history(session)).map(({ by }) => by.kind)).toContain('SYSTEM');
    expect(await stored(session)).toEqual(NEWER);
  }, 30_000);
  const [late] = (await history(session)).filter(didWrite('old'));
  expect(late?.targets.edges[0]?.node.status).toBe('APPLIED');
});

it('so is one that lands after its sender has died; whoever asks for the UNKNOWN change is told APPLIED', async () => {
  const session = await app.signIn({ admin: true });
  network.decide(({ row }) => (row === null ? 'pass' : { kind: 'late', afterNewer: Infinity, isCut: true }));
  const { errors } = await mine(0, session, { theme: 'old', late: true });
  expect(errors).toMatchObject([{ code: 'SESSION_CORE_UNAVAILABLE', outcome: 'UNKNOWN' }]);
  await servers[0]?.process.stop('SIGKILL');
  await changeByTheSecond(session);
  await network.landAll();
  expect(await stored(session)).toMatchObject({ theme: 'old', admin: true });
  await vi.waitFor(async () => {
    expect(await stored(session)).toEqual(NEWER);
  }, 50_000);
  const query = 'query ($id: ID!) { claimsChange(id: $id) { targets { edges { node { status } } } } }';
  const [late] = (await history(session)).filter(didWrite('old'));
  expect((await send(at(2), query, { id: late?.id }, withKey)).data).toEqual({
    claimsChange: { targets: { edges: [{ node: { status: 'APPLIED' } }] } },
  });
});
