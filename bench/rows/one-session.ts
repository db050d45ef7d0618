import { z } from 'zod';

import { startPostgres } from '../../test/support/postgres.ts';
import { compare, showSpread } from '../lib/compare.ts';
import { type Contender, type Contenders, startContenders, Token } from '../lib/contenders.ts';
import { expectOk } from '../lib/http.ts';
import type { Client } from '../lib/load.ts';
import type { BenchOptions, Result, Row } from '../lib/row.ts';

const MUST = 5;
const AT_A_TIME = 50;

const UPDATE = `mutation ($additional: JSONObject!) {
  updateMyClaims(input: { claims: { additional: $additional } }) { change { id } userErrors { code } }
}`;
const READ = { query: '{ mySession { claims { additional } } }' };

/** One session that fifty clients change at the same time: who waits is carried out together with who waits beside him. */
export const oneSession: Row = {
  name: 'oneSession',
  measure: async (options, stage) => {
    const contenders = await startContenders(options, stage);
    const one = await measure(options, contenders, 'one process', [contenders.claimset]);
    const postgres = await startPostgres();
    try {
      const env = { DATABASE_URL: postgres.connectionString, METRICS: 'off' };
      const two = [await contenders.anotherClaimset(env), await contenders.anotherClaimset(env)];
      return [one, await measure(options, contenders, 'two processes and PostgreSQL', two)];
    } finally {
      await stage.clear();
      await postgres.stop();
    }
  },
};

async function measure(
  options: BenchOptions,
  contenders: Contenders,
  name: string,
  servers: readonly Contender[],
): Promise<Result> {
  const { accessTokens } = await contenders.newUser(2);
  const [seedToken = '', ownToken = ''] = accessTokens;
  const seed = clients((at) => seedClient(contenders, at, new Token(seedToken)));
  const written = new Map<string, string>();
  const own = clients((at) => {
    const server = servers[at % servers.length];
    if (server === undefined) throw new Error('there is no server');
    return ownClient(server, at, new Token(ownToken), written);
  });
  const { ratio, perSecond } = await compare(options, seed, own);
  const lost = await countLost(servers[0] ?? contenders.claimset, new Token(ownToken), written);
  return {
    what: `one session, ${AT_A_TIME} at a time / Method 1: ${name}`,
    figure: showSpread(ratio),
    must: `at least ${MUST}, nothing lost or refused`,
    isMet: ratio.median >= MUST && lost === 0,
    beside: `${perSecond[1].toFixed(0)} and ${perSecond[0].toFixed(0)} a second`,
    ...(lost > 0 ? { fault: `${name}: ${lost} of ${AT_A_TIME} clients lost their last claim` } : {}),
  };
}

const clients = (clientAt: (at: number) => Client): Client[] =>
  Array.from({ length: AT_A_TIME }, (_, at) => clientAt(at));

/** Method 1 loses what others write meanwhile; how much is in docs/faults.md. */
function seedClient({ seed }: Contenders, at: number, token: Token): Client {
  let turn = 0;
  return async () => {
    turn += 1;
    token.keep(expectOk(await seed.connections.post('/claims', { [`app_${at}`]: `v${turn}` }, token.headers)));
  };
}

/** A request that is refused ends the run. */
function ownClient({ connections }: Contender, at: number, token: Token, written: Map<string, string>): Client {
  let turn = 0;
  return async () => {
    turn += 1;
    const additional = { [`app_${at}`]: `v${turn}` };
    const body = { query: UPDATE, variables: { additional } };
    token.keep(expectOk(await connections.post('/graphql', body, token.headers)));
    written.set(`app_${at}`, `v${turn}`);
  };
}

const stored = z.object({
  data: z.object({ mySession: z.object({ claims: z.object({ additional: z.record(z.string(), z.unknown()) }) }) }),
});

async function countLost(
  { connections }: Contender,
  token: Token,
  written: ReadonlyMap<string, string>,
): Promise<number> {
  const { text } = expectOk(await connections.post('/graphql', READ, token.headers));
  const { additional } = stored.parse(JSON.parse(text)).data.mySession.claims;
  return [...written].filter(([key, value]) => additional[key] !== value).length;
}
