import autocannon from 'autocannon';
import { z } from 'zod';

import { startCore } from '../lib/contenders.ts';
import { Connections, expectOk } from '../lib/http.ts';
import { type Limits, measureLimits } from '../lib/limits.ts';
import { memoryOf } from '../lib/memory.ts';
import { percentile } from '../lib/percentiles.ts';
import type { BenchOptions, Result, Row } from '../lib/row.ts';

const CONNECTIONS = [1, 16, 64];
const MUST_OF_SIGNATURES = 0.6;
const MUST_REGENERATE = 2500;
const MUST_GET = 8000;
const MUST_MEGABYTES = 120;
const ROUNDS = 5;
const SECONDS = 2;
const LIMIT_MILLIS = 1000;
const QUICK = { rounds: 1, seconds: 1, limitMillis: 100 };

/** The embedded core, or the one of `--core`, asked directly: beside what the machine can do at all. */
export const core: Row = {
  name: 'core',
  measure: async (options, stage) => {
    const { url, apiKey, process } = await startCore(options, stage);
    const limits = await measureLimits(options.isQuick ? QUICK.limitMillis : LIMIT_MILLIS, await stage.folder());
    const target = await createTarget(url, apiKey);
    const results: Result[] = [];
    for (const connections of CONNECTIONS) results.push(...(await measure(options, target, connections, limits)));
    const memory = process === null ? null : memoryOf(process.child.pid);
    return [...results, ...(memory === null ? [] : [memoryResult(memory.mostMegabytes)]), limitsResult(limits)];
  },
};

interface Target {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly handle: string;
  readonly accessToken: string;
}

const created = z.object({
  session: z.object({ handle: z.string() }),
  accessToken: z.object({ token: z.string() }),
});

async function createTarget(url: string, apiKey: string | null): Promise<Target> {
  const headers = { 'cdi-version': '5.4', ...(apiKey === null ? {} : { 'api-key': apiKey }) };
  const connections = new Connections(url);
  const session = { userId: 'bench', userDataInJWT: {}, userDataInDatabase: {}, enableAntiCsrf: false };
  const { text } = expectOk(await connections.post('/public/recipe/session', session, headers));
  connections.close();
  const { session: made, accessToken } = created.parse(JSON.parse(text));
  return { url, headers, handle: made.handle, accessToken: accessToken.token };
}

async function measure(options: BenchOptions, target: Target, connections: number, limits: Limits): Promise<Result[]> {
  const { rounds, seconds } = options.isQuick ? QUICK : { rounds: ROUNDS, seconds: SECONDS };
  const [regenerates, gets]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    const body = JSON.stringify({ accessToken: target.accessToken, userDataInJWT: { turn: round } });
    const headers = { ...target.headers, 'content-type': 'application/json' };
    const common = { connections, duration: seconds };
    const regenerate = { ...common, method: 'POST' as const, headers, body };
    regenerates.push(await perSecond({ ...regenerate, url: `${target.url}/recipe/session/regenerate` }));
    const query = new URLSearchParams({ sessionHandle: target.handle }).toString();
    gets.push(await perSecond({ ...common, headers: target.headers, url: `${target.url}/recipe/session?${query}` }));
  }
  const mustHold = connections > 1;
  const regenerate = percentile(regenerates, 0.5);
  const get = percentile(gets, 0.5);
  const share = regenerate / limits.signatures;
  const what = `core, ${connections} connection${connections === 1 ? '' : 's'}`;
  return [
    {
      what: `${what}: regenerate / signatures of one thread`,
      figure: share.toFixed(2),
      must: mustHold ? `at least ${MUST_OF_SIGNATURES}, ${MUST_REGENERATE} a second` : '',
      isMet: mustHold ? share >= MUST_OF_SIGNATURES && regenerate >= MUST_REGENERATE : null,
      beside: `${showRounds(regenerates)} a second`,
    },
    {
      what: `${what}: GET session a second`,
      figure: get.toFixed(0),
      must: mustHold ? `at least ${MUST_GET}` : '',
      isMet: mustHold ? get >= MUST_GET : null,
      beside: `${showRounds(gets)} a second`,
    },
  ];
}

/** @throws where any request fails */
async function perSecond(options: autocannon.Options): Promise<number> {
  const { requests, errors, timeouts, non2xx } = await autocannon(options);
  if (errors + timeouts + non2xx > 0) throw new Error(`${errors + timeouts + non2xx} requests to the core failed`);
  return requests.average;
}

function showRounds(values: readonly number[]): string {
  return `${percentile(values, 0.5).toFixed(0)} (${Math.min(...values).toFixed(0)} to ${Math.max(...values).toFixed(0)})`;
}

function memoryResult(mostMegabytes: number): Result {
  return {
    what: 'core: memory at most',
    figure: `${mostMegabytes} MB`,
    must: `under ${MUST_MEGABYTES} MB`,
    isMet: mostMegabytes < MUST_MEGABYTES,
    beside: '',
  };
}

function limitsResult({ signatures, signaturesOfAll, commits, requests }: Limits): Result {
  return {
    what: 'limits of this machine, a second',
    figure: '',
    must: '',
    isMet: null,
    beside:
      `signatures of one thread ${signatures.toFixed(0)}, of all ${signaturesOfAll.toFixed(0)}, ` +
      `commits ${commits.toFixed(0)}, bare HTTP ${requests.toFixed(0)}`,
  };
}
