import {
  getNamedType,
  type GraphQLEnumType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  isEnumType,
  isObjectType,
} from 'graphql';

import type { DeclaredClaim } from '../policy/types.ts';

/** The owner's types that the claims are made of, each once, in the order in which they are met. */
export function typesOf(claims: readonly DeclaredClaim[]): readonly (GraphQLObjectType | GraphQLEnumType)[] {
  const found = new Set<GraphQLObjectType | GraphQLEnumType>();
  const visit = (output: GraphQLOutputType): void => {
    const type = getNamedType(output);
    if (isEnumType(type)) found.add(type);
    if (!isObjectType(type) || found.has(type)) return;
    found.add(type);
    for (const field of Object.values(type.getFields())) visit(field.type);
  };
  for (const { type } of claims) visit(type);
  return [...found];
}
