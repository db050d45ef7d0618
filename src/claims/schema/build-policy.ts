import { assertInputObjectType, assertObjectType, type GraphQLSchema } from 'graphql';

import { createPolicy, type WriterGrant } from '../policy/policy.ts';
import type { ClaimsPolicy, DeclaredClaim } from '../policy/types.ts';
import { additionalPatterns, claimHasura, claimKeepsValues, claimKey, claimMaxLength } from './directives.ts';
import { ADDITIONAL, CLAIMS_TYPE, PATCH_TYPES } from './file.ts';

/** The policy that the types of a checked schema state. */
export function policyOf(schema: GraphQLSchema): ClaimsPolicy {
  return createPolicy(declaredClaims(schema), {
    self: grantOf(schema, PATCH_TYPES.self),
    administrator: grantOf(schema, PATCH_TYPES.administrator),
  });
}

function declaredClaims(schema: GraphQLSchema): readonly DeclaredClaim[] {
  const fields = Object.values(assertObjectType(schema.getType(CLAIMS_TYPE)).getFields());
  return fields.flatMap(({ name, type, astNode }) => {
    if (name === ADDITIONAL || !astNode) return [];
    const [key, maxLength, hasura] = [claimKey(astNode), claimMaxLength(astNode), claimHasura(astNode)];
    return [{ field: name, key, type, maxLength, hasura, keepsValues: claimKeepsValues(astNode) }];
  });
}

function grantOf(schema: GraphQLSchema, patchType: string): WriterGrant {
  const { additional, ...declared } = assertInputObjectType(schema.getType(patchType)).getFields();
  const patterns = additional?.astNode ? additionalPatterns(additional.astNode) : [];
  return { fields: Object.keys(declared), patterns };
}
