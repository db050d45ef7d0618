import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError } from 'graphql';

import { requestLimits } from '../limits.ts';

/** Refuses variables with more values than any token could hold, before anything looks into them. */
export function variableLimitPlugin(): ApolloServerPlugin {
  return {
    requestDidStart: () =>
      Promise.resolve({
        // Not async: Apollo starts these hooks of all plugins in turn, and one that throws at once is the last.
        didResolveOperation({ request }) {
          if (!hasMoreValues(request.variables, requestLimits.variableValues)) return Promise.resolve();
          const message = `The variables are too large: they have more than ${requestLimits.variableValues} values.`;
          throw new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } } });
        },
      }),
  };
}

/** Whether a value of JSON has more members and items, at all depths together, than this; it may be nested deeper than the stack. */
function hasMoreValues(value: unknown, limit: number): boolean {
  let left = limit;
  const containers: object[] = isContainer(value) ? [value] : [];
  for (let container = containers.pop(); container !== undefined; container = containers.pop()) {
    const values: unknown[] = Object.values(container);
    left -= values.length;
    if (left < 0) return true;
    containers.push(...values.filter(isContainer));
  }
  return false;
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
