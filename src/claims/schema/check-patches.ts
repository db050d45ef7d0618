import {
  type ConstValueNode,
  type FieldDefinitionNode,
  type InputObjectTypeDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  print,
} from 'graphql';

import { isReservedKey } from '../reserved.ts';
import { compareFieldTypes } from './compare.ts';
import { claimKey, hasDirective, patternNodes } from './directives.ts';
import { ADDITIONAL, type ClaimsFile, claimsTypeOf, faultAt, type Faults, patchTypesOf } from './file.ts';

/** Whether the patches name claims, with types that fit, and say which other claims may be written. */
export function* checkPatches(file: ClaimsFile): Faults {
  const claims = claimsTypeOf(file)?.fields ?? [];
  // Input types that both patches use are compared once.
  const compared = new Set<string>();
  for (const patch of patchTypesOf(file)) {
    for (const field of patch.fields ?? []) {
      if (field.type.kind === Kind.NON_NULL_TYPE) yield nonNull(file, patch, field);
      if (field.name.value === ADDITIONAL) yield* checkAdditional(file, patch, field, claims);
      else yield* checkField(file, patch, field, claims, compared);
    }
  }
}

function nonNull(file: ClaimsFile, patch: InputObjectTypeDefinitionNode, field: InputValueDefinitionNode) {
  const label = `${patch.name.value}.${field.name.value}`;
  const nullable = print(field.type).slice(0, -1);
  return faultAt(
    file,
    field,
    `\`${label}\` must be nullable, since \`null\` removes: write \`${field.name.value}: ${nullable}\`.`,
  );
}

function* checkField(
  file: ClaimsFile,
  patch: InputObjectTypeDefinitionNode,
  field: InputValueDefinitionNode,
  claims: readonly FieldDefinitionNode[],
  compared: Set<string>,
): Faults {
  const claim = claims.find(({ name }) => name.value === field.name.value);
  if (claim !== undefined) yield* compareFieldTypes(file, patch.name.value, claim, field, compared);
  else if (claims.length > 0) {
    const label = `${patch.name.value}.${field.name.value}`;
    yield faultAt(
      file,
      field,
      `\`${label}\` names no claim: declare \`${field.name.value}\` in \`Claims\`, or remove it here.`,
    );
  }
}

function* checkAdditional(
  file: ClaimsFile,
  patch: InputObjectTypeDefinitionNode,
  field: InputValueDefinitionNode,
  claims: readonly FieldDefinitionNode[],
): Faults {
  const label = `${patch.name.value}.${ADDITIONAL}`;
  if (!['JSONObject', 'JSONObject!'].includes(print(field.type))) {
    yield faultAt(file, field, `\`${label}\` is ${print(field.type)}: write \`additional: JSONObject\`.`);
  }
  if (!hasDirective(field, 'additionalClaims')) {
    yield faultAt(
      file,
      field,
      `\`${label}\` does not say which claims: write @additionalClaims(keys: ["..."]), or leave it out.`,
    );
  }
  for (const pattern of patternNodes(field)) {
    const fault = patternFault(pattern, claims);
    if (fault !== null) yield faultAt(file, pattern, fault);
  }
}

function patternFault(node: ConstValueNode, claims: readonly FieldDefinitionNode[]): string | null {
  if (node.kind !== Kind.STRING)
    return 'The keys of @additionalClaims must be strings: write @additionalClaims(keys: ["..."]).';
  const pattern = node.value;
  if (pattern === '') return 'This key is empty: name a key, or `*` for every key that is not reserved.';
  if (pattern.slice(0, -1).includes('*'))
    return `"${pattern}" has a \`*\` that is not at the end: write the beginning of the key and one \`*\`.`;
  const isReserved = pattern.endsWith('*') ? pattern.startsWith('st-') : isReservedKey(pattern);
  if (isReserved) return `"${pattern}" is reserved for the token itself: nobody may write it. Remove it.`;
  const declared = claims.find((claim) => claim.name.value !== ADDITIONAL && claimKey(claim) === pattern);
  if (declared === undefined) return null;
  return `"${pattern}" is the declared claim \`${declared.name.value}\`: write \`${declared.name.value}\` into the patch in its place.`;
}
