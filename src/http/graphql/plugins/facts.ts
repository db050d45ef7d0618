import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphQLSchema } from 'graphql';

import { factsOf, LONGEST_NAME } from '../../requests/facts.ts';
import { rootFieldNames } from '../root-fields.ts';

/** Apollo copies contexts, and does not tell plugins of which request they are: this goes with the copy. */
const REQUEST = Symbol('request');

/** The context, which now knows its request. */
export function ofRequest<Context extends object>(context: Context, request: object): Context {
  return Object.assign(context, { [REQUEST]: request });
}

/** The request of a context. */
export function requestOf(context: object): object {
  const request = REQUEST in context ? context[REQUEST] : null;
  if (typeof request === 'object' && request !== null) return request;
  throw new TypeError('a context without its request');
}

/** Writes down what each operation is and what came of it. */
export function factsPlugin<Context extends object>(schema: GraphQLSchema): ApolloServerPlugin<Context> {
  return {
    requestDidStart({ contextValue }) {
      const facts = factsOf(requestOf(contextValue));
      return Promise.resolve({
        didResolveOperation({ document, operation, operationName, request }) {
          facts.operationType = operation?.operation ?? null;
          facts.operationName = operationName?.slice(0, LONGEST_NAME) ?? null;
          const variables = request.variables ?? {};
          if (operation) facts.rootFields = rootFieldNames({ schema, document, operation, variables }) ?? [];
          return Promise.resolve();
        },
        willSendResponse({ response: { body } }) {
          const errors = body.kind === 'single' ? (body.singleResult.errors ?? []) : [];
          const codes = errors.map(({ extensions }) => extensions?.['code']).filter((code) => typeof code === 'string');
          facts.errorCodes = [...new Set(codes)];
          return Promise.resolve();
        },
      });
    },
  };
}
