import {
  type FieldDefinitionNode,
  type InputObjectTypeDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  print,
  type TypeNode,
} from 'graphql';

import { claimScalars } from '../scalars.ts';
import { baseName, type ClaimsFile, faultAt, type Faults } from './file.ts';

/**
 * Whether what a field of a patch takes can be shown as the claim's type: the same leaves and lists, an input type
 * whose members the object type has, and nothing null where the claim's type has none. `compared` holds the pairs of
 * types that are done, so that recursive types end.
 */
export function* compareFieldTypes(
  file: ClaimsFile,
  owner: string,
  claim: FieldDefinitionNode,
  field: InputValueDefinitionNode,
  compared: Set<string>,
): Faults {
  yield* comparePair(file, owner, { claim: nullable(claim.type), patch: nullable(field.type), field }, compared);
}

interface Pair {
  readonly claim: TypeNode;
  readonly patch: TypeNode;
  readonly field: InputValueDefinitionNode;
}

function* comparePair(file: ClaimsFile, owner: string, pair: Pair, compared: Set<string>): Faults {
  const { claim, patch, field } = pair;
  const [output, input] = [file.types.get(baseName(claim)), file.types.get(baseName(patch))];
  if (!isKnown(file, claim) || !isKnown(file, patch)) return;
  const label = `\`${owner}.${field.name.value}\` is ${print(patch)}`;
  const isNested = output?.kind === Kind.OBJECT_TYPE_DEFINITION && input?.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION;
  if (!hasSameLists(claim, patch) || (!isNested && baseName(claim) !== baseName(patch))) {
    yield faultAt(file, field, `${label}, but the claim is ${print(claim)}: ${advice(pair, output)}`);
    return;
  }
  if (allowsMoreNulls(claim, patch)) {
    const wanted = print(claim).replace(baseName(claim), baseName(patch));
    yield faultAt(
      file,
      field,
      `${label}, which lets null in where the claim's ${print(claim)} does not: write ${wanted}.`,
    );
  }
  if (isNested) yield* compareMembers(file, output, input, compared);
}

function* compareMembers(
  file: ClaimsFile,
  output: ObjectTypeDefinitionNode,
  input: InputObjectTypeDefinitionNode,
  compared: Set<string>,
): Faults {
  const [type, patchType] = [output.name.value, input.name.value];
  if (compared.has(`${type} ${patchType}`)) return;
  compared.add(`${type} ${patchType}`);
  for (const field of input.fields ?? []) {
    const shown = output.fields?.find(({ name }) => name.value === field.name.value);
    if (shown !== undefined)
      yield* comparePair(file, patchType, { claim: shown.type, patch: field.type, field }, compared);
    else
      yield faultAt(
        file,
        field,
        `\`${patchType}.${field.name.value}\` is no field of \`${type}\`: add it there, or remove it here.`,
      );
  }
  for (const { name, type: shown } of output.fields ?? []) {
    if (shown.kind !== Kind.NON_NULL_TYPE || input.fields?.some((field) => field.name.value === name.value)) continue;
    yield faultAt(
      file,
      input,
      `\`${patchType}\` lacks \`${name.value}\`, which \`${type}\` always has: add \`${name.value}\`, or make it nullable there.`,
    );
  }
}

function advice({ claim, patch, field }: Pair, output: { readonly kind: Kind } | undefined): string {
  if (output?.kind !== Kind.OBJECT_TYPE_DEFINITION) return `write \`${field.name.value}: ${print(claim)}\`.`;
  if (hasSameLists(claim, patch)) return `write an input type that has the fields of \`${baseName(claim)}\`.`;
  return `write the lists alike, with an input type that has the fields of \`${baseName(claim)}\`.`;
}

/** What is not known has a fault of its own. */
function isKnown(file: ClaimsFile, type: TypeNode): boolean {
  return claimScalars.has(baseName(type)) || file.types.has(baseName(type));
}

function hasSameLists(a: TypeNode, b: TypeNode): boolean {
  const [left, right] = [nullable(a), nullable(b)];
  if (left.kind === Kind.LIST_TYPE && right.kind === Kind.LIST_TYPE) return hasSameLists(left.type, right.type);
  return left.kind === right.kind;
}

/** Of two types with the same lists. */
function allowsMoreNulls(claim: TypeNode, patch: TypeNode): boolean {
  if (claim.kind === Kind.NON_NULL_TYPE && patch.kind !== Kind.NON_NULL_TYPE) return true;
  const [left, right] = [nullable(claim), nullable(patch)];
  return left.kind === Kind.LIST_TYPE && right.kind === Kind.LIST_TYPE && allowsMoreNulls(left.type, right.type);
}

function nullable(type: TypeNode): Exclude<TypeNode, { readonly kind: Kind.NON_NULL_TYPE }> {
  return type.kind === Kind.NON_NULL_TYPE ? type.type : type;
}
