import fc from 'fast-check';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';

import { checkHistory, explain, type Operation, type Verdict } from '../../proof/history/linearizable.ts';
import { createApiKey } from '../../src/claims/access/api-key.ts';
import type { RunningCore } from '../../src/embedded-core/index.ts';
import { type Claimset, startClaimset } from '../support/claimset.ts';
import { startTestCore } from '../support/embedded-core.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { type SdkApp, startSdkApp } from '../support/sdk-app.ts';
import { Client, clients, type Stage, type Step } from './random-history.ts';

/** Fewer where many other things are checked as well. */
const HISTORIES = Number(process.env['HISTORIES'] ?? 50);
const apiKey = createApiKey('tests', ['claims:write']);
let core: RunningCore;
let postgres: TestPostgres;
let app: SdkApp;
let alone: Claimset;
let instances: readonly Claimset[];

beforeAll(async () => {
  [core, postgres] = await Promise.all([startTestCore(), startPostgres()]);
  const onCore = {
    SUPERTOKENS_CONNECTION_URI: core.url,
    API_KEYS: apiKey.entry,
    CLAIMS_SCHEMA: 'test/support/claims-any.graphql',
  };
  const DATABASE_URL = postgres.connectionString;
  [alone, app, ...instances] = await Promise.all([
    startClaimset(onCore),
    startSdkApp({ CORE_URI: core.url, PLUGINS: 'lossless', DATABASE_URL }),
    startClaimset({ ...onCore, DATABASE_URL }),
    startClaimset({ ...onCore, DATABASE_URL }),
  ]);
}, 120_000);

afterAll(async () => {
  await Promise.all([alone, app, ...instances].map((one) => one.stop()));
  await Promise.all([core.close(), postgres.stop()]);
});

it(`${HISTORIES} random histories on one server have an order`, { timeout: 240_000 }, async () => {
  await checkHistories({ servers: [alone.url], apiKey: apiKey.key, app: null });
});

it(`${HISTORIES} random histories on two servers and an application have an order`, { timeout: 240_000 }, async () => {
  await checkHistories({ servers: instances.map(({ url }) => url), apiKey: apiKey.key, app });
});

it('the plain SDK, whose base is the token, has no order in one of ten histories', { timeout: 120_000 }, async () => {
  const plain = await startSdkApp({ CORE_URI: core.url });
  onTestFinished(() => plain.stop());
  let isFound = false;
  for (let turn = 0; turn < 10 && !isFound; turn += 1) isFound = !(await plainHistory(plain)).isLinearizable;
  expect(isFound).toBe(true);
});

/** Three clients, each of which sets a claim of its own with the token that the session began with. */
async function plainHistory(plain: SdkApp): Promise<Verdict> {
  const session = await plain.signIn({ a: 0 });
  const operations = ['b', 'c', 'd'].map(async (key): Promise<Operation> => {
    const startedAtMillis = performance.now();
    const { status } = await plain.call('/merge', { [key]: 1 }, session.accessToken);
    const times = { startedAtMillis, endedAtMillis: performance.now() };
    const apply: Operation['apply'] = (claims) => ({ ...claims, [key]: 1 });
    return {
      client: key,
      about: `sets ${key}`,
      ...times,
      apply,
      seen: null,
      outcome: status === 200 ? 'DONE' : 'UNKNOWN',
    };
  });
  const observed = await Promise.all(operations);
  const stored = Object.entries((await plain.stored(session.handle)) as Record<string, never>);
  const final = Object.fromEntries(stored.filter(([key]) => key !== 'iss'));
  return checkHistory(observed, { a: 0 }, final);
}

async function checkHistories(stage: Stage): Promise<void> {
  await fc.assert(
    fc.asyncProperty(clients, (lanes) => endsInOrder(stage, lanes)),
    { numRuns: HISTORIES, endOnFailure: true, includeErrorInReport: true },
  );
}

async function endsInOrder(stage: Stage, lanes: readonly (readonly Step[])[]): Promise<void> {
  const initial = { a: 0, b: { x: 0 }, admin: true };
  const session = await app.signIn(initial);
  const observed = await Promise.all(lanes.map((steps, lane) => new Client(session, stage, lane).run(steps)));
  const stored = Object.entries((await app.stored(session.handle)) as Record<string, never>);
  const final = Object.fromEntries(stored.filter(([key]) => key !== 'iss' && key !== 'st-cset'));
  const verdict = checkHistory(observed.flat(), initial, final);
  expect(verdict.isLinearizable, `\n${explain(verdict, initial, final)}\n`).toBe(true);
}
