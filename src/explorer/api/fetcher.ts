import type { GraphiQLProps } from 'graphiql';
import { z } from 'zod';

import type { EventTransport } from './events.ts';
import { isSubscription, lacksMe, prepareOperation } from './operation.ts';
import { fault, type Transport } from './transport.ts';

type Fetcher = GraphiQLProps['fetcher'];

const NOBODY_IS_ME =
  'Nobody is signed in, so $me is nobody. Sign in, or name a user: write user: { email: "ada@example.com" } and remove ($me: ID!).';
const HEADERS_ARE_TEXT = 'Write the headers as a JSON object of texts: { "x-request-id": "try-1" }.';

const headersShape = z.record(z.string(), z.string()).optional();

/** Sends what is in GraphiQL's editors; `userId` is null where nobody is signed in. */
export function createFetcher(send: Transport, listen: EventTransport, userId: () => string | null): Fetcher {
  return async (params, options) => {
    const operation = prepareOperation(params, userId());
    if (lacksMe(operation)) return fault(NOBODY_IS_ME);
    const headers = headersShape.safeParse(options?.headers ?? undefined);
    if (!headers.success) return fault(HEADERS_ARE_TEXT);
    return isSubscription(operation) ? listen(operation, headers.data) : await send(operation, headers.data);
  };
}
