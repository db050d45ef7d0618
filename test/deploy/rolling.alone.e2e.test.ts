import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { createApiKey } from '../../src/claims/access/api-key.ts';
import type { RunningCore } from '../../src/embedded-core/index.ts';
import { type Claimset, startClaimset, temporaryFolder } from '../support/claimset.ts';
import { startTestCore } from '../support/embedded-core.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { signUp } from '../support/user.ts';
import { startLoad } from './load.ts';
import { freePort, startNginx, type TestNginx } from './nginx.ts';
import { buildServerOf, previousCommit } from './previous-build.ts';

const LONG = 180_000;
const apiKey = createApiKey('tests', ['claims:write']);
const commit = previousCommit();

let previousCli: string;

beforeAll(async () => {
  if (commit !== null) previousCli = await buildServerOf(commit);
}, LONG);

describe.runIf(commit !== null)('two processes behind nginx, on one core and one PostgreSQL', () => {
  let core: RunningCore;
  let postgres: TestPostgres;
  let nginx: TestNginx;
  let processes: [Claimset, Claimset];

  const start = (port: number, cli?: string): Promise<Claimset> =>
    startClaimset({ ...settings(), PORT: String(port) }, cli);
  const settings = () => ({
    SUPERTOKENS_CONNECTION_URI: core.url,
    DATABASE_URL: postgres.connectionString,
    API_KEYS: apiKey.entry,
    CLAIMS_SCHEMA: 'test/support/claims-any.graphql',
    EMAIL_PASSWORD: 'on',
    TRUSTED_PROXIES: '127.0.0.1',
    METRICS_PORT: '0',
  });
  const requestsSeenBy = (claimset: Claimset): number => claimset.log().filter((line) => 'status' in line).length;

  beforeAll(async () => {
    [core, postgres] = await Promise.all([startTestCore(), startPostgres()]);
    const ports = await Promise.all([freePort(), freePort()]);
    processes = await Promise.all([start(ports[0], previousCli), start(ports[1], previousCli)]);
    nginx = await startNginx([processes[0].url, processes[1].url]);
  }, LONG);

  afterAll(async () => {
    await nginx.stop();
    await Promise.all(processes.map((one) => one.stop()));
    await Promise.all([core.close(), postgres.stop()]);
  });

  it(
    'are replaced by the next version one after the other: no request fails, nothing is lost',
    { timeout: LONG },
    async () => {
      const load = await startLoad(nginx.url, 4, apiKey.key);
      for (const index of [0, 1] as const) {
        const before = load.acknowledged();
        await vi.waitFor(() => {
          expect(load.acknowledged()).toBeGreaterThan(before + 100);
        }, LONG);
        const old = processes[index];
        expect(await old.process.stop()).toBe(0);
        const next = await start(Number(new URL(old.url).port));
        processes[index] = next;
        // nginx leaves a process that has refused a connection alone for some seconds.
        await vi.waitFor(() => {
          expect(requestsSeenBy(next)).toBeGreaterThan(20);
        }, LONG);
      }
      const { lost } = await load.stop();
      expect({ failures: load.failures, lost }, nginx.errors().join('\n')).toEqual({ failures: [], lost: [] });
      expect(load.acknowledged()).toBeGreaterThan(200);
    },
  );
});

it.runIf(commit !== null)(
  'goes on with the data of the version before: sessions, users and claims are there',
  async () => {
    const env = { DATA_DIR: await temporaryFolder(), CLAIMS_SCHEMA: 'test/support/claims-any.graphql' };
    const old = await startClaimset(env, previousCli);
    const { session } = await signUp(old.url);
    const set = 'mutation { updateMyClaims(input: { claims: { additional: { kept: 1 } } }) { userErrors { code } } }';
    expect((await session.send(set)).errors).toEqual([]);
    const port = new URL(old.url).port;
    expect(await old.process.stop()).toBe(0);
    const next = await startClaimset({ ...env, PORT: port });
    try {
      expect(await session.refresh()).toBe(200);
      const { data } = await session.send('{ mySession { claims { additional } } }');
      expect(data).toEqual({ mySession: { claims: { additional: { kept: 1 } } } });
    } finally {
      await next.stop();
    }
  },
);
