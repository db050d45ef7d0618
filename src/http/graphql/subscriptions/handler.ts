import type { ApolloServer } from '@apollo/server';
import type { Request, RequestHandler, Response } from 'express';
import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';

import { eventStream } from '../../freshness/event-stream.ts';
import { requestId } from '../../request-id.ts';
import { factsOf } from '../../requests/facts.ts';
import { type ErrorScope, formatError } from '../error-format.ts';
import type { Results, Subscriptions } from './plugin.ts';
import { toApollo } from './request.ts';
import { sendResults } from './stream.ts';

export interface SubscriptionHandlerDeps<Context extends object> {
  readonly apollo: ApolloServer<Context>;
  readonly subscriptions: Subscriptions;
  readonly logger: Logger;
  contextOf(parts: { req: Request; res: Response }): Promise<Context>;
}

/** Proxies close what is silent for a minute. */
const HEARTBEAT_MILLIS = 15_000;
const LIMITS = { maxWaitingBytes: 262_144, drainMillis: 10_000 };

/**
 * Serves a subscription. Apollo parses, validates and limits it as any other operation, and answers all that goes wrong
 * before it has begun; what follows are events.
 */
export function subscriptionHandler<Context extends object>(deps: SubscriptionHandlerDeps<Context>): RequestHandler {
  const { apollo, subscriptions, logger } = deps;
  return async (req, res) => {
    subscriptions.expect(req);
    const answer = await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: toApollo(req),
      context: () => deps.contextOf({ req, res }),
    });
    const results = subscriptions.take(req);
    if (results !== null) {
      await serve(results, req, res, { requestId: requestId(req), logger, logged: new WeakSet() });
      return;
    }
    res.status(answer.status ?? 200).set(Object.fromEntries(answer.headers));
    res.send(answer.body.kind === 'complete' ? answer.body.string : '');
  };
}

async function serve(results: Results, req: Request, res: Response, scope: ErrorScope): Promise<void> {
  if (res.closed) {
    await results.return();
    return;
  }
  factsOf(req).streamBeganAtMillis = performance.now();
  await sendResults(results, eventStream(req, res, LIMITS), {
    heartbeatMillis: HEARTBEAT_MILLIS,
    formatError: (error) => {
      const raised = error instanceof GraphQLError ? error : new GraphQLError('', { originalError: asError(error) });
      return formatError(raised.toJSON(), raised, scope);
    },
  });
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new TypeError(String(thrown));
}
