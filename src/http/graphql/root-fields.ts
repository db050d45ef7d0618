import {
  type DocumentNode,
  getDirectiveValues,
  getVariableValues,
  GraphQLIncludeDirective,
  type GraphQLSchema,
  GraphQLSkipDirective,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type VariableDefinitionNode,
} from 'graphql';

interface OperationToRun {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * The names of the root fields that an operation will run, through fragments, without those that `@skip` and
 * `@include` leave out. Of its variables only those are read that these two can have: the execution coerces them all, and
 * what they hold may be large. Null where one of these is not valid: then nothing runs, and the execution says why.
 */
export function rootFieldNames({ schema, document, operation, variables }: OperationToRun): string[] | null {
  const flags = (operation.variableDefinitions ?? []).filter(isFlag);
  const { coerced } = getVariableValues(schema, flags, variables, { maxErrors: 1 });
  if (coerced === undefined) return null;
  const names = new Set<string>();
  const visited = new Set<string>();

  function collect(selections: readonly SelectionNode[]): void {
    for (const selection of selections) {
      if (!runs(selection, coerced)) continue;
      if (selection.kind === Kind.FIELD) names.add(selection.name.value);
      else if (selection.kind === Kind.INLINE_FRAGMENT) collect(selection.selectionSet.selections);
      else collectFragment(selection.name.value);
    }
  }

  function collectFragment(name: string): void {
    if (visited.has(name)) return;
    visited.add(name);
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === name) {
        collect(definition.selectionSet.selections);
      }
    }
  }

  try {
    collect(operation.selectionSet.selections);
  } catch {
    // A directive without a value for its `if`: as with variables, the execution says so.
    return null;
  }
  return [...names];
}

/** A variable of type `Boolean`, which alone can stand in `@skip(if:)`. */
function isFlag({ type }: VariableDefinitionNode): boolean {
  const named = type.kind === Kind.NON_NULL_TYPE ? type.type : type;
  return named.kind === Kind.NAMED_TYPE && named.name.value === 'Boolean';
}

function runs(selection: SelectionNode, variables: Record<string, unknown> | undefined): boolean {
  if (getDirectiveValues(GraphQLSkipDirective, selection, variables)?.['if'] === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, selection, variables)?.['if'] !== false;
}
