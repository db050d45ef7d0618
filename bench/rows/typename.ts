import { compare, showSpread } from '../lib/compare.ts';
import { startContenders } from '../lib/contenders.ts';
import { type Connections, expectOk } from '../lib/http.ts';
import type { Client } from '../lib/load.ts';
import type { Row } from '../lib/row.ts';

const MUST = 0.35;
const CLIENTS = 16;

/** What GraphQL and the middleware around it cost, against a bare Express route. */
export const typename: Row = {
  name: 'typename',
  measure: async (options, stage) => {
    const { seed, claimset } = await startContenders(options, stage);
    const { ratio, perSecond } = await compare(
      options,
      Array.from({ length: CLIENTS }, () => asker(seed.connections, '/bare')),
      Array.from({ length: CLIENTS }, () => asker(claimset.connections, '/graphql')),
    );
    return [
      {
        what: `{ __typename } / a bare Express route, ${CLIENTS} clients`,
        figure: showSpread(ratio),
        must: `at least ${MUST}`,
        isMet: ratio.median >= MUST,
        beside: `${perSecond[1].toFixed(0)} and ${perSecond[0].toFixed(0)} a second`,
      },
    ];
  },
};

function asker(connections: Connections, path: string): Client {
  return async () => expectOk(await connections.post(path, { query: '{ __typename }' }));
}
