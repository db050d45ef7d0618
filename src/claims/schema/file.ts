import {
  type ASTNode,
  type DefinitionNode,
  type DocumentNode,
  type EnumTypeDefinitionNode,
  type InputObjectTypeDefinitionNode,
  isTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type Source,
  specifiedScalarTypes,
  type TypeNode,
} from 'graphql';

import type { ClaimsWriter } from '../types.ts';
import type { ClaimsSchemaFault } from './error.ts';

/** The type that declares the claims. */
export const CLAIMS_TYPE = 'Claims';
/** The types that say who may change what. */
export const PATCH_TYPES: Readonly<Record<ClaimsWriter, string>> = {
  self: 'MyClaimsPatch',
  administrator: 'UserClaimsPatch',
};
/** The field that carries the claims that are not declared. */
export const ADDITIONAL = 'additional';

/** A kind of type that the claims file may define. */
export type ClaimsTypeNode = ObjectTypeDefinitionNode | InputObjectTypeDefinitionNode | EnumTypeDefinitionNode;

/** The owner's claims file, parsed. */
export interface ClaimsFile {
  readonly source: Source;
  readonly definitions: readonly DefinitionNode[];
  /** The file's own types by name; of two with one name the first. */
  readonly types: ReadonlyMap<string, ClaimsTypeNode>;
  /** Names of the types of the contract, and of GraphQL's own scalars. */
  readonly contractTypes: ReadonlySet<string>;
}

/** Faults one by one: a check goes on after the first. */
export type Faults = Generator<ClaimsSchemaFault, void, undefined>;

/** Sorts the definitions of a parsed claims file. */
export function toClaimsFile(source: Source, document: DocumentNode, contract: DocumentNode): ClaimsFile {
  const types = new Map<string, ClaimsTypeNode>();
  for (const definition of document.definitions) {
    if (isClaimsType(definition) && !types.has(definition.name.value)) types.set(definition.name.value, definition);
  }
  const contractTypes = contract.definitions.flatMap((definition) => typeName(definition) ?? []);
  return {
    source,
    definitions: document.definitions,
    types,
    contractTypes: new Set([...contractTypes, ...specifiedScalarTypes.map(({ name }) => name)]),
  };
}

/** A fault at a node of a document; without one at the file's first line. */
export function faultAt(file: Pick<ClaimsFile, 'source'>, node: ASTNode | null, message: string): ClaimsSchemaFault {
  const source = node?.loc?.source ?? file.source;
  return {
    file: source.name,
    line: (node?.loc?.startToken.line ?? 1) + source.locationOffset.line - 1,
    message,
  };
}

/** The name of the type that a definition defines; null for what defines no type. */
export function typeName(definition: DefinitionNode): string | null {
  return isTypeDefinitionNode(definition) ? definition.name.value : null;
}

/** The type's own name, without lists and exclamation marks. */
export function baseName(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : baseName(type.type);
}

/** The type `Claims`, where there is one. */
export function claimsTypeOf(file: ClaimsFile): ObjectTypeDefinitionNode | null {
  const type = file.types.get(CLAIMS_TYPE);
  return type?.kind === Kind.OBJECT_TYPE_DEFINITION ? type : null;
}

/** The patch types that there are. */
export function patchTypesOf(file: ClaimsFile): readonly InputObjectTypeDefinitionNode[] {
  const types = Object.values(PATCH_TYPES).map((name) => file.types.get(name));
  return types.filter((type) => type?.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION);
}

function isClaimsType(definition: DefinitionNode): definition is ClaimsTypeNode {
  return (
    definition.kind === Kind.OBJECT_TYPE_DEFINITION ||
    definition.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION ||
    definition.kind === Kind.ENUM_TYPE_DEFINITION
  );
}
