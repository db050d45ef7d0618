import { type DefinitionNode, Kind, type NameNode } from 'graphql';

import { claimScalarNames } from '../scalars.ts';
import { CLAIMS_TYPE, type ClaimsFile, faultAt, type Faults, PATCH_TYPES, typeName } from './file.ts';

/** What a claims file may not hold at all. */
const MISPLACED: Partial<Record<Kind, string>> = {
  [Kind.SCHEMA_DEFINITION]: 'A schema definition belongs to the contract: remove it.',
  [Kind.OPERATION_DEFINITION]: 'Operations do not belong here: this file only declares types. Remove it.',
  [Kind.FRAGMENT_DEFINITION]: 'Fragments do not belong here: this file only declares types. Remove it.',
  [Kind.DIRECTIVE_DEFINITION]: 'Directives cannot be defined here: remove it, and use @claim and @additionalClaims.',
  [Kind.SCALAR_TYPE_DEFINITION]: `Scalars cannot be defined here: remove it, and use one of ${claimScalarNames}.`,
  [Kind.UNION_TYPE_DEFINITION]: 'A claim cannot be a union: write an object type with nullable fields, or JSONObject.',
  [Kind.INTERFACE_TYPE_DEFINITION]: 'A claim cannot be an interface: write an object type, or JSONObject.',
};

/** Whether the file holds the three types, each once, and nothing that does not belong there. */
export function* checkDefinitions(file: ClaimsFile): Faults {
  yield* checkRequired(file, CLAIMS_TYPE, Kind.OBJECT_TYPE_DEFINITION, 'type Claims { additional: JSONObject! }');
  for (const name of Object.values(PATCH_TYPES)) {
    yield* checkRequired(file, name, Kind.INPUT_OBJECT_TYPE_DEFINITION, `input ${name} { theme: String }`);
  }
  for (const definition of file.definitions) yield* checkDefinition(file, definition);
}

function* checkRequired(file: ClaimsFile, name: string, kind: Kind, example: string): Faults {
  const type = file.types.get(name);
  if (type?.kind === kind) return;
  const what = type === undefined ? `\`${name}\` is missing` : `\`${name}\` is of another kind`;
  yield faultAt(file, type ?? null, `${what}: write \`${example}\` with your claims.`);
}

function* checkDefinition(file: ClaimsFile, definition: DefinitionNode): Faults {
  if (definition.kind.endsWith('Extension')) {
    yield faultAt(file, definition, '`extend` cannot be used here: write the fields into the definition of the type.');
    return;
  }
  const name = typeName(definition);
  if (name !== null && file.contractTypes.has(name)) {
    yield faultAt(file, definition, `\`${name}\` is a type of the contract: give yours another name.`);
    return;
  }
  if (name !== null && file.types.has(name) && file.types.get(name) !== definition) {
    yield faultAt(file, definition, `\`${name}\` is defined twice: remove one.`);
  }
  const misplaced = MISPLACED[definition.kind];
  if (misplaced !== undefined) yield faultAt(file, definition, misplaced);
}

/** Whether all names can be used: GraphQL keeps those that begin with `__`, JavaScript those that every object has. */
export function* checkNames(file: ClaimsFile): Faults {
  for (const type of file.types.values()) {
    yield* checkName(file, type.name);
    const isEnum = type.kind === Kind.ENUM_TYPE_DEFINITION;
    for (const { name } of (isEnum ? type.values : type.fields) ?? []) {
      yield* checkName(file, name);
      if (!isEnum) yield* checkFieldName(file, type.name.value, name);
    }
  }
}

function* checkFieldName(file: ClaimsFile, owner: string, name: NameNode): Faults {
  if (name.value.startsWith('__') || !(name.value in Object.prototype)) return;
  const advice = owner === CLAIMS_TYPE ? `, with @claim(key: "${name.value}") for that key in the token` : '';
  yield faultAt(
    file,
    name,
    `\`${name.value}\` is a name that every JavaScript object has: write another one${advice}.`,
  );
}

function* checkName(file: ClaimsFile, name: NameNode): Faults {
  if (name.value.startsWith('__')) {
    yield faultAt(
      file,
      name,
      `\`${name.value}\` begins with \`__\`, which GraphQL keeps for itself: write another name.`,
    );
  }
}
