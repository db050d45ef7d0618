import type { ApolloServerPlugin } from '@apollo/server';
import { type GraphQLSchema, OperationTypeNode } from 'graphql';

import { rootFieldNames } from '../root-fields.ts';

/** Runs before the first root field of a mutation, with the names of all that will run. */
export type BeforeMutation<Context> = (context: Context, rootFields: readonly string[]) => Promise<void>;

/** Runs the hook once, before the first root field of a mutation; if it throws, none of them runs. */
export function beforeMutationPlugin<Context extends object>(
  schema: GraphQLSchema,
  beforeMutation: BeforeMutation<Context>,
): ApolloServerPlugin<Context> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        async didResolveOperation({ document, operation, request, contextValue }) {
          if (operation?.operation !== OperationTypeNode.MUTATION) return;
          const variables = request.variables ?? {};
          const names = rootFieldNames({ schema, document, operation, variables });
          if (names !== null) await beforeMutation(contextValue, names);
        },
      }),
  };
}
