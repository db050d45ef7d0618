import { Kind, parse, type OperationDefinitionNode } from 'graphql';

/** An operation as it is sent to the server. */
export interface Operation {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: unknown;
}

/**
 * Makes an operation ready to be sent: the variable `$me`, which the prepared tabs use, is filled in where it is not
 * given, and a name that the document does not have is left out. GraphiQL gives such a one right after a change of tab.
 */
export function prepareOperation(operation: Operation, userId: string | null): Operation {
  const { query, operationName, variables } = operation;
  const definitions = operationsOf(query);
  const isKnown = definitions.some(({ name }) => name?.value === operationName);
  const needsMe = definitions.some((one) =>
    one.variableDefinitions?.some(({ variable }) => variable.name.value === 'me'),
  );
  const given = typeof variables === 'object' ? variables : {};
  return {
    query,
    ...(isKnown || definitions.length > 1 ? { operationName } : {}),
    variables: needsMe && userId !== null ? { me: userId, ...given } : given,
  };
}

/** Empty where the document cannot be parsed: the server says why. */
function operationsOf(query: string): OperationDefinitionNode[] {
  try {
    return parse(query).definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  } catch {
    return [];
  }
}
