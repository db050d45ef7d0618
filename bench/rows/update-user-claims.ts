import { z } from 'zod';

import { showSpread } from '../lib/compare.ts';
import { type Contenders, startContenders } from '../lib/contenders.ts';
import { expectOk } from '../lib/http.ts';
import { memoryOf } from '../lib/memory.ts';
import { percentile, spreadOf } from '../lib/percentiles.ts';
import type { BenchOptions, Result, Row } from '../lib/row.ts';

/** How many times as fast as the loop, by the number of sessions. */
const MUST_BEAT_LOOP = new Map([
  [1, 1],
  [100, 2.5],
  [1000, 3],
]);
const MUST_NOT_EXCEED_ALL = 1.2;
const MUST_GROW_AT_MOST = 1.5;
const MUST_GROW_MEGABYTES = 60;
const MUST_SECONDS_FOR_MOST = 3.5;
const SESSIONS = [1, 10, 100, 1000];
const MOST_SESSIONS = 10_000;
const ROUNDS = 5;
const WRITES_A_ROUND = 200;
const QUICK = { sessions: [1, 10], most: 40, rounds: 1, writes: 10 };

const UPDATE_USER_CLAIMS = `mutation ($id: ID!, $newKey: String!) {
  updateUserClaims(input: { user: { id: $id }, claims: { additional: { newKey: $newKey } }, reach: LIVE_SESSIONS }) {
    sessions { status }
    userErrors { code }
  }
}`;

/** A change of all sessions of a user against Method 2 (docs/faults.md): its loop, and the same without bounds. */
export const updateUserClaims: Row = {
  name: 'updateUserClaims',
  measure: async (options, stage) => {
    const contenders = await startContenders(options, stage);
    const sizes = options.isQuick ? QUICK.sessions : SESSIONS;
    const measured: Measured[] = [];
    for (const sessions of sizes) measured.push(await measureSize(options, contenders, sessions));
    const before = memoryOf(contenders.claimset.process.child.pid).megabytes;
    const most = await measureMost(options, contenders);
    const after = memoryOf(contenders.claimset.process.child.pid).mostMegabytes;
    return [...measured.flatMap(resultsOf), growth(measured), most, memory(before, after)];
  },
};

interface Measured {
  readonly sessions: number;
  readonly millis: Readonly<Record<Way, readonly number[]>>;
}

const ways = ['loop', 'all', 'claimset'] as const;
type Way = (typeof ways)[number];

async function measureSize(options: BenchOptions, contenders: Contenders, sessions: number): Promise<Measured> {
  const { userId } = await contenders.newUser(sessions);
  const { rounds, writes } = options.isQuick ? QUICK : { rounds: ROUNDS, writes: WRITES_A_ROUND };
  const times = Math.max(1, Math.round(writes / sessions));
  const millis: Record<Way, number[]> = { loop: [], all: [], claimset: [] };
  for (const way of ways) await change(contenders, userId, way);
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < ways.length; turn += 1) {
      const way = ways[(round + turn) % ways.length] ?? 'loop';
      const beganAtMillis = performance.now();
      for (let time = 0; time < times; time += 1) await change(contenders, userId, way);
      millis[way].push((performance.now() - beganAtMillis) / times);
    }
  }
  return { sessions, millis };
}

let value = 0;

/** Writes a value that no session has yet, one way or another. */
async function change(contenders: Contenders, userId: string, way: Way): Promise<void> {
  value += 1;
  const newKey = `v${value}`;
  if (way === 'claimset') {
    await changeByClaimset(contenders, userId, newKey);
    return;
  }
  const order = { userId, patch: { newKey }, atOnce: way === 'all' };
  expectOk(await contenders.seed.connections.post('/user-claims', order));
}

const answered = z.object({
  data: z.object({ updateUserClaims: z.object({ sessions: z.array(z.object({ status: z.string() })) }) }),
});

/** How many sessions were updated. */
async function changeByClaimset({ claimset, apiKey }: Contenders, id: string, newKey: string): Promise<number> {
  const body = { query: UPDATE_USER_CLAIMS, variables: { id, newKey } };
  const { text } = expectOk(await claimset.connections.post('/graphql', body, { 'x-api-key': apiKey }));
  const { sessions } = answered.parse(JSON.parse(text)).data.updateUserClaims;
  const failed = sessions.filter(({ status }) => status !== 'UPDATED');
  if (failed.length > 0) throw new Error(`${failed.length} sessions were not updated: ${failed[0]?.status ?? ''}`);
  return sessions.length;
}

function resultsOf({ sessions, millis }: Measured): Result[] {
  const { loop, all, claimset } = millis;
  const toLoop = spreadOf(loop.map((time, round) => time / (claimset[round] ?? NaN)));
  const toAll = spreadOf(claimset.map((time, round) => time / (all[round] ?? NaN)));
  const must = MUST_BEAT_LOOP.get(sessions);
  const figures = ways.map((way) => percentile(millis[way], 0.5).toFixed(1));
  const what = `updateUserClaims, ${sessions} session${sessions === 1 ? '' : 's'}`;
  return [
    {
      what: `${what}: times as fast as the loop`,
      figure: showSpread(toLoop),
      must: must === undefined ? '' : `at least ${must}`,
      isMet: must === undefined ? null : toLoop.median >= must,
      beside: `loop, all at once, Claimset: ${figures.join(', ')} ms`,
    },
    {
      what: `${what}: time by that of Promise.all`,
      figure: showSpread(toAll),
      must: `at most ${MUST_NOT_EXCEED_ALL}`,
      isMet: toAll.median <= MUST_NOT_EXCEED_ALL,
      beside: '',
    },
  ];
}

/** Whether a session costs the same among many. */
function growth(measured: readonly Measured[]): Result {
  const costs = measured
    .filter(({ sessions }) => sessions >= 10)
    .map(({ sessions, millis }) => percentile(millis.claimset, 0.5) / sessions);
  const factor = (costs.at(-1) ?? NaN) / (costs[0] ?? NaN);
  return {
    what: 'updateUserClaims: cost of a session among the most by that among 10',
    figure: factor.toFixed(2),
    must: `at most ${MUST_GROW_AT_MOST}`,
    isMet: factor <= MUST_GROW_AT_MOST,
    beside: `${costs.map((cost) => cost.toFixed(2)).join(', ')} ms a session`,
  };
}

async function measureMost(options: BenchOptions, contenders: Contenders): Promise<Result> {
  const sessions = options.isQuick ? QUICK.most : MOST_SESSIONS;
  const { userId } = await contenders.newUser(sessions);
  const beganAtMillis = performance.now();
  const updated = await changeByClaimset(contenders, userId, 'most');
  const seconds = (performance.now() - beganAtMillis) / 1000;
  return {
    what: `updateUserClaims, ${sessions} sessions: updated`,
    figure: String(updated),
    must: `all, in ${MUST_SECONDS_FOR_MOST} s`,
    isMet: updated === sessions && seconds <= MUST_SECONDS_FOR_MOST,
    beside: `${seconds.toFixed(1)} s`,
  };
}

function memory(before: number, after: number): Result {
  return {
    what: 'updateUserClaims: memory that the most sessions add',
    figure: `${after - before} MB`,
    must: `at most ${MUST_GROW_MEGABYTES} MB`,
    isMet: after - before <= MUST_GROW_MEGABYTES,
    beside: `${before} and ${after} MB`,
  };
}
