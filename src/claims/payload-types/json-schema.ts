import {
  type GraphQLEnumType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';

import type { DeclaredClaim } from '../policy/types.ts';
import { claimScalars } from '../scalars.ts';
import type { JsonObject } from '../types.ts';
import { typesOf } from './reach.ts';

/** The declared claims as a JSON Schema (2020-12) of an access token's payload; what is not declared is left open. */
export function claimsAsJsonSchema(
  claims: readonly DeclaredClaim[],
  descriptions: ReadonlyMap<string, string>,
): JsonObject {
  const properties = claims.map(({ field, key, type, maxLength }): [string, JsonObject] => [
    key,
    { ...described(descriptions.get(field)), ...schemaOf(type, false, maxLength) },
  ]);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Claims',
    description: 'The claims of an access token, by their keys. Others may be there too.',
    type: 'object',
    properties: Object.fromEntries(properties),
    $defs: Object.fromEntries(typesOf(claims).map((type) => [type.name, definition(type)])),
  };
}

function definition(type: GraphQLObjectType | GraphQLEnumType): JsonObject {
  if (isEnumType(type)) {
    return { ...described(type.description), enum: type.getValues().map(({ name }) => name) };
  }
  const fields = Object.values(type.getFields());
  const properties = fields.map((field): [string, JsonObject] => [
    field.name,
    { ...described(field.description), ...schemaOf(field.type, true, null) },
  ]);
  const required = fields.filter((field) => isNonNullType(field.type)).map(({ name }) => name);
  return { ...described(type.description), type: 'object', properties: Object.fromEntries(properties), required };
}

/** Below the top a null is a value; a claim itself is never null. */
function schemaOf(type: GraphQLOutputType, mayBeNull: boolean, maxLength: number | null): JsonObject {
  if (isNonNullType(type)) return schemaOf(type.ofType, false, maxLength);
  if (mayBeNull) return { anyOf: [schemaOf(type, false, maxLength), { type: 'null' }] };
  if (isListType(type)) return { type: 'array', items: schemaOf(type.ofType, true, maxLength) };
  if (isObjectType(type) || isEnumType(type)) return { $ref: `#/$defs/${type.name}` };
  const scalar = claimScalars.get(type.name)?.jsonSchema ?? {};
  return maxLength === null || scalar['type'] !== 'string' ? scalar : { ...scalar, maxLength };
}

function described(description: string | null | undefined): JsonObject {
  return description === undefined || description === null || description === '' ? {} : { description };
}
