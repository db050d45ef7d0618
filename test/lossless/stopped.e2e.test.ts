import type { ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';

import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { z } from 'zod';

import { createApiKey } from '../../src/claims/access/api-key.ts';
import type { RunningCore } from '../../src/embedded-core/index.ts';
import { CHANGES, changesAnswer, UPDATE_MINE, UPDATE_USER } from '../api/history-operations.ts';
import { send } from '../support/caller.ts';
import { type Claimset, startClaimset } from '../support/claimset.ts';
import { startTestCore } from '../support/embedded-core.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { type PostgresGate, startPostgresGate } from '../support/postgres-gate.ts';
import { startNode, type TestProcess } from '../support/process.ts';
import { type AppSession, connectSdkApp, type SdkApp, startSdkApp } from '../support/sdk-app.ts';

const apiKey = createApiKey('tests', ['claims:read', 'claims:write', 'claims:audit']);
const withKey = { 'x-api-key': apiKey.key };
const END_LOCKS = `SELECT pg_terminate_backend(pid) FROM pg_locks
  WHERE locktype = 'advisory' AND granted AND pid <> pg_backend_pid()`;
/** What each check asks PostgreSQL: the intent, with a ledger; whether the transaction of the lock is still open, without. */
const [INTENT, LOCK_CHECK] = ['claimset.intend(', 'current_setting('];

let core: RunningCore;
let postgres: TestPostgres;
let gate: PostgresGate;
let server: Claimset;
let another: Claimset;
/** By the lock alone. */
let app: SdkApp;
let appProcess: TestProcess;
let anotherApp: SdkApp;

/** The first server and the first application reach PostgreSQL through the gate. */
beforeAll(async () => {
  [core, postgres] = await Promise.all([startTestCore(), startPostgres()]);
  gate = await startPostgresGate(postgres.connectionString);
  const onCore = { SUPERTOKENS_CONNECTION_URI: core.url, API_KEYS: apiKey.entry };
  const serverOn = (DATABASE_URL: string): Promise<Claimset> =>
    startClaimset({ ...onCore, DATABASE_URL, CLAIMS_SCHEMA: 'test/support/claims-any.graphql' });
  const appEnv = { CORE_URI: core.url, PLUGINS: 'lossless' };
  const appArgs = ['--import', 'tsx', 'test/fixtures/sdk-app.ts'];
  appProcess = startNode(appArgs, { ...appEnv, DATABASE_URL: gate.connectionString });
  const ready = appProcess.line(/^READY (\S+)$/);
  [server, another, anotherApp] = await Promise.all([
    serverOn(gate.connectionString),
    serverOn(postgres.connectionString),
    startSdkApp({ ...appEnv, DATABASE_URL: postgres.connectionString }),
  ]);
  app = connectSdkApp((await ready)[1] ?? '');
}, 120_000);

afterAll(async () => {
  await Promise.all([server, another, appProcess, anotherApp].map((one) => one.stop()));
  await gate.close();
  await Promise.all([core.close(), postgres.stop()]);
});

/** Stops a process when the answer to its check is on its way to it, ends its locks, and lets it go on afterwards. */
function stoppedAfter(check: string, { child }: { readonly child: ChildProcess }, meanwhile: () => Promise<void>) {
  return gate.holdAnswerTo(check, async () => {
    child.kill('SIGSTOP');
    try {
      await vi.waitFor(async () => {
        expect(await readFile(`/proc/${child.pid}/stat`, 'utf8')).toMatch(/\) T /);
      });
      await postgres.query(END_LOCKS);
      await meanwhile();
    } finally {
      child.kill('SIGCONT');
    }
  });
}

const mine = ({ url }: Claimset, { accessToken }: AppSession, additional: object) =>
  send(url, UPDATE_MINE, { additional }, { authorization: `Bearer ${accessToken}` });

async function stored({ handle }: AppSession): Promise<Record<string, unknown>> {
  const payload = z.record(z.string(), z.unknown()).parse(await anotherApp.stored(handle));
  return Object.fromEntries(Object.entries(payload).filter(([key]) => key !== 'iss' && key !== 'st-cset'));
}

async function actors({ handle }: AppSession): Promise<readonly string[]> {
  const { data } = await send(another.url, CHANGES, { where: { sessionHandle: handle } }, withKey);
  return changesAnswer.parse(data).claimsChanges.edges.map(({ node }) => node.by.kind);
}

it('a server that is stopped between its intent and its write, and loses its lock, loses nothing, neither its own nor newer changes', async () => {
  const session = await app.signIn({ admin: true });
  const stopped = stoppedAfter(INTENT, server.process, async () => {
    const newer = [
      await mine(another, session, { theme: 'newer' }),
      await send(another.url, UPDATE_USER, { id: session.userId, additional: { admin: null } }, withKey),
    ];
    expect(newer.flatMap(({ errors }) => errors)).toEqual([]);
    expect(await stored(session)).toEqual({ theme: 'newer', late: true });
  });
  expect((await mine(server, session, { theme: 'old', late: true })).errors).toEqual([]);
  await stopped;
  await vi.waitFor(async () => {
    // Its write has landed on top of the newer ones, and was repaired.
    expect(await actors(session)).toEqual(['SYSTEM', 'API_KEY', 'USER', 'USER']);
    expect(await stored(session)).toEqual({ theme: 'newer', late: true });
  }, 30_000);
});

it('an application without a ledger that is stopped between its check of the lock and its write is told UNKNOWN', async () => {
  const session = await app.signIn({ admin: true });
  const stopped = stoppedAfter(LOCK_CHECK, appProcess, async () => {
    expect(await anotherApp.call('/merge', { newer: 1 }, session.accessToken)).toMatchObject({ status: 200 });
  });
  const late = await app.call('/merge', { late: true }, session.accessToken);
  await stopped;
  expect(late).toMatchObject({ status: 500, body: { code: 'SESSION_CORE_UNAVAILABLE' } });
});
