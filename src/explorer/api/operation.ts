import { Kind, type OperationDefinitionNode, OperationTypeNode, parse } from 'graphql';

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

/** Whether an operation that is ready asks who `$me` is, and nobody is signed in to be it. */
export function lacksMe({ query, operationName, variables }: Operation): boolean {
  const definitions = operationsOf(query);
  const running = definitions.find(({ name }) => name?.value === operationName) ?? definitions[0];
  const me = running?.variableDefinitions?.find(({ variable }) => variable.name.value === 'me');
  const isGiven = typeof variables === 'object' && variables !== null && 'me' in variables;
  return me?.type.kind === Kind.NON_NULL_TYPE && me.defaultValue === undefined && !isGiven;
}

/** Whether an operation that is ready is a subscription. */
export function isSubscription({ query, operationName }: Operation): boolean {
  const definitions = operationsOf(query);
  const running = definitions.find(({ name }) => name?.value === operationName) ?? definitions[0];
  return running?.operation === OperationTypeNode.SUBSCRIPTION;
}

/** Empty where the document cannot be parsed: the server says why. */
function operationsOf(query: string): OperationDefinitionNode[] {
  try {
    return parse(query).definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  } catch {
    return [];
  }
}
