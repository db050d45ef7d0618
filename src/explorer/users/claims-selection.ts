import { getNamedType, type GraphQLObjectType, type GraphQLSchema, isObjectType } from 'graphql';

import type { ClaimsPolicy } from '../../claims/policy/policy.ts';
import { ADDITIONAL, CLAIMS_TYPE } from '../../claims/schema/file.ts';
import type { ClaimsPayload, JsonValue } from '../../claims/types.ts';

/** A claims type may hold itself: what lies deeper is not asked for, as the server allows no endless depth. */
const MOST_LEVELS = 4;

/** The selection of all claims of a schema, as it stands in an operation. */
export function claimsSelection(schema: GraphQLSchema): string {
  const type = schema.getType(CLAIMS_TYPE);
  return isObjectType(type) ? selectionOf(type, MOST_LEVELS) : `{ ${ADDITIONAL} }`;
}

/** The claims of an answer by their keys in the token; a claim that is null is not there. */
export function claimsByKey(answer: ClaimsPayload, policy: ClaimsPolicy): ClaimsPayload {
  const declared = policy.claims.flatMap(({ field, key }): [string, JsonValue][] => {
    const value = answer[field] ?? null;
    return value === null ? [] : [[key, value]];
  });
  const additional = answer[ADDITIONAL];
  const others = typeof additional === 'object' && additional !== null ? Object.entries(additional) : [];
  return Object.fromEntries([...declared, ...others]);
}

function selectionOf(type: GraphQLObjectType, levels: number): string {
  const fields = Object.values(type.getFields()).flatMap(({ name, type: member }) => {
    const nested = getNamedType(member);
    if (!isObjectType(nested)) return [name];
    return levels > 1 ? [`${name} ${selectionOf(nested, levels - 1)}`] : [];
  });
  return `{ ${fields.length > 0 ? fields.join(' ') : '__typename'} }`;
}
