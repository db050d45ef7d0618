import { GraphQLError, GraphQLScalarType } from 'graphql';

/** A point in time, as ISO 8601 in UTC with milliseconds. It is only ever answered. */
export const dateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  serialize: (value) => {
    if (value instanceof Date) return value.toISOString();
    throw new GraphQLError('DateTime cannot represent a value that is no date.');
  },
});
