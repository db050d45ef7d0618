import type { GraphQLScalarType } from 'graphql';

import { isJsonObject } from './merge.ts';
import { jsonObjectScalar } from './schema/json-object.ts';
import type { JsonObject, JsonValue } from './types.ts';

/** A scalar that a claim may have. */
interface ClaimScalar {
  /** Whether a stored value is one, without being converted. */
  readonly fits: (value: JsonValue) => boolean;
  /** Whether `@claim(maxLength:)` bounds it. */
  readonly isText: boolean;
  /** Its values in TypeScript, and in JSON Schema: for those who read a token. */
  readonly typescript: string;
  readonly jsonSchema: JsonObject;
  /** A value as it stands in an operation, for examples; null for a text that fits `maxLength`. */
  readonly sample: string | null;
  /** What reads and writes it, where GraphQL does not bring that itself. What it reads must be JSON. */
  readonly type?: GraphQLScalarType;
}

const MAX_INT = 2 ** 31 - 1;
const MIN_INT = -(2 ** 31);

/** The scalars that a claim may have, by name. This table is the one place that knows them. */
export const claimScalars: ReadonlyMap<string, ClaimScalar> = new Map<string, ClaimScalar>([
  [
    'String',
    {
      fits: (value) => typeof value === 'string',
      isText: true,
      typescript: 'string',
      jsonSchema: { type: 'string' },
      sample: null,
    },
  ],
  [
    'Int',
    {
      fits: (value) => Number.isInteger(value) && Number(value) >= MIN_INT && Number(value) <= MAX_INT,
      isText: false,
      typescript: 'number',
      jsonSchema: { type: 'integer', minimum: MIN_INT, maximum: MAX_INT },
      sample: '1',
    },
  ],
  [
    'Float',
    {
      fits: (value) => Number.isFinite(value),
      isText: false,
      typescript: 'number',
      jsonSchema: { type: 'number' },
      sample: '1.5',
    },
  ],
  [
    'Boolean',
    {
      fits: (value) => typeof value === 'boolean',
      isText: false,
      typescript: 'boolean',
      jsonSchema: { type: 'boolean' },
      sample: 'true',
    },
  ],
  [
    'ID',
    {
      fits: (value) => typeof value === 'string' || Number.isSafeInteger(value),
      isText: true,
      typescript: 'string',
      jsonSchema: { type: 'string' },
      sample: null,
    },
  ],
  [
    'JSONObject',
    {
      fits: isJsonObject,
      isText: false,
      typescript: '{ readonly [member: string]: unknown }',
      jsonSchema: { type: 'object' },
      sample: '{ newKey: "newValue" }',
      type: jsonObjectScalar,
    },
  ],
]);

/** The names of the scalars, for people: `String, Int, Float`. */
export const claimScalarNames = [...claimScalars.keys()].join(', ');

/** The scalars that GraphQL does not bring itself, by name. */
export function ownClaimScalars(): Record<string, GraphQLScalarType> {
  return Object.fromEntries(
    [...claimScalars].flatMap(([name, { type }]) => (type === undefined ? [] : [[name, type]])),
  );
}
