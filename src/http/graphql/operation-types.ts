import { type ASTVisitor, GraphQLError, type ValidationContext } from 'graphql';

/**
 * Refuses operations of a type that the schema does not have, which graphql-js 16 finds out only when it executes, and
 * then as if the fault were in a field.
 */
export function knownOperationTypes(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition(node) {
      if (context.getSchema().getRootType(node.operation)) return;
      const message = `There is no ${node.operation} in this API: send a query or a mutation.`;
      context.reportError(new GraphQLError(message, { nodes: node }));
    },
  };
}
