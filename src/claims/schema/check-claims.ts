import { type FieldDefinitionNode, Kind, print } from 'graphql';

import { isReservedKey } from '../reserved.ts';
import { claimScalars } from '../scalars.ts';
import { checkHasura } from './check-hasura.ts';
import { claimKey, directiveArgument } from './directives.ts';
import { ADDITIONAL, baseName, type ClaimsFile, claimsTypeOf, faultAt, type Faults } from './file.ts';

/** Whether the fields of `Claims` declare claims: nullable, each with a key of its own that is not reserved. */
export function* checkClaims(file: ClaimsFile): Faults {
  const type = claimsTypeOf(file);
  if (type === null) return;
  const fields = type.fields ?? [];
  if (!fields.some(({ name }) => name.value === ADDITIONAL)) {
    yield faultAt(file, type, '`Claims` has no `additional`: write `additional: JSONObject!` into it.');
  }
  const keys = new Map<string, string>();
  for (const field of fields) {
    if (field.name.value === ADDITIONAL) yield* checkAdditional(file, field);
    else yield* checkClaim(file, field, keys);
  }
}

function* checkAdditional(file: ClaimsFile, field: FieldDefinitionNode): Faults {
  if (print(field.type) === 'JSONObject!') return;
  yield faultAt(file, field, `\`additional\` is ${print(field.type)}: write \`additional: JSONObject!\`.`);
}

function* checkClaim(file: ClaimsFile, field: FieldDefinitionNode, keys: Map<string, string>): Faults {
  const name = field.name.value;
  if (field.type.kind === Kind.NON_NULL_TYPE) {
    yield faultAt(
      file,
      field,
      `\`${name}\` must be nullable, since a token may lack the claim: write \`${name}: ${print(field.type.type)}\`.`,
    );
  }
  yield* checkKey(file, field);
  yield* checkMaxLength(file, field);
  yield* checkHasura(file, field);
  yield* checkHistory(file, field);
  const key = claimKey(field);
  const other = keys.get(key);
  if (other === undefined) keys.set(key, name);
  else if (other !== name) {
    yield faultAt(
      file,
      field,
      `\`${name}\` has the key "${key}", which \`${other}\` has already: write another @claim(key:).`,
    );
  }
}

function* checkKey(file: ClaimsFile, field: FieldDefinitionNode): Faults {
  const written = directiveArgument(field, 'claim', 'key');
  if (written !== undefined && written.kind !== Kind.STRING) {
    yield faultAt(file, written, `@claim(key:) of \`${field.name.value}\` must be a string: write @claim(key: "...").`);
    return;
  }
  const key = claimKey(field);
  if (key === '') {
    yield faultAt(file, written ?? field, `The key of \`${field.name.value}\` is empty: name one, or remove \`key\`.`);
  }
  if (isReservedKey(key)) {
    yield faultAt(
      file,
      written ?? field,
      `The key "${key}" is reserved for the token itself: write another @claim(key: "...").`,
    );
  }
}

function* checkMaxLength(file: ClaimsFile, field: FieldDefinitionNode): Faults {
  const written = directiveArgument(field, 'claim', 'maxLength');
  if (written === undefined) return;
  if (written.kind !== Kind.INT || Number(written.value) < 1) {
    yield faultAt(file, written, `@claim(maxLength:) of \`${field.name.value}\` must be a whole number of at least 1.`);
  }
  if (claimScalars.get(baseName(field.type))?.isText !== true) {
    yield faultAt(
      file,
      written,
      `@claim(maxLength:) bounds strings, and \`${field.name.value}\` is ${print(field.type)}: remove it.`,
    );
  }
}

function* checkHistory(file: ClaimsFile, field: FieldDefinitionNode): Faults {
  const written = directiveArgument(field, 'claim', 'history');
  if (written === undefined) return;
  if (written.kind === Kind.ENUM && ['VALUES', 'KEYS_ONLY'].includes(written.value)) return;
  yield faultAt(file, written, `@claim(history:) of \`${field.name.value}\` must be VALUES or KEYS_ONLY.`);
}
