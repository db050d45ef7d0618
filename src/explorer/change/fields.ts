import { type GraphQLInputField, type GraphQLSchema, isInputObjectType } from 'graphql';

import type { ClaimsPolicy } from '../../claims/policy/policy.ts';
import { additionalPatterns } from '../../claims/schema/directives.ts';
import { ADDITIONAL, PATCH_TYPES } from '../../claims/schema/file.ts';
import type { ClaimsWriter } from '../../claims/types.ts';
import { type Control, controlOf } from './controls.ts';

/** A declared claim that somebody may write. */
export interface ClaimField {
  /** Its name in the schema. */
  readonly field: string;
  /** Its key in the token. */
  readonly key: string;
  readonly control: Control;
  readonly description: string | null;
}

/** What somebody may write. */
export interface Writable {
  readonly fields: readonly ClaimField[];
  /** Which claims that are not declared: keys, or beginnings of keys with a `*`. */
  readonly patterns: readonly string[];
}

/** What a writer may write, out of the claims file. */
export function writableBy(writer: ClaimsWriter, schema: GraphQLSchema, policy: ClaimsPolicy): Writable {
  const patch = schema.getType(PATCH_TYPES[writer]);
  const inputs = isInputObjectType(patch) ? Object.values(patch.getFields()) : [];
  return {
    fields: inputs.flatMap((input) => fieldOf(input, policy)),
    patterns: inputs.flatMap(({ name, astNode }) =>
      name === ADDITIONAL && astNode ? additionalPatterns(astNode) : [],
    ),
  };
}

function fieldOf({ name, type, description }: GraphQLInputField, policy: ClaimsPolicy): ClaimField[] {
  const claim = policy.claims.find(({ field }) => field === name);
  if (claim === undefined) return [];
  return [{ field: name, key: claim.key, control: controlOf(type, claim.maxLength), description: description ?? null }];
}
