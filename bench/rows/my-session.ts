import { compare, showSpread } from '../lib/compare.ts';
import { startContenders, Token } from '../lib/contenders.ts';
import { type Connections, expectOk } from '../lib/http.ts';
import type { Client } from '../lib/load.ts';
import type { Row } from '../lib/row.ts';

const MUST = 1.2;
const CLIENTS = 16;

export const MY_SESSION = { query: '{ mySession { claims { theme additional } } }' };

/** Reading one's claims against a route that verifies the session and asks the core for it. */
export const mySession: Row = {
  name: 'mySession',
  measure: async (options, stage) => {
    const contenders = await startContenders(options, stage);
    const { seed, claimset } = contenders;
    const { accessTokens } = await contenders.newUser(CLIENTS);
    const tokens = accessTokens.map((accessToken) => new Token(accessToken));
    const { ratio, perSecond } = await compare(
      options,
      tokens.map((token) => reader(seed.connections, '/session', {}, token)),
      tokens.map((token) => reader(claimset.connections, '/graphql', MY_SESSION, token)),
    );
    return [
      {
        what: `mySession / a route that reads, ${CLIENTS} clients`,
        figure: showSpread(ratio),
        must: `at least ${MUST}`,
        isMet: ratio.median >= MUST,
        beside: `${perSecond[1].toFixed(0)} and ${perSecond[0].toFixed(0)} a second`,
      },
    ];
  },
};

function reader(connections: Connections, path: string, body: object, token: Token): Client {
  return async () => {
    token.keep(expectOk(await connections.post(path, body, token.headers)));
  };
}
