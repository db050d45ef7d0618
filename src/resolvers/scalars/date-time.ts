import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

/** ISO 8601 with a time zone; seconds and their parts may be left out. */
const POINT_IN_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** A point in time, as ISO 8601; answered in UTC with milliseconds. */
export const dateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  serialize: (value) => {
    if (value instanceof Date) return value.toISOString();
    throw new GraphQLError('DateTime cannot represent a value that is no date.');
  },
  parseValue: parseDateTime,
  parseLiteral: (node) => parseDateTime(node.kind === Kind.STRING ? node.value : undefined),
});

function parseDateTime(value: unknown): Date {
  const text = typeof value === 'string' ? value.trim() : '';
  const date = new Date(POINT_IN_TIME.test(text) ? text : Number.NaN);
  if (!Number.isNaN(date.getTime())) return date;
  throw new GraphQLError('DateTime must be a time with its zone, such as "2026-01-31T09:00:00.000Z".');
}
