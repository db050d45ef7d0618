import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';

import { factsOf } from '../../requests/facts.ts';
import type { ErrorScope } from '../error-format.ts';
import { statusForClient } from '../watershed.ts';
import { requestOf } from './facts.ts';

/** Tells in which request an error happened, which Apollo does not tell `formatError`. */
export interface ErrorScopes {
  /** Notes that an error belongs to the request with this id. */
  add(error: object, requestId: string): void;
  of(error: unknown): ErrorScope;
  /** Notes the request of each error before it is formatted. */
  readonly plugin: ApolloServerPlugin;
}

/** An AsyncLocalStorage would know the request as well, but makes each promise of the process slower. */
export function errorScopes(logger: Logger): ErrorScopes {
  const scopes = new WeakMap<object, ErrorScope>();
  const scopeOf = (requestId = '-'): ErrorScope => ({ requestId, logger, logged: new WeakSet() });
  return {
    add: (error, requestId) => {
      scopes.set(error, scopeOf(requestId));
    },
    of: (error) => (typeof error === 'object' && error !== null ? scopes.get(error) : undefined) ?? scopeOf(),
    plugin: {
      requestDidStart({ request }) {
        const scope = scopeOf(request.http?.headers.get('x-request-id'));
        return Promise.resolve({
          didEncounterErrors({ errors }) {
            for (const error of errors) scopes.set(error, scope);
            return Promise.resolve();
          },
        });
      },
      // What is thrown here stands in the place of an error of Apollo's, whose request and cause nobody would know.
      unexpectedErrorProcessingRequest({ requestContext: { request, contextValue }, error }) {
        const headers = request.http?.headers;
        const raised = asFaultOfDocument(error, headers?.get('accept'));
        scopes.set(raised, scopeOf(headers?.get('x-request-id')));
        factsOf(requestOf(contextValue)).errorCodes = [codeOf(raised)];
        throw raised;
      },
    },
  };
}

/** A rule of graphql-js throws what it should report, where `@skip` of a subscription's root field has a variable. */
function asFaultOfDocument(error: Error, accept: string | undefined): Error {
  if (!(error instanceof GraphQLError) || error.originalError !== undefined) return error;
  const http = { status: statusForClient(400, accept) };
  const extensions = { code: 'GRAPHQL_VALIDATION_FAILED', http };
  return new GraphQLError(error.message, { nodes: error.nodes ?? null, extensions });
}

function codeOf(error: Error): string {
  return error instanceof GraphQLError ? String(error.extensions['code']) : 'INTERNAL_SERVER_ERROR';
}
