import {
  buildASTSchema,
  concatAST,
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  KnownTypeNamesRule,
  LoneSchemaDefinitionRule,
  parse,
  PossibleTypeExtensionsRule,
  type Source,
  UniqueDirectiveNamesRule,
  UniqueTypeNamesRule,
  validateSchema,
} from 'graphql';
import { specifiedSDLRules } from 'graphql/validation/specifiedRules.js';
import { validateSDL } from 'graphql/validation/validate.js';

import type { ClaimsPolicy } from '../policy/types.ts';
import { ownClaimScalars } from '../scalars.ts';
import { policyOf } from './build-policy.ts';
import { checkClaims } from './check-claims.ts';
import { checkDefinitions, checkNames } from './check-definitions.ts';
import { checkPatches } from './check-patches.ts';
import { ClaimsSchemaError, type ClaimsSchemaFault } from './error.ts';
import { type ClaimsFile, faultAt, toClaimsFile, typeName } from './file.ts';
import { syntaxFault } from './syntax-error.ts';
import { checkTypes } from './types.ts';

/** The contract with the owner's claims in it, and what the owner's types say about who may write what. */
export interface ClaimsSchema {
  readonly schema: GraphQLSchema;
  readonly policy: ClaimsPolicy;
}

/** Rules of GraphQL in whose place there are checks of our own, which say what to write instead. */
const OWN_CHECKS: readonly unknown[] = [
  KnownTypeNamesRule,
  LoneSchemaDefinitionRule,
  PossibleTypeExtensionsRule,
  UniqueDirectiveNamesRule,
  UniqueTypeNamesRule,
];
const SDL_RULES = specifiedSDLRules.filter((rule) => !OWN_CHECKS.includes(rule));

/**
 * Reads the owner's claims file beside the contract.
 * @throws ClaimsSchemaError with all faults of the claims file; after a syntax error GraphQL's parser sees no more.
 * @throws GraphQLError where the contract itself cannot be parsed.
 */
export function readClaimsSchema(sources: {
  readonly contract: readonly Source[];
  readonly claims: Source;
}): ClaimsSchema {
  const contract = withClaimScalars(concatAST(sources.contract.map((source) => parse(source))));
  const document = parseClaims(sources.claims);
  const file = toClaimsFile(sources.claims, document, contract);
  const whole = concatAST([contract, withoutContractTypes(document, file)]);
  assertNoFaults([...ownFaults(file), ...fromGraphQL(file, validateSDL(whole, null, SDL_RULES))]);
  const schema = buildASTSchema(whole, { assumeValidSDL: true });
  assertNoFaults([...fromGraphQL(file, validateSchema(schema))]);
  return { schema, policy: policyOf(schema) };
}

/** Adds the scalars of claims that the contract itself does not use. */
function withClaimScalars(contract: DocumentNode): DocumentNode {
  const defined = contract.definitions.map(typeName);
  const missing = Object.keys(ownClaimScalars()).filter((name) => !defined.includes(name));
  return concatAST([contract, ...missing.map((name) => parse(`scalar ${name}`))]);
}

/** A type of the contract that is defined again has a fault of its own: GraphQL's rules would add one for each field. */
function withoutContractTypes(document: DocumentNode, { contractTypes }: ClaimsFile): DocumentNode {
  const isOwn = (name: string | null): boolean => name === null || !contractTypes.has(name);
  return { ...document, definitions: document.definitions.filter((definition) => isOwn(typeName(definition))) };
}

function parseClaims(source: Source): DocumentNode {
  try {
    return parse(source);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const line = error.locations?.[0]?.line ?? 1;
    throw new ClaimsSchemaError([{ file: source.name, line, message: syntaxFault(error, source) }]);
  }
}

function ownFaults(file: ClaimsFile): readonly ClaimsSchemaFault[] {
  return [checkDefinitions, checkNames, checkTypes, checkClaims, checkPatches].flatMap((check) => [...check(file)]);
}

/** GraphQL names all nodes that have to do with an error: the last one in the claims file is the one to change. */
function fromGraphQL(file: ClaimsFile, errors: readonly GraphQLError[]): readonly ClaimsSchemaFault[] {
  return errors.map(({ nodes = [], message }) => {
    const inFile = nodes.findLast((node) => node.loc?.source === file.source);
    return faultAt(file, inFile ?? nodes[0] ?? null, message);
  });
}

function assertNoFaults(faults: readonly ClaimsSchemaFault[]): void {
  if (faults.length > 0) throw new ClaimsSchemaError(faults);
}
