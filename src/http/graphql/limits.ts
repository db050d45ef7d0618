import {
  type ASTVisitor,
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';

/** How much one request may ask for. */
export const requestLimits = {
  bodyBytes: 256 * 1024,
  /** Lexical tokens of a document; counted while it is parsed, so that nothing larger is ever looked at. */
  tokens: 1000,
  /** Fields that an operation selects, a fragment counted at each spread. */
  selections: 10_000,
  depth: 20,
  aliases: 30,
  rootMutationFields: 10,
  /** Members and items of the variables, at all depths together: more than fit in any token. */
  variableValues: 3_000,
  /** Faults of one request that are looked for and told, before it is given up. */
  errors: 5,
} as const;

interface Measure {
  readonly depth: number;
  readonly aliases: number;
  readonly topLevelFields: number;
}

const NOTHING: Measure = { depth: 0, aliases: 0, topLevelFields: 0 };

/** Refuses operations that nest deeper than `limit`. */
export function maxDepth(limit: number): ValidationRule {
  return limitRule(
    limit,
    ({ depth }) => depth,
    (found) => `It nests ${found} levels deep; at most ${limit} are allowed.`,
  );
}

/** Refuses operations with more than `limit` aliases. */
export function maxAliases(limit: number): ValidationRule {
  return limitRule(
    limit,
    ({ aliases }) => aliases,
    (found) => `It has ${found} aliases; at most ${limit} are allowed.`,
  );
}

/** Refuses mutations with more than `limit` fields at the top: each may write many sessions. */
export function maxRootMutationFields(limit: number): ValidationRule {
  return limitRule(
    limit,
    ({ topLevelFields }, operation) => (operation.operation === OperationTypeNode.MUTATION ? topLevelFields : 0),
    (found) => `It has ${found} root mutation fields; at most ${limit} are allowed.`,
  );
}

/** The rules that every document must pass, beside those of GraphQL itself. */
export function limitRules(limits: typeof requestLimits = requestLimits): ValidationRule[] {
  return [maxDepth(limits.depth), maxAliases(limits.aliases), maxRootMutationFields(limits.rootMutationFields)];
}

function limitRule(
  limit: number,
  count: (measure: Measure, operation: OperationDefinitionNode) => number,
  describe: (found: number) => string,
): ValidationRule {
  return (context: ValidationContext): ASTVisitor => ({
    Document(document) {
      const measureSet = createMeasure(document);
      for (const operation of document.definitions) {
        if (operation.kind !== Kind.OPERATION_DEFINITION) continue;
        const found = count(measureSet(operation.selectionSet), operation);
        if (found > limit) context.reportError(new GraphQLError(`The operation is too large. ${describe(found)}`));
      }
      return false;
    },
  });
}

/**
 * Measures selection sets through their fragments. Each fragment is measured once however often it is spread, so the
 * time is linear in the document; one that spreads itself counts as empty there (GraphQL's own rules refuse it).
 */
function createMeasure(document: DocumentNode): (set: SelectionSetNode) => Measure {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const measured = new Map<string, Measure>();

  function measureFragment(name: string): Measure {
    const known = measured.get(name);
    if (known !== undefined) return known;
    measured.set(name, NOTHING);
    const fragment = fragments.get(name);
    const measure = fragment === undefined ? NOTHING : measureSet(fragment.selectionSet);
    measured.set(name, measure);
    return measure;
  }

  function measureSelection(selection: SelectionSetNode['selections'][number]): Measure {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return measureFragment(selection.name.value);
    const below = selection.selectionSet === undefined ? NOTHING : measureSet(selection.selectionSet);
    if (selection.kind === Kind.INLINE_FRAGMENT) return below;
    const aliases = below.aliases + (selection.alias === undefined ? 0 : 1);
    return { depth: below.depth + 1, aliases, topLevelFields: 1 };
  }

  function measureSet(set: SelectionSetNode): Measure {
    return set.selections.map(measureSelection).reduce(
      (sum, one) => ({
        depth: Math.max(sum.depth, one.depth),
        aliases: sum.aliases + one.aliases,
        topLevelFields: sum.topLevelFields + one.topLevelFields,
      }),
      NOTHING,
    );
  }
  return measureSet;
}
