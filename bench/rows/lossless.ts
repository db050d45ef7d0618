import { join } from 'node:path';

import pLimit from 'p-limit';

import { createApiKey } from '../../src/claims/access/api-key.ts';
import { send } from '../../test/support/caller.ts';
import { startPostgres } from '../../test/support/postgres.ts';
import { type AppSession, connectSdkApp, type SdkApp } from '../../test/support/sdk-app.ts';
import { startCore } from '../lib/contenders.ts';
import type { Result, Row } from '../lib/row.ts';
import type { Stage } from '../lib/stage.ts';

const ROOT = join(import.meta.dirname, '../..');
const OPERATIONS = 10_000;
const QUICK_OPERATIONS = 600;
const OPERATIONS_A_SESSION = 100;
const SESSIONS_AT_A_TIME = 8;
const CLIENTS_OF_A_SESSION = 4;
const CLAIMS_FILE = join(ROOT, 'test/support/claims-any.graphql');

const MINE = `mutation ($additional: JSONObject!) {
  updateMyClaims(input: { claims: { additional: $additional } }) { userErrors { code } }
}`;
const USER = `mutation ($id: ID!, $additional: JSONObject!) {
  updateUserClaims(input: { user: { id: $id }, claims: { additional: $additional }, reach: LIVE_SESSIONS }) {
    sessions { status }
  }
}`;

/** What became of the operations of one contender. */
interface LosslessResult {
  readonly contender: string;
  readonly operations: number;
  /** Acknowledged claims that are not stored. */
  readonly lost: number;
  /** Claims whose removal was acknowledged and that are stored. */
  readonly resurrected: number;
  /** Operations that were not acknowledged. */
  readonly failed: number;
  readonly seconds: number;
}

/** Changes claims of a session, by its token or by its handle; answers with the new token, or null where it failed. */
interface Contender {
  readonly name: string;
  byToken(session: AppSession, token: string, patch: object, turn: number): Promise<string | null>;
  byHandle(session: AppSession, patch: object, turn: number): Promise<boolean>;
}

/** Adds and removes claims of many sessions from several clients at once, with fresh and stale tokens and by handle. */
export const lossless: Row = {
  name: 'lossless',
  measure: async (options, stage) => {
    const operations = options.isQuick ? QUICK_OPERATIONS : OPERATIONS;
    const postgres = await startPostgres();
    try {
      const { url, apiKey } = await startCore(options, stage);
      const key: Record<string, string> = apiKey === null ? {} : { CORE_API_KEY: apiKey };
      const app = stage.script(join(ROOT, 'test/fixtures/sdk-app.ts'), [], { CORE_URI: url, ...key });
      const [, appUrl = ''] = await app.line(/^READY (\S+)$/);
      const plain = connectSdkApp(appUrl);
      const ownKey: Record<string, string> = apiKey === null ? {} : { SUPERTOKENS_API_KEY: apiKey };
      const one = { SUPERTOKENS_CONNECTION_URI: url, ...ownKey };
      const shared = { ...one, DATABASE_URL: postgres.connectionString };
      const contenders = [
        { ...plainSdk(plain), mayLose: true },
        { ...(await claimset('Claimset, one process', stage, [one])), mayLose: false },
        { ...(await claimset('Claimset, two processes and PostgreSQL', stage, [shared, shared])), mayLose: false },
      ];
      const results: Result[] = [];
      for (const contender of contenders) {
        results.push(toResult(await run(contender, plain, operations), contender.mayLose));
      }
      return results;
    } finally {
      await postgres.stop();
    }
  },
};

function toResult(result: LosslessResult, mayLose: boolean): Result {
  const { contender, operations, lost, resurrected, failed, seconds } = result;
  const isClean = lost + resurrected + failed === 0;
  const figure = `${lost} lost, ${resurrected} resurrected`;
  return {
    what: `${operations} operations: ${contender}`,
    figure,
    must: mayLose ? '' : '0 lost, 0 resurrected',
    isMet: mayLose ? null : isClean,
    beside: `${failed} failed, ${seconds.toFixed(0)} s`,
    ...(mayLose || isClean ? {} : { fault: `${contender}: ${figure}, ${failed} failed` }),
  };
}

async function run(contender: Contender, plain: SdkApp, operations: number): Promise<LosslessResult> {
  const startedAt = performance.now();
  const limit = pLimit(SESSIONS_AT_A_TIME);
  const sessions = Array.from({ length: Math.ceil(operations / OPERATIONS_A_SESSION) }, (_, i) => i);
  const tallies = await limit.map(sessions, () => changeOneSession(contender, plain));
  const sum = (key: keyof Tally): number => tallies.reduce((total, tally) => total + tally[key], 0);
  return {
    contender: contender.name,
    operations: sum('operations'),
    lost: sum('lost'),
    resurrected: sum('resurrected'),
    failed: sum('failed'),
    seconds: (performance.now() - startedAt) / 1000,
  };
}

interface Tally {
  readonly operations: number;
  readonly lost: number;
  readonly resurrected: number;
  readonly failed: number;
}

/** Every fifth operation removes a claim that was there, the others add one each. */
async function changeOneSession(contender: Contender, plain: SdkApp): Promise<Tally> {
  const turns = Array.from({ length: OPERATIONS_A_SESSION }, (_, turn) => turn);
  const removals = turns.filter(isRemoval);
  const session = await plain.signIn(Object.fromEntries(removals.map((turn) => [keyOf(turn), 0])));
  const acknowledged = new Set<number>();
  const clients = Array.from({ length: CLIENTS_OF_A_SESSION }, (_, client) => client);
  await Promise.all(
    clients.map(async (client) => {
      let token = session.accessToken;
      for (const turn of turns.filter((one) => one % CLIENTS_OF_A_SESSION === client)) {
        const next = await change(contender, session, token, turn);
        if (next === null) continue;
        token = next;
        acknowledged.add(turn);
      }
    }),
  );
  const stored = Object(await plain.stored(session.handle)) as object;
  const isStored = (turn: number): boolean => Object.hasOwn(stored, keyOf(turn));
  const done = [...acknowledged];
  return {
    operations: turns.length,
    lost: done.filter((turn) => !isRemoval(turn) && !isStored(turn)).length,
    resurrected: done.filter((turn) => isRemoval(turn) && isStored(turn)).length,
    failed: turns.length - done.length,
  };
}

/** By handle, with the stale token the session began with, or with the newest one that the client has. */
async function change(contender: Contender, session: AppSession, token: string, turn: number): Promise<string | null> {
  const patch = { [keyOf(turn)]: isRemoval(turn) ? null : turn };
  if (turn % 3 === 0) return (await contender.byHandle(session, patch, turn)) ? token : null;
  return contender.byToken(session, turn % 3 === 1 ? session.accessToken : token, patch, turn);
}

const isRemoval = (turn: number): boolean => turn % 5 === 4;
const keyOf = (turn: number): string => `k${turn}`;

function plainSdk(app: SdkApp): Contender {
  return {
    name: 'plain SDK',
    byToken: async (_session, token, patch) => {
      const { status, accessToken } = await app.call('/merge', patch, token);
      return status === 200 ? (accessToken ?? token) : null;
    },
    byHandle: async ({ handle }, patch) => (await app.call('/merge-by-handle', { handle, patch })).status === 200,
  };
}

async function claimset(
  name: string,
  stage: Stage,
  environments: readonly Readonly<Record<string, string>>[],
): Promise<Contender> {
  const apiKey = createApiKey('bench', ['claims:write']);
  const common = {
    PORT: '0',
    API_KEYS: apiKey.entry,
    LOG_LEVEL: 'fatal',
    CLAIMS_SCHEMA: CLAIMS_FILE,
    RATE_LIMITS: 'off',
  };
  const starting = environments.map(async (env) =>
    stage.built('start', { ...common, DATA_DIR: await stage.folder(), ...env }),
  );
  const servers = await Promise.all(starting);
  const urls = await Promise.all(servers.map((server) => server.line(/^GraphQL\s+(http:\S+)\/graphql$/)));
  const at = (turn: number): string => urls[turn % urls.length]?.[1] ?? '';
  return {
    name,
    byToken: async (_session, token, additional, turn) => {
      const answer = await send(at(turn), MINE, { additional }, { authorization: `Bearer ${token}` });
      return answer.errors.length === 0 ? (answer.headers.get('st-access-token') ?? token) : null;
    },
    byHandle: async ({ userId: id }, additional, turn) => {
      const { data, errors } = await send(at(turn), USER, { id, additional }, { 'x-api-key': apiKey.key });
      return errors.length === 0 && /"status":"(UPDATED|UNCHANGED)"/.test(JSON.stringify(data));
    },
  };
}
