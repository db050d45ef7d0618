import type { ApolloServerPlugin } from '@apollo/server';
import type { Logger } from 'pino';

import type { ErrorScope } from '../error-format.ts';

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
    },
  };
}
