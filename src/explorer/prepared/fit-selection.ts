import {
  type FieldNode,
  type GraphQLObjectType,
  isObjectType,
  isWrappingType,
  Kind,
  type SelectionSetNode,
} from 'graphql';

import { ADDITIONAL } from '../../claims/schema/file.ts';

/** The claims of a selection that there are; all that are declared where there is none of them. */
export function fitSelection(selectionSet: SelectionSetNode, type: GraphQLObjectType): SelectionSetNode {
  const fields = type.getFields();
  const asked = selectionSet.selections.flatMap((one) => (one.kind === Kind.FIELD ? [one.name.value] : []));
  const known = asked.filter((name) => Object.hasOwn(fields, name));
  return selectionOf(type, known.some((name) => name !== ADDITIONAL) ? known : Object.keys(fields));
}

function selectionOf(type: GraphQLObjectType, names: readonly string[]): SelectionSetNode {
  return { kind: Kind.SELECTION_SET, selections: names.map((name) => fieldOf(type, name)) };
}

/** Of nested types, what is not nested again. */
function fieldOf(type: GraphQLObjectType, name: string): FieldNode {
  const field: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: name } };
  const nested = objectTypeIn(type.getFields()[name]?.type);
  if (nested === null) return field;
  const leaves = Object.values(nested.getFields()).filter((one) => objectTypeIn(one.type) === null);
  return {
    ...field,
    selectionSet: selectionOf(nested, leaves.length > 0 ? leaves.map((leaf) => leaf.name) : ['__typename']),
  };
}

/** The object type in a type, within lists or not; null: there is none. */
export function objectTypeIn(type: unknown): GraphQLObjectType | null {
  if (isWrappingType(type)) return objectTypeIn(type.ofType);
  return isObjectType(type) ? type : null;
}
