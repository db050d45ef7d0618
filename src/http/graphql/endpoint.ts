import { ApolloServer, type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { expressMiddleware } from '@as-integrations/express5';
import type { Request, RequestHandler, Response } from 'express';
import { GraphQLError, type GraphQLSchema, OperationTypeNode } from 'graphql';
import type { Logger } from 'pino';

import { ClaimsetError } from '../../claims/errors.ts';
import { requestId } from '../request-id.ts';
import { type ErrorScope, formatError, RETRY_AFTER_SECONDS, statusForCodes } from './error-format.ts';
import { limitRules, requestLimits } from './limits.ts';
import { knownOperationTypes } from './operation-types.ts';
import { rootFieldNames } from './root-fields.ts';
import { statusForClient } from './watershed.ts';

/** What the GraphQL endpoint needs; see `HttpAppDeps`. */
export interface GraphQLEndpointDeps<Context extends object> {
  readonly introspection: boolean;
  readonly logger: Logger;
  readonly schema: GraphQLSchema;
  createContext(req: Request, res: Response): Context | Promise<Context>;
  beforeMutation(context: Context, rootFields: readonly string[]): Promise<void>;
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
  const scopes: ErrorScopes = new WeakMap();
  const apollo = createApollo(deps, scopes);
  await apollo.start();
  const execute = expressMiddleware(apollo, { context: ({ req, res }) => contextOf(deps, scopes, req, res) });
  const handler: RequestHandler = (req, res, next) => {
    res.set('cache-control', 'no-store');
    return execute(req, res, next);
  };
  return { handler, stop: () => apollo.stop() };
}

function createApollo<Context extends object>(
  deps: GraphQLEndpointDeps<Context>,
  scopes: ErrorScopes,
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
    formatError: (formatted, error) => formatError(formatted, error, scopeOf(error, scopes) ?? errorScope(deps.logger)),
    logger: deps.logger,
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      // Nothing is sent to Apollo, whatever APOLLO_* variables the machine has.
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      errorScopePlugin(deps.logger, scopes),
      beforeMutationPlugin(deps),
      statusPlugin(),
    ],
  });
}

/**
 * The request in which an error happened: Apollo does not tell `formatError`. An AsyncLocalStorage would know as well,
 * but makes each promise of the process slower.
 */
type ErrorScopes = WeakMap<object, ErrorScope>;

function scopeOf(error: unknown, scopes: ErrorScopes): ErrorScope | undefined {
  return typeof error === 'object' && error !== null ? scopes.get(error) : undefined;
}

function errorScope(logger: Logger, id = '-'): ErrorScope {
  return { requestId: id, logger, logged: new WeakSet() };
}

/** Notes which request each error belongs to, before it is formatted. */
function errorScopePlugin(logger: Logger, scopes: ErrorScopes): ApolloServerPlugin {
  return {
    requestDidStart({ request }) {
      const scope = errorScope(logger, request.http?.headers.get('x-request-id'));
      return Promise.resolve({
        didEncounterErrors({ errors }) {
          for (const error of errors) scopes.set(error, scope);
          return Promise.resolve();
        },
      });
    },
  };
}

/** Apollo answers 500 when a context fails, unless the error brings its status. */
async function contextOf<Context extends object>(
  deps: GraphQLEndpointDeps<Context>,
  scopes: ErrorScopes,
  req: Request,
  res: Response,
): Promise<Context> {
  try {
    return await deps.createContext(req, res);
  } catch (error) {
    const failure = contextFailure(error);
    scopes.set(failure, errorScope(deps.logger, requestId(req)));
    throw failure;
  }
}

function contextFailure(error: unknown): GraphQLError {
  const originalError = error instanceof Error ? error : new TypeError(String(error));
  const status = error instanceof ClaimsetError ? statusForCodes([error.code]) : undefined;
  const headers = new HeaderMap(status === 503 ? [['retry-after', RETRY_AFTER_SECONDS]] : []);
  const http = status === undefined ? { headers } : { headers, status };
  return new GraphQLError(originalError.message, { originalError, extensions: { http } });
}

/** Runs the hook once, before the first root field of a mutation; if it throws, none of them runs. */
function beforeMutationPlugin<Context extends object>(
  deps: Pick<GraphQLEndpointDeps<Context>, 'schema' | 'beforeMutation'>,
): ApolloServerPlugin<Context> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        async didResolveOperation({ document, operation, request, contextValue }) {
          if (operation?.operation !== OperationTypeNode.MUTATION) return;
          const variables = request.variables ?? {};
          const names = rootFieldNames({ schema: deps.schema, document, operation, variables });
          if (names !== null) await deps.beforeMutation(contextValue, names);
        },
      }),
  };
}

/** Gives each response the status that its errors ask for, in the way its client understands. */
function statusPlugin(): ApolloServerPlugin {
  return {
    requestDidStart: () =>
      Promise.resolve({
        willSendResponse({ request, response: { http, body } }) {
          const errors = body.kind === 'single' ? (body.singleResult.errors ?? []) : [];
          const asked = statusForCodes(errors.map((error) => error.extensions?.['code']));
          if (asked === 503) http.headers.set('retry-after', RETRY_AFTER_SECONDS);
          const status = asked ?? statusForClient(http.status, request.http?.headers.get('accept'));
          if (status !== undefined) http.status = status;
          return Promise.resolve();
        },
      }),
  };
}
