import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { createApiKey } from '../../src/claims/access/api-key.ts';
import { recentChanges } from '../../src/guard/changes.ts';
import { checkFreshness } from '../../src/guard/freshness.ts';
import { tokenVersions } from '../../src/guard/tokens/versions.ts';
import { payloadVersion } from '../../src/guard/version.ts';
import { readFeedMessage } from '../../src/guard/wire.ts';
import { administer, millisUntil, startGuardedService, watchKey } from '../../test/support/guarded.ts';
import { startPostgres } from '../../test/support/postgres.ts';
import { signUp } from '../../test/support/user.ts';
import { compare, showSpread } from '../lib/compare.ts';
import { GRAPHQL_LINE, startCore } from '../lib/contenders.ts';
import { Connections, expectOk } from '../lib/http.ts';
import { percentile } from '../lib/percentiles.ts';
import type { BenchOptions, Result, Row } from '../lib/row.ts';
import type { Stage } from '../lib/stage.ts';

const APP = join(import.meta.dirname, '../apps/guarded.ts');
const TRIES = 200;
const QUICK_TRIES = 5;
const CHANGES = 100_000;
const CLIENTS = 16;
const MUST = { p99Millis: 250, megabytes: 30, micros: 50, ratio: 1 } as const;

/** What a guard costs, and how soon it knows that a right was taken away. */
export const guard: Row = {
  name: 'guard',
  measure: async (options, stage) => [
    await refusal(options, stage, null),
    await refusal(options, stage, 'PostgreSQL'),
    memory(),
    await cost(),
    await ratio(options, stage),
  ],
};

/** From the acknowledged removal to the refusal, in another process. */
async function refusal({ isQuick }: BenchOptions, stage: Stage, database: 'PostgreSQL' | null): Promise<Result> {
  const postgres = database === null ? null : await startPostgres();
  try {
    const env = postgres === null ? {} : { DATABASE_URL: postgres.connectionString };
    const url = await startServer(stage, env);
    const service = await startGuardedService(url);
    try {
      const millis = await removals(isQuick ? QUICK_TRIES : TRIES, url, (session) => service.ask('/pro', session));
      const p99 = percentile(millis, 0.99);
      return {
        what: `a claim is taken away; refused elsewhere, ${database ?? 'embedded'}`,
        figure: `p99 ${p99.toFixed(0)} ms`,
        must: `p99 under ${MUST.p99Millis} ms`,
        isMet: p99 < MUST.p99Millis,
        beside: `p50 ${percentile(millis, 0.5).toFixed(0)} ms, most ${Math.max(...millis).toFixed(0)} ms, ${millis.length} tries`,
      };
    } finally {
      await service.stop();
    }
  } finally {
    // Before its database.
    await stage.clear();
    await postgres?.stop();
  }
}

async function startServer(stage: Stage, env: Readonly<Record<string, string>>): Promise<string> {
  const dataDir = await stage.folder();
  const settings = { PORT: '0', DATA_DIR: dataDir, API_KEYS: watchKey.entry, LOG_LEVEL: 'warn', RATE_LIMITS: 'off' };
  const [, url = ''] = await stage.built('start', { ...settings, ...env }).line(GRAPHQL_LINE);
  return url;
}

async function removals(
  tries: number,
  url: string,
  ask: (session: { readonly accessToken: string }) => Promise<string>,
): Promise<number[]> {
  const millis: number[] = [];
  for (let count = 0; count < tries; count += 1) {
    const { id, session } = await signUp(url);
    await administer(url, id, { plan: 'PRO' });
    await session.refresh();
    if ((await ask(session)) !== '200') throw new Error('the token does not have the claim');
    await administer(url, id, { plan: null });
    millis.push(await millisUntil('401 TRY_REFRESH_TOKEN', () => ask(session)));
  }
  return millis;
}

/** What a guard keeps of changes in as many sessions. */
function memory(): Result {
  const before = heapBytes();
  const changes = filled();
  const megabytes = (heapBytes() - before) / 1e6;
  return {
    what: `a guard that remembers ${changes.size} changes`,
    figure: `${megabytes.toFixed(1)} MB`,
    must: `under ${MUST.megabytes} MB`,
    isMet: megabytes < MUST.megabytes,
    beside: '',
  };
}

function heapBytes(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc()');
  return process.memoryUsage().heapUsed;
}

/** By the way that changes take: what is kept is text that came out of JSON. */
function filled() {
  const changes = recentChanges();
  const hash = (): string => randomBytes(17).toString('base64url').slice(0, 22);
  for (let index = 0; index < CHANGES; index += 1) {
    const versions = { previousVersion: hash(), version: hash(), marker: '1abcd', takesAway: true };
    const event = { handle: randomUUID(), userId: randomUUID(), kind: 'CHANGED', ...versions };
    const message = readFeedMessage('change', JSON.stringify(event));
    if (message?.type === 'change') changes.add(message.change, index);
  }
  return changes;
}

/** The check of a session with a recent change, beside the signature of its token. */
async function cost(): Promise<Result> {
  const payload = { 'https://example.com/plan': 'PRO', theme: 'DARK', 'st-role': { v: ['a', 'b'], t: 1 } };
  const changes = recentChanges();
  const version = await payloadVersion(payload);
  const unknown = { userId: null, kind: 'CHANGED', previousVersion: 'v'.repeat(22), marker: null } as const;
  changes.add({ handle: 's', ...unknown, version, takesAway: true }, 0);
  const deps = {
    ...{ changes, versions: tokenVersions(), lagMillis: () => 0, maxGapMillis: 5_000, onGap: 'refuse' as const },
    askAuthz: () => Promise.reject(new Error('nobody is asked')),
  };
  const token = { userId: 'u', sessionHandle: 's', tenantId: 'public', expiresAtMillis: 0, payload };
  const rounds = 20_000;
  const microsEach = async (textOf: (round: number) => string): Promise<number> => {
    const began = performance.now();
    for (let count = 0; count < rounds; count += 1) await checkFreshness(deps, token, textOf(count));
    return ((performance.now() - began) / rounds) * 1_000;
  };
  const [first, micros] = [await microsEach((round) => `token-${round}`), await microsEach(() => 'token')];
  return {
    what: 'a guarded request beside the signature, of a session that has changed',
    figure: `${micros.toFixed(1)} µs`,
    must: `under ${MUST.micros} µs`,
    isMet: micros < MUST.micros,
    beside: `the first time that a token comes: ${first.toFixed(1)} µs; a session that has not changed: nothing of it`,
  };
}

/** Requests a second of a guarded route by those of one behind `verifySession()`, in one process. */
async function ratio(options: BenchOptions, stage: Stage): Promise<Result> {
  const core = await startCore({ ...options, coreUrl: null }, stage);
  const key = createApiKey('bench', ['claims:watch']);
  const url = await startServer(stage, {
    ...{ SUPERTOKENS_CONNECTION_URI: core.url, EMAIL_PASSWORD: 'on', API_KEYS: key.entry },
  });
  const app = stage.script(APP, [], { CLAIMSET: url, API_KEY: key.key, CORE_URI: core.url, NODE_ENV: 'production' });
  const [, appUrl = ''] = await app.line(/^READY (\S+)$/);
  const { session } = await signUp(url);
  const connections = new Connections(appUrl);
  const headers = { authorization: `Bearer ${session.accessToken}` };
  const clients = (path: string) =>
    Array.from({ length: CLIENTS }, () => async () => expectOk(await connections.get(path, headers)));
  const { ratio: spread, perSecond } = await compare(options, clients('/sdk'), clients('/guard'));
  connections.close();
  return {
    what: `a guarded route / verifySession(), ${CLIENTS} clients`,
    figure: showSpread(spread),
    must: `at least ${MUST.ratio.toFixed(1)}`,
    isMet: spread.median >= MUST.ratio,
    beside: `${perSecond[1].toFixed(0)} and ${perSecond[0].toFixed(0)} a second`,
  };
}
