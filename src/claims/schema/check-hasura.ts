import { type FieldDefinitionNode, Kind } from 'graphql';

import { directiveArgument } from './directives.ts';
import { type ClaimsFile, claimsTypeOf, faultAt, type Faults, PATCH_TYPES } from './file.ts';

const VARIABLE = /^x-hasura-[a-z0-9-]+$/i;
/** Hasura decides by these whose rows and which permissions a request gets. */
const DECIDING = ['x-hasura-role', 'x-hasura-user-id'];

/** Whether `@claim(hasura:)` names a session variable, one that nobody else has, and that no user writes for themselves. */
export function* checkHasura(file: ClaimsFile, field: FieldDefinitionNode): Faults {
  const written = directiveArgument(field, 'claim', 'hasura');
  if (written === undefined) return;
  const name = field.name.value;
  const variable = variableOf(field);
  if (variable === null || !VARIABLE.test(variable)) {
    yield faultAt(
      file,
      written,
      `@claim(hasura:) of \`${name}\` must name a session variable: write "X-Hasura-", and a name of letters, digits and -.`,
    );
    return;
  }
  const others = (claimsTypeOf(file)?.fields ?? []).filter(
    (other) => other !== field && variableOf(other) === variable,
  );
  if (others.length > 0) {
    yield faultAt(file, written, `"${variable}" is the session variable of several claims: give each one of its own.`);
  }
  if (DECIDING.includes(variable) && isWrittenByUsers(file, name)) {
    yield faultAt(
      file,
      written,
      `Hasura decides by "${variable}", and users may write \`${name}\` themselves: remove it from \`${PATCH_TYPES.self}\`.`,
    );
  }
}

/** In lower case, since Hasura knows no other. */
function variableOf(field: FieldDefinitionNode): string | null {
  const written = directiveArgument(field, 'claim', 'hasura');
  return written?.kind === Kind.STRING ? written.value.toLowerCase() : null;
}

function isWrittenByUsers(file: ClaimsFile, name: string): boolean {
  const patch = file.types.get(PATCH_TYPES.self);
  if (patch?.kind !== Kind.INPUT_OBJECT_TYPE_DEFINITION) return false;
  return (patch.fields ?? []).some((field) => field.name.value === name);
}
