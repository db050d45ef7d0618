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
import { typesOf } from './reach.ts';

/** Names that a GraphQL type may have and an interface may not. */
const NOT_FOR_TYPES: ReadonlySet<string> = new Set(
  [
    'any unknown never void string number boolean bigint symbol object undefined null break case catch class const continue',
    'debugger default delete do else enum export extends false finally for function if import in instanceof new return',
    'super switch this throw true try typeof var while with implements interface let package private protected public static yield await',
  ].flatMap((line) => line.split(' ')),
);

/** The declared claims as a TypeScript module: what an access token carries, by the keys of its payload. */
export function claimsAsTypeScript(
  claims: readonly DeclaredClaim[],
  descriptions: ReadonlyMap<string, string>,
): string {
  const members = claims.map(({ field, key, type }) => [
    ...comment(descriptions.get(field), '  '),
    `  readonly ${JSON.stringify(key)}?: ${typeName(type, false)};`,
  ]);
  const root = [
    '/** The claims of an access token, by their keys. A claim that is not set is not there. Others may be there too. */',
    'export interface Claims {',
    ...members.flat(),
    '  readonly [key: string]: unknown;',
    '}',
  ];
  return `${[root, ...typesOf(claims).map(declaration)].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function declaration(type: GraphQLObjectType | GraphQLEnumType): string[] {
  const name = identifier(type.name);
  if (isEnumType(type)) {
    const values = type.getValues().map((value) => `'${value.name}'`);
    return [...comment(type.description, ''), `export type ${name} = ${values.join(' | ')};`];
  }
  const fields = Object.values(type.getFields()).map((field) => [
    ...comment(field.description, '  '),
    `  readonly ${field.name}${isNonNullType(field.type) ? '' : '?'}: ${typeName(field.type, true)};`,
  ]);
  return [...comment(type.description, ''), `export interface ${name} {`, ...fields.flat(), '}'];
}

/** Below the top a null is a value; a claim itself is never null: to set it to null removes it. */
function typeName(type: GraphQLOutputType, mayBeNull: boolean): string {
  if (isNonNullType(type)) return typeName(type.ofType, false);
  if (mayBeNull) return `${typeName(type, false)} | null`;
  if (isListType(type)) return `readonly (${typeName(type.ofType, true)})[]`;
  return isObjectType(type) || isEnumType(type)
    ? identifier(type.name)
    : (claimScalars.get(type.name)?.typescript ?? 'unknown');
}

function identifier(name: string): string {
  return NOT_FOR_TYPES.has(name) ? `${name}_` : name;
}

function comment(text: string | null | undefined, indent: string): string[] {
  if (text === undefined || text === null || text === '') return [];
  return [`${indent}/** ${text.replaceAll('*/', '*\\/').replaceAll(/\s*\n\s*/g, ' ')} */`];
}
