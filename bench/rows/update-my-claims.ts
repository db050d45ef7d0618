import { z } from 'zod';

import { compare, showSpread } from '../lib/compare.ts';
import { type Contenders, startContenders, Token } from '../lib/contenders.ts';
import { expectOk } from '../lib/http.ts';
import type { Client } from '../lib/load.ts';
import type { BenchOptions, Result, Row } from '../lib/row.ts';

/** The least ratio, by the number of clients. */
const MUST = new Map([
  [1, 0.8],
  [16, 0.9],
]);

const UPDATE_MY_CLAIMS = `mutation ($newKey: String!) {
  updateMyClaims(input: { claims: { additional: { newKey: $newKey } } }) { session { claims { additional } } userErrors { code } }
}`;

/** A change of one's own claims against Method 1 (docs/faults.md). */
export const updateMyClaims: Row = {
  name: 'updateMyClaims',
  measure: async (options, stage) => {
    const contenders = await startContenders(options, stage);
    const results: Result[] = [];
    for (const [clients, must] of MUST) results.push(await measure(options, contenders, clients, must));
    return results;
  },
};

async function measure(options: BenchOptions, contenders: Contenders, count: number, must: number): Promise<Result> {
  const { accessTokens } = await contenders.newUser(2 * count);
  const seed = accessTokens.slice(0, count).map((token) => seedClient(contenders, new Token(token)));
  const own = accessTokens.slice(count).map((token) => claimsetClient(contenders, new Token(token)));
  const { ratio, perSecond } = await compare(
    options,
    seed,
    own.map(({ client }) => client),
  );
  const stored = await Promise.all(own.map(({ isKept }) => isKept()));
  const lost = stored.filter((isKept) => !isKept).length;
  return {
    what: `updateMyClaims / Method 1, ${count} client${count === 1 ? '' : 's'}`,
    figure: showSpread(ratio),
    must: `at least ${must}, nothing lost`,
    isMet: ratio.median >= must && lost === 0,
    beside: `${perSecond[1].toFixed(0)} and ${perSecond[0].toFixed(0)} a second`,
    ...(lost > 0 ? { fault: `${lost} sessions lost their last claim` } : {}),
  };
}

function seedClient({ seed }: Contenders, token: Token): Client {
  let turn = 0;
  return async () => {
    turn += 1;
    token.keep(expectOk(await seed.connections.post('/claims', { newKey: `v${turn}` }, token.headers)));
  };
}

const mySession = z.object({
  data: z.object({ mySession: z.object({ claims: z.object({ additional: z.looseObject({ newKey: z.string() }) }) }) }),
});

/** A client of Claimset, and whether what it wrote last is there. */
export function claimsetClient(
  { claimset }: Pick<Contenders, 'claimset'>,
  token: Token,
): { readonly client: Client; readonly isKept: () => Promise<boolean> } {
  let turn = 0;
  const send = async (query: string, variables: object): Promise<string> => {
    const reply = expectOk(await claimset.connections.post('/graphql', { query, variables }, token.headers));
    token.keep(reply);
    return reply.text;
  };
  return {
    client: () => {
      turn += 1;
      return send(UPDATE_MY_CLAIMS, { newKey: `v${turn}` });
    },
    isKept: async () => {
      const text = await send('{ mySession { claims { additional } } }', {});
      return mySession.parse(JSON.parse(text)).data.mySession.claims.additional.newKey === `v${turn}`;
    },
  };
}
