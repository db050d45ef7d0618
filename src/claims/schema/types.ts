import { type FieldDefinitionNode, type InputValueDefinitionNode, Kind, type ObjectTypeDefinitionNode } from 'graphql';

import { claimScalarNames, claimScalars } from '../scalars.ts';
import { directiveArgument, hasDirective } from './directives.ts';
import {
  ADDITIONAL,
  baseName,
  CLAIMS_TYPE,
  type ClaimsFile,
  type ClaimsTypeNode,
  faultAt,
  type Faults,
  PATCH_TYPES,
} from './file.ts';
import { jsonObjectAdvice } from './syntax-error.ts';

/** Whether all types of the file can be types of claims: what their fields are, and what is on them. */
export function* checkTypes(file: ClaimsFile): Faults {
  for (const type of file.types.values()) {
    if (type.kind === Kind.OBJECT_TYPE_DEFINITION) {
      yield* checkInterfaces(file, type);
      for (const field of type.fields ?? []) yield* checkOutputField(file, type.name.value, field);
    }
    if (type.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) {
      for (const field of type.fields ?? []) yield* checkInputField(file, type.name.value, field);
    }
  }
  yield* checkReach(file);
}

function* checkInterfaces(file: ClaimsFile, type: ObjectTypeDefinitionNode): Faults {
  for (const node of type.interfaces ?? []) {
    const [owner, name] = [type.name.value, node.name.value];
    yield faultAt(file, node, `\`${owner}\` cannot implement \`${name}\`: remove \`implements ${name}\`.`);
  }
}

function* checkOutputField(file: ClaimsFile, owner: string, field: FieldDefinitionNode): Faults {
  const label = `${owner}.${field.name.value}`;
  yield* checkReference(file, field, Kind.OBJECT_TYPE_DEFINITION);
  if (field.arguments !== undefined && field.arguments.length > 0) {
    yield faultAt(file, field, `\`${label}\` has arguments, which claims cannot have: remove them.`);
  }
  const isClaim = owner === CLAIMS_TYPE && field.name.value !== ADDITIONAL;
  if (hasDirective(field, 'claim') && !isClaim) {
    yield faultAt(file, field, `@claim is for the declared claims in \`Claims\`: ${adviceOn(file, owner, field)}`);
  }
}

/** A nested member has the name of its field; one that no field can have is what the key was written for. */
function adviceOn(file: ClaimsFile, owner: string, field: FieldDefinitionNode): string {
  const key = directiveArgument(field, 'claim', 'key');
  const isName = key?.kind !== Kind.STRING || /^[_a-z]\w*$/i.test(key.value);
  const label = `${owner}.${field.name.value}`;
  // Where there is no `Claims`, this may well be it under another name.
  return isName || !file.types.has(CLAIMS_TYPE)
    ? `remove it from \`${label}\`.`
    : `\`${label}\` cannot have it; ${jsonObjectAdvice(owner)}`;
}

function* checkInputField(file: ClaimsFile, owner: string, field: InputValueDefinitionNode): Faults {
  const label = `${owner}.${field.name.value}`;
  yield* checkReference(file, field, Kind.INPUT_OBJECT_TYPE_DEFINITION);
  if (field.defaultValue !== undefined) {
    yield faultAt(file, field, `\`${label}\` has a default value, which would be written unasked: remove it.`);
  }
  const isAdditional = Object.values(PATCH_TYPES).includes(owner) && field.name.value === ADDITIONAL;
  if (hasDirective(field, 'additionalClaims') && !isAdditional) {
    yield faultAt(file, field, `@additionalClaims is for \`additional\` in a patch: remove it from \`${label}\`.`);
  }
}

function* checkReference(
  file: ClaimsFile,
  field: FieldDefinitionNode | InputValueDefinitionNode,
  kind: Kind.OBJECT_TYPE_DEFINITION | Kind.INPUT_OBJECT_TYPE_DEFINITION,
): Faults {
  const name = baseName(field.type);
  const found = file.types.get(name)?.kind;
  if (claimScalars.has(name) || found === kind || found === Kind.ENUM_TYPE_DEFINITION) return;
  const wanted = kind === Kind.OBJECT_TYPE_DEFINITION ? 'type' : 'input';
  if (found !== undefined)
    yield faultAt(file, field.type, `\`${name}\` is no \`${wanted}\`, which this field needs: ${ADVICE}`);
  else if (file.contractTypes.has(name))
    yield faultAt(file, field.type, `\`${name}\` belongs to the contract and cannot be the type of a claim: ${ADVICE}`);
  else yield faultAt(file, field.type, `There is no type \`${name}\`: ${ADVICE}`);
}

const ADVICE = `write ${claimScalarNames} or a type of this file.`;

function* checkReach(file: ClaimsFile): Faults {
  const reached = new Set([CLAIMS_TYPE, ...Object.values(PATCH_TYPES)]);
  // Where one of the three is missing, that is the fault; what it alone would reach is none.
  if ([...reached].some((name) => !file.types.has(name))) return;
  // A set that grows while it is walked: what is added is visited too.
  for (const name of reached) for (const next of referencesOf(file.types.get(name))) reached.add(next);
  for (const [name, type] of file.types) {
    if (reached.has(name) || file.contractTypes.has(name)) continue;
    yield faultAt(file, type, `\`${name}\` is used by no claim and no patch: use it, or remove it.`);
  }
}

function referencesOf(type: ClaimsTypeNode | undefined): readonly string[] {
  if (type === undefined || type.kind === Kind.ENUM_TYPE_DEFINITION) return [];
  return (type.fields ?? []).map((field) => baseName(field.type));
}
