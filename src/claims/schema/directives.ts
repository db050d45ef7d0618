import { type ConstValueNode, type FieldDefinitionNode, type InputValueDefinitionNode, Kind } from 'graphql';

type FieldNode = FieldDefinitionNode | InputValueDefinitionNode;

/** Whether a field carries a directive. */
export function hasDirective(field: FieldNode, directive: string): boolean {
  return field.directives?.some(({ name }) => name.value === directive) ?? false;
}

/** What is written for an argument of a field's directive; undefined where nothing is. */
export function directiveArgument(field: FieldNode, directive: string, argument: string): ConstValueNode | undefined {
  const found = field.directives?.find(({ name }) => name.value === directive);
  return found?.arguments?.find(({ name }) => name.value === argument)?.value;
}

/** The key in the payload of a field of `Claims`: `@claim(key:)`, or the field's own name. */
export function claimKey(field: FieldDefinitionNode): string {
  const key = directiveArgument(field, 'claim', 'key');
  return key?.kind === Kind.STRING ? key.value : field.name.value;
}

/** `@claim(maxLength:)` of a field of `Claims`, in UTF-16 code units; null where there is none. */
export function claimMaxLength(field: FieldDefinitionNode): number | null {
  const maxLength = directiveArgument(field, 'claim', 'maxLength');
  return maxLength?.kind === Kind.INT ? Number(maxLength.value) : null;
}

/** `@claim(hasura:)` of a field of `Claims`: the name of a session variable; null where there is none. */
export function claimHasura(field: FieldDefinitionNode): string | null {
  const hasura = directiveArgument(field, 'claim', 'hasura');
  return hasura?.kind === Kind.STRING ? hasura.value : null;
}

/** Whether the history keeps the values of a field of `Claims`: without `@claim(history: KEYS_ONLY)`. */
export function claimKeepsValues(field: FieldDefinitionNode): boolean {
  const history = directiveArgument(field, 'claim', 'history');
  return !(history?.kind === Kind.ENUM && history.value === 'KEYS_ONLY');
}

/** What is written in `@additionalClaims(keys:)`; GraphQL takes a single value for a list of one. */
export function patternNodes(field: InputValueDefinitionNode): readonly ConstValueNode[] {
  const keys = directiveArgument(field, 'additionalClaims', 'keys');
  if (keys === undefined) return [];
  return keys.kind === Kind.LIST ? keys.values : [keys];
}

/** The patterns of `@additionalClaims(keys:)`. */
export function additionalPatterns(field: InputValueDefinitionNode): readonly string[] {
  return patternNodes(field).flatMap((node) => (node.kind === Kind.STRING ? [node.value] : []));
}
