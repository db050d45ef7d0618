import { createClient, NetworkError } from 'graphql-sse';

import type { Operation } from './operation.ts';
import { type Answer, answerOf, fault, headersOf, type RequestFacts, UNREACHABLE } from './transport.ts';

/** Sends a subscription to this server; its results come one after the other. What fails is a result, too, the last one. */
export type EventTransport = (
  operation: Operation,
  headers?: Readonly<Record<string, string>>,
) => AsyncIterableIterator<Answer>;

/** As `createTransport`, for subscriptions. */
export function createEventTransport(facts: RequestFacts, plainFetch: typeof fetch): EventTransport {
  return ({ query, operationName, variables }, headers = {}) => {
    const token = facts.accessToken();
    const client = createClient({
      url: '/graphql',
      retryAttempts: 0,
      headers: headersOf(facts, token, headers),
      credentials: token === null ? 'same-origin' : 'omit',
      // The global one at the time: SuperTokens' SDK stands behind it.
      fetchFn: (...request: Parameters<typeof fetch>) => (token === null ? fetch : plainFetch)(...request),
    });
    const results = client.iterate({
      query,
      ...(operationName === undefined || operationName === null ? {} : { operationName }),
      ...(isRecord(variables) ? { variables } : {}),
    });
    return untilFault(results, () => {
      client.dispose();
    });
  };
}

/** By hand: `return` of a generator waits for the result that it waits for. */
function untilFault(
  results: AsyncIterator<object, unknown, undefined>,
  dispose: () => void,
): AsyncIterableIterator<Answer> {
  let isOver = false;
  const end = (): IteratorResult<Answer> => {
    isOver = true;
    dispose();
    return { done: true, value: undefined };
  };
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: async () => {
      if (isOver) return end();
      try {
        const result: IteratorResult<object, unknown> = await results.next();
        return result.done === true ? end() : { done: false, value: { ...result.value } };
      } catch (error) {
        end();
        return { done: false, value: await asAnswer(error) };
      }
    },
    return: () => Promise.resolve(end()),
  };
}

async function asAnswer(error: unknown): Promise<Answer> {
  const response: unknown = error instanceof NetworkError ? error.response : undefined;
  return response instanceof Response ? answerOf(response) : fault(UNREACHABLE);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
