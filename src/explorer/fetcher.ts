import type { GraphiQLProps } from 'graphiql';
import { z } from 'zod';

import { lacksMe, prepareOperation } from './operation.ts';

type Fetcher = GraphiQLProps['fetcher'];

const jsonObject = z.record(z.string(), z.unknown());

/** What goes along with an operation, asked anew for each; and who is told that one succeeded. */
interface RequestFacts {
  /** Empty: none is sent. */
  apiKey(): string;
  /** Null: nobody is signed in. */
  userId(): string | null;
  onSuccess(): void;
}

const NOBODY_IS_ME =
  'Nobody is signed in, so $me is nobody. Sign in, or name a user: write user: { email: "ada@example.com" } and remove ($me: ID!).';

/** Sends operations to this server. SuperTokens' SDK stands behind `fetch`: it refreshes an expired token and repeats. */
export function createFetcher(facts: RequestFacts): Fetcher {
  return async (params) => {
    const operation = prepareOperation(params, facts.userId());
    if (lacksMe(operation)) return fault(NOBODY_IS_ME);
    const apiKey = facts.apiKey();
    const headers = {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json',
      ...(apiKey === '' ? {} : { 'x-api-key': apiKey }),
    };
    const body = JSON.stringify(operation);
    try {
      const response = await fetch('/graphql', { method: 'POST', headers, body });
      if (response.ok) facts.onSuccess();
      return await answerOf(response);
    } catch {
      return fault('The server cannot be reached. Is it still running?');
    }
  };
}

async function answerOf(response: Response): Promise<Record<string, unknown>> {
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  if (isJson) return jsonObject.parse(await response.json());
  return fault(`The server answered ${response.status} without JSON. Is there a proxy in front of it?`);
}

/** As GraphQL writes it; what is thrown would be shown with its stack. */
function fault(message: string): Record<string, unknown> {
  return { errors: [{ message }] };
}
