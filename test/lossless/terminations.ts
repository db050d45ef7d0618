/**
 * Looks for changes that were acknowledged and are not there, while PostgreSQL ends the transactions that hold the locks:
 * two servers on one PostgreSQL and one core, sessions whose users set claims, and an administrator who takes them away.
 */
import { z } from 'zod';

import { createApiKey } from '../../src/claims/access/api-key.ts';
import { type GraphQLAnswer, send } from '../support/caller.ts';
import { type Claimset, startClaimset } from '../support/claimset.ts';
import { startCoreProxy } from '../support/core-proxy.ts';
import { startTestCore } from '../support/embedded-core.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { type AppSession, type SdkApp, startSdkApp } from '../support/sdk-app.ts';

const MINE = `mutation ($additional: JSONObject!) {
  updateMyClaims(input: { claims: { additional: $additional } }) { userErrors { code } }
}`;
const USER = `mutation ($id: ID!, $additional: JSONObject!) {
  updateUserClaims(input: { user: { id: $id }, claims: { additional: $additional }, reach: LIVE_SESSIONS }) {
    sessions { status }
  }
}`;
const apiKey = createApiKey('tests', ['claims:write']);
const statuses = z.object({ updateUserClaims: z.object({ sessions: z.array(z.object({ status: z.string() })) }) });

/** How much is to be done before the count is taken. */
export interface TerminationGoal {
  readonly terminations: number;
  readonly acknowledged: number;
  /** How long the core takes for each write. */
  readonly writeMillis: number;
  readonly sessions: number;
  /** How many change one session at the same time, in each of the two servers: by default one. */
  readonly clients?: number;
}

/** What was counted. */
export interface TerminationCount {
  readonly terminations: number;
  readonly acknowledged: number;
  readonly unknown: number;
  readonly notApplied: number;
  /** Set, acknowledged, never taken away, and not there. */
  readonly lost: readonly string[];
  /** Taken away, acknowledged, and there. */
  readonly resurrected: readonly string[];
}

/** Runs until the goal is reached, and counts. */
export async function countLosses(goal: TerminationGoal): Promise<TerminationCount> {
  const world = await startWorld(goal.writeMillis);
  try {
    const tally: Tally = { terminations: 0, acknowledged: 0, unknown: 0, notApplied: 0, keys: new Map() };
    const isReached = (): boolean => tally.terminations >= goal.terminations && tally.acknowledged >= goal.acknowledged;
    const sessions = await Promise.all(Array.from({ length: goal.sessions }, () => world.app.signIn()));
    const { clients = 1 } = goal;
    const clientsOf = (session: AppSession, i: number): Promise<void>[] =>
      Array.from({ length: 2 * clients }, (_, at) => {
        const client = { session, name: `${i}-${at}`, at: at % 2, keys: clients > 1 ? 2 : 20 };
        return change(world, client, tally, isReached);
      });
    await Promise.all([terminate(world.postgres, tally, isReached), ...sessions.flatMap(clientsOf)]);
    const { keys, ...counts } = tally;
    return { ...counts, ...(await compare(world.app, sessions, keys)) };
  } finally {
    await world.stop();
  }
}

interface Tally {
  terminations: number;
  acknowledged: number;
  unknown: number;
  notApplied: number;
  /** By session and key, whether it must be there: undefined where nobody knows. */
  readonly keys: Map<string, boolean | undefined>;
}

type Outcome = 'acknowledged' | 'unknown' | 'notApplied';

interface TerminationClient {
  readonly session: AppSession;
  readonly name: string;
  /** Which server. */
  readonly at: number;
  /** How many claims it uses: a session has room for a hundred. */
  readonly keys: number;
}

/** One client of one server: sets claims with the session's first token, and takes each second one away. */
async function change(
  world: TerminationWorld,
  { session, name, at, keys }: TerminationClient,
  tally: Tally,
  isReached: () => boolean,
): Promise<void> {
  for (let turn = 0; !isReached(); turn++) {
    const key = `k${name}-${turn % keys}`;
    const id = `${session.handle} ${key}`;
    const set = mineOutcome(await world.mine(at, session, { [key]: turn }));
    tally[set] += 1;
    if (set !== 'notApplied') tally.keys.set(id, set === 'acknowledged' ? true : undefined);
    if (turn % 2 === 0 || set !== 'acknowledged') continue;
    const removed = userOutcome(await world.administrator(1 - at, session.userId, { [key]: null }));
    tally[removed] += 1;
    if (removed !== 'notApplied') tally.keys.set(id, removed === 'acknowledged' ? false : undefined);
  }
}

function mineOutcome({ errors }: GraphQLAnswer): Outcome {
  if (errors.length === 0) return 'acknowledged';
  return errors.some(({ outcome }) => outcome === 'UNKNOWN') ? 'unknown' : 'notApplied';
}

function userOutcome(answer: GraphQLAnswer): Outcome {
  if (answer.errors.length > 0) return mineOutcome(answer);
  const [session] = statuses.parse(answer.data).updateUserClaims.sessions;
  if (session?.status === 'UNKNOWN') return 'unknown';
  return session?.status === 'FAILED' ? 'notApplied' : 'acknowledged';
}

/** Ends transactions that hold a lock and wait for the core. */
async function terminate(postgres: TestPostgres, tally: Tally, isReached: () => boolean): Promise<void> {
  while (!isReached()) {
    const ended = await postgres.query<{ done: boolean }>(`
      SELECT pg_terminate_backend(pid) AS done FROM (
        SELECT DISTINCT pid FROM pg_locks JOIN pg_stat_activity USING (pid)
        WHERE locktype = 'advisory' AND granted AND state = 'idle in transaction'
        ORDER BY pid LIMIT 2
      ) AS holders`);
    tally.terminations += ended.filter(({ done }) => done).length;
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
}

async function compare(app: SdkApp, sessions: readonly AppSession[], keys: Tally['keys']) {
  const [lost, resurrected]: [string[], string[]] = [[], []];
  for (const { handle } of sessions) {
    const stored = z.record(z.string(), z.unknown()).parse(await app.stored(handle));
    for (const [id, expected] of keys) {
      const [owner, key = ''] = id.split(' ');
      if (owner !== handle) continue;
      const isThere = Object.hasOwn(stored, key);
      if (expected === true && !isThere) lost.push(id);
      if (expected === false && isThere) resurrected.push(id);
    }
  }
  return { lost, resurrected };
}

interface TerminationWorld {
  readonly app: SdkApp;
  readonly postgres: TestPostgres;
  mine(at: number, session: AppSession, additional: object): Promise<GraphQLAnswer>;
  administrator(at: number, id: string, additional: object): Promise<GraphQLAnswer>;
  stop(): Promise<void>;
}

async function startWorld(writeMillis: number): Promise<TerminationWorld> {
  const [core, postgres] = await Promise.all([startTestCore(), startPostgres()]);
  const proxy = await startCoreProxy(core.url);
  proxy.decide((call) => (/regenerate|jwt\/data/.test(call) ? writeMillis : 'pass'));
  const onCore = {
    SUPERTOKENS_CONNECTION_URI: proxy.url,
    API_KEYS: apiKey.entry,
    CLAIMS_SCHEMA: 'test/support/claims-any.graphql',
    DATABASE_URL: postgres.connectionString,
    LOG_LEVEL: 'fatal',
  };
  const app = await startSdkApp({ CORE_URI: core.url });
  const instances: Claimset[] = await Promise.all([startClaimset(onCore), startClaimset(onCore)]);
  const url = (at: number): string => instances[at]?.url ?? '';
  return {
    app,
    postgres,
    mine: (at, session, additional) =>
      send(url(at), MINE, { additional }, { authorization: `Bearer ${session.accessToken}` }),
    administrator: (at, id, additional) => send(url(at), USER, { id, additional }, { 'x-api-key': apiKey.key }),
    stop: async () => {
      await Promise.all([app.stop(), ...instances.map((one) => one.stop())]);
      await proxy.close();
      await Promise.all([core.close(), postgres.stop()]);
    },
  };
}
