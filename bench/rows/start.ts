import type { TestProcess } from '../../test/support/process.ts';
import { GRAPHQL_LINE, Token } from '../lib/contenders.ts';
import { Connections, expectOk } from '../lib/http.ts';
import { memoryOf } from '../lib/memory.ts';
import { percentile, spreadOf } from '../lib/percentiles.ts';
import type { Result, Row } from '../lib/row.ts';
import type { Stage } from '../lib/stage.ts';
import { MY_SESSION } from './my-session.ts';
import { claimsetClient } from './update-my-claims.ts';

const MUST_START_SECONDS = 0.9;
const MUST_MEGABYTES = 190;
const STARTS = 7;
const CLIENTS = 16;
const REQUESTS = 10_000;
const QUICK = { starts: 1, requests: 200 };

/** How soon the whole of it answers, and how much memory it takes, embedded core included. */
export const start: Row = {
  name: 'start',
  measure: async ({ isQuick }, stage) => {
    const seconds: number[] = [];
    for (let turn = 0; turn < (isQuick ? QUICK.starts : STARTS); turn += 1) seconds.push(await startOnce(stage));
    return [starts(seconds), await memory(stage, isQuick ? QUICK.requests : REQUESTS)];
  },
};

/** Claimset on an embedded core of its own. */
export async function startWhole(stage: Stage): Promise<{ process: TestProcess; connections: Connections }> {
  const process = stage.built('start', { PORT: '0', DATA_DIR: await stage.folder(), LOG_LEVEL: 'warn' });
  const [, url = ''] = await process.line(GRAPHQL_LINE);
  return { process, connections: new Connections(url) };
}

/** Signs a new user up; gives the session's token. */
export async function signUp(connections: Connections): Promise<Token> {
  const formFields = [
    { id: 'email', value: `${crypto.randomUUID()}@example.com` },
    { id: 'password', value: 'correct-horse-1' },
  ];
  const reply = expectOk(await connections.post('/auth/signup', { formFields }, { 'st-auth-mode': 'header' }));
  const token = new Token('');
  token.keep(reply);
  return token;
}

async function startOnce(stage: Stage): Promise<number> {
  const beganAtMillis = performance.now();
  const { process, connections } = await startWhole(stage);
  expectOk(await connections.post('/graphql', { query: '{ __typename }' }));
  const seconds = (performance.now() - beganAtMillis) / 1000;
  await process.stop();
  return seconds;
}

function starts(seconds: readonly number[]): Result {
  const { least, most } = spreadOf(seconds);
  const median = percentile(seconds, 0.5);
  return {
    what: 'start to first answer',
    figure: `${median.toFixed(2)} s (${least.toFixed(2)} to ${most.toFixed(2)})`,
    must: `under ${MUST_START_SECONDS} s`,
    isMet: median < MUST_START_SECONDS,
    beside: '',
  };
}

/** Half of the requests change a claim, half read. */
async function memory(stage: Stage, requests: number): Promise<Result> {
  const { process, connections } = await startWhole(stage);
  const tokens: Token[] = [];
  for (let turn = 0; turn < CLIENTS; turn += 1) tokens.push(await signUp(connections));
  await Promise.all(
    tokens.map(async (token) => {
      const { client } = claimsetClient({ claimset: { connections, process } }, token);
      for (let turn = 0; turn < requests / CLIENTS; turn += 2) {
        await client();
        token.keep(expectOk(await connections.post('/graphql', MY_SESSION, token.headers)));
      }
    }),
  );
  const { megabytes, mostMegabytes } = memoryOf(process.child.pid);
  return {
    what: `memory after ${requests} requests`,
    figure: `${megabytes} MB`,
    must: `under ${MUST_MEGABYTES} MB`,
    isMet: megabytes < MUST_MEGABYTES,
    beside: `${mostMegabytes} MB at most`,
  };
}
