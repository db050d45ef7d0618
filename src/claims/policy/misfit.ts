import {
  type GraphQLList,
  type GraphQLObjectType,
  type GraphQLOutputType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';

import { isJsonObject } from '../merge.ts';
import { claimScalars } from '../scalars.ts';
import type { JsonValue } from '../types.ts';

/** Where a value does not fit its type. */
export interface Misfit {
  readonly path: readonly string[];
  readonly expected: string;
  /** The kind of value that is there; never the value. */
  readonly found: string;
}

/** The first place where a stored value does not fit its type, or null. What a type does not name is not looked at. */
export function findMisfit(type: GraphQLOutputType, value: JsonValue, path: readonly string[] = []): Misfit | null {
  if (isNonNullType(type)) return value === null ? misfit(type, value, path) : findMisfit(type.ofType, value, path);
  if (value === null) return null;
  if (isListType(type)) return findItemMisfit(type, value, path);
  if (isObjectType(type)) return findMemberMisfit(type, value, path);
  return fitsLeaf(type, value) ? null : misfit(type, value, path);
}

function findItemMisfit(
  type: GraphQLList<GraphQLOutputType>,
  value: JsonValue,
  path: readonly string[],
): Misfit | null {
  if (!Array.isArray(value)) return misfit(type, value, path);
  for (const [position, item] of value.entries()) {
    const found = findMisfit(type.ofType, item, [...path, String(position)]);
    if (found !== null) return found;
  }
  return null;
}

function findMemberMisfit(type: GraphQLObjectType, value: JsonValue, path: readonly string[]): Misfit | null {
  if (!isJsonObject(value)) return misfit(type, value, path);
  for (const field of Object.values(type.getFields())) {
    const member = Object.hasOwn(value, field.name) ? value[field.name] : undefined;
    const found = findMisfit(field.type, member ?? null, [...path, field.name]);
    if (found !== null) return found;
  }
  return null;
}

function fitsLeaf(type: GraphQLOutputType, value: JsonValue): boolean {
  if (isEnumType(type)) return typeof value === 'string' && type.getValue(value) !== undefined;
  return claimScalars.get(type.toString())?.fits(value) ?? false;
}

function misfit(type: GraphQLOutputType, value: JsonValue, path: readonly string[]): Misfit {
  return { path, expected: type.toString(), found: describe(value) };
}

function describe(value: JsonValue): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (isJsonObject(value)) return 'an object';
  if (typeof value === 'number') return Number.isInteger(value) ? 'an integer' : 'a number';
  return `a ${typeof value}`;
}
