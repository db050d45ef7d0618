import { ApolloServer } from '@apollo/server';
import { expressMiddleware } from '@as-integrations/express5';
import type { Request, RequestHandler, Response } from 'express';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';

import { ClaimsetError } from '../../claims/errors.ts';
import { requestId } from '../request-id.ts';
import { factsOf } from '../requests/facts.ts';
import { acceptsAnswer, refuseUnacceptable } from './accept.ts';
import { contextFailure } from './context-failure.ts';
import { formatError } from './error-format.ts';
import { limitRules, requestLimits } from './limits.ts';
import { knownOperationTypes } from './operation-types.ts';
import { type BeforeMutation, beforeMutationPlugin } from './plugins/before-mutation.ts';
import { type ErrorScopes, errorScopes } from './plugins/error-scopes.ts';
import { factsPlugin, ofRequest } from './plugins/facts.ts';
import { nothingToApollo } from './plugins/nothing-to-apollo.ts';
import { statusPlugin } from './plugins/status.ts';
import { variableLimitPlugin } from './plugins/variable-limit.ts';
import { subscriptionHandler } from './subscriptions/handler.ts';
import { type Subscriptions, subscriptions } from './subscriptions/plugin.ts';
import { isForEvents } from './subscriptions/request.ts';

/** What the GraphQL endpoint needs; see `HttpAppDeps`. */
export interface GraphQLEndpointDeps<Context extends object> {
  readonly introspection: boolean;
  readonly logger: Logger;
  readonly schema: GraphQLSchema;
  createContext(req: Request, res: Response): Context | Promise<Context>;
  readonly beforeMutation: BeforeMutation<Context>;
}

/** The GraphQL endpoint as Express middleware, behind the one that reads the body. */
export interface GraphQLEndpoint {
  readonly handler: RequestHandler;
  stop(): Promise<void>;
}

/** Starts Apollo Server on an executable schema. */
export async function createGraphQLEndpoint<Context extends object>(
  deps: GraphQLEndpointDeps<Context>,
): Promise<GraphQLEndpoint> {
  const scopes = errorScopes(deps.logger);
  const live = subscriptions(deps.schema);
  const apollo = createApollo(deps, scopes, live);
  await apollo.start();
  const context = async ({ req, res }: { req: Request; res: Response }): Promise<Context> => {
    try {
      return ofRequest(await deps.createContext(req, res), req);
    } catch (error) {
      const failure = contextFailure(error);
      scopes.add(failure, requestId(req));
      factsOf(req).errorCodes = [error instanceof ClaimsetError ? error.code : 'INTERNAL_SERVER_ERROR'];
      throw failure;
    }
  };
  const execute = expressMiddleware(apollo, { context });
  const { logger } = deps;
  const listen = subscriptionHandler({ apollo, subscriptions: live, logger, contextOf: context });
  const handler: RequestHandler = (req, res, next) => {
    res.set('cache-control', 'no-store');
    if (isForEvents(req)) return listen(req, res, next);
    // Apollo would find it out when all is done.
    const answer = acceptsAnswer(req) ? execute : refuseUnacceptable;
    return answer(req, res, next);
  };
  return { handler, stop: () => apollo.stop() };
}

function createApollo<Context extends object>(
  deps: GraphQLEndpointDeps<Context>,
  scopes: ErrorScopes,
  { plugin: subscriptionPlugin }: Subscriptions,
): ApolloServer<Context> {
  return new ApolloServer<Context>({
    schema: deps.schema,
    introspection: deps.introspection,
    // Where the schema can be asked for, "did you mean" gives nothing away.
    hideSchemaDetailsFromClientErrors: !deps.introspection,
    csrfPrevention: true,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxLexicalTokens: requestLimits.tokens },
    maxRecursiveSelections: requestLimits.selections,
    validationRules: [...limitRules(), knownOperationTypes],
    // Each error costs a walk through the document, or prints a value of the variables: after a few, the rest is not
    // looked for.
    validationOptions: { maxErrors: requestLimits.errors },
    executionOptions: { maxCoercionErrors: requestLimits.errors },
    formatError: (formatted, error) => formatError(formatted, error, scopes.of(error)),
    logger: deps.logger,
    plugins: [
      ...nothingToApollo(),
      scopes.plugin,
      factsPlugin(deps.schema),
      variableLimitPlugin(),
      subscriptionPlugin,
      beforeMutationPlugin(deps.schema, deps.beforeMutation),
      statusPlugin(),
    ],
  });
}
