import type { GraphiQLProps } from 'graphiql';

type Fetcher = GraphiQLProps['fetcher'];
type Params = Parameters<Fetcher>[0];

/** What goes along with an operation; asked anew for each. */
export interface RequestFacts {
  /** Empty: none is sent. */
  apiKey(): string;
  /** Null: nobody is signed in. */
  userId(): string | null;
}

/** Sends operations to this server. SuperTokens' SDK stands behind `fetch`: it refreshes an expired token and repeats. */
export function createFetcher(facts: RequestFacts): Fetcher {
  return async (params) => {
    const apiKey = facts.apiKey();
    const headers = {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json',
      ...(apiKey === '' ? {} : { 'x-api-key': apiKey }),
    };
    const body = JSON.stringify(withUserId(params, facts.userId()));
    return answerOf(await fetch('/graphql', { method: 'POST', headers, body }).catch(unreachable));
  };
}

/** Fills in the variable `$me`, which the prepared tabs use, where it is not given. */
export function withUserId(params: Params, userId: string | null): Params {
  if (userId === null || !/\$me\s*:/.test(params.query)) return params;
  const given: unknown = params.variables;
  return { ...params, variables: { me: userId, ...(typeof given === 'object' ? given : {}) } };
}

function unreachable(): never {
  throw new Error('The server cannot be reached. Is it still running?');
}

async function answerOf(response: Response): ReturnType<Response['json']> {
  if (/json/.test(response.headers.get('content-type') ?? '')) return response.json();
  throw new Error(`The server answered ${response.status} without JSON. Is there a proxy in front of it?`);
}
