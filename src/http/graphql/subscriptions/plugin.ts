import type { ApolloServerPlugin } from '@apollo/server';
import {
  type ExecutionResult,
  GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
  OperationTypeNode,
  subscribe,
} from 'graphql';

import { requestLimits } from '../limits.ts';
import { requestOf } from '../plugins/facts.ts';
import { rootFieldNames } from '../root-fields.ts';

/** The results of a subscription, as they come. */
export type Results = AsyncGenerator<ExecutionResult, void, void>;

/** Subscriptions, which Apollo Server does not execute. */
export interface Subscriptions {
  /** The request is answered by events: a subscription may begin. */
  expect(request: object): void;
  /** What has begun; null where the answer is an error. */
  take(request: object): Results | null;
  /** Begins a subscription where Apollo would execute a query, so that everything before that holds for both. */
  readonly plugin: ApolloServerPlugin;
}

const NEEDS_EVENTS = 'A subscription is answered by server-sent events: send it with accept: text/event-stream.';
const NEEDS_A_FIELD = 'A subscription needs a root field: @skip and @include leave none of this one.';
const NOTHING_YET = { body: { kind: 'single', singleResult: { data: null } } } as const;

export function subscriptions(schema: GraphQLSchema): Subscriptions {
  const begun = new WeakMap<object, Results | null>();
  return {
    expect: (request) => begun.set(request, null),
    take: (request) => begun.get(request) ?? null,
    plugin: {
      requestDidStart: ({ contextValue }) =>
        Promise.resolve({
          didResolveOperation({ document, operation, operationName, request: { variables } }) {
            if (!isSubscription(operation)) return Promise.resolve();
            const request = requestOf(contextValue);
            if (!begun.has(request)) throw refusal(NEEDS_EVENTS);
            // graphql-js takes the first of its fields without looking whether there is one.
            if (!hasRootField({ schema, document, operation })) throw refusal(NEEDS_A_FIELD);
            const args = { schema, document, contextValue, operationName, variableValues: variables ?? {} };
            return begin(args).then((results) => {
              begun.set(request, results);
            });
          },
          responseForOperation({ operation, response: { http } }) {
            return Promise.resolve(isSubscription(operation) ? { http, ...NOTHING_YET } : null);
          },
        }),
    },
  };
}

async function begin(args: Parameters<typeof subscribe>[0]): Promise<Results> {
  const options = { maxCoercionErrors: requestLimits.errors };
  const outcome = await subscribe({ ...args, options });
  if (Symbol.asyncIterator in outcome) return outcome;
  const [error] = outcome.errors ?? [];
  throw error === undefined ? new TypeError('a subscription neither began nor failed') : asRefusal(error);
}

/** What the request itself is the cause of has no status of its own. */
function asRefusal(error: GraphQLError): GraphQLError {
  return error.originalError === undefined ? refusal(error.message, error) : error;
}

function refusal(message: string, found?: GraphQLError): GraphQLError {
  return new GraphQLError(message, {
    nodes: found?.nodes ?? null,
    extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } },
  });
}

/** Variables play no part: with one, a document has not been found valid. */
function hasRootField(parts: Omit<Parameters<typeof rootFieldNames>[0], 'variables'>): boolean {
  return rootFieldNames({ ...parts, variables: {} })?.length !== 0;
}

function isSubscription(operation: OperationDefinitionNode | undefined): operation is OperationDefinitionNode {
  return operation?.operation === OperationTypeNode.SUBSCRIPTION;
}
