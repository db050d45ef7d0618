import { type ASTNode, type GraphQLSchema, Kind, parse, print, TypeInfo, visit, visitWithTypeInfo } from 'graphql';

import { policyOf } from '../../claims/schema/build-policy.ts';
import { CLAIMS_TYPE } from '../../claims/schema/file.ts';
import { fitPatch, writingOf } from './fit-patch.ts';
import { fitSelection, objectTypeIn } from './fit-selection.ts';

interface Edit {
  readonly from: ASTNode;
  readonly to: ASTNode;
}

/**
 * Makes an example, written for the claims that come with the package, fit the claims of this schema. Only what does
 * not fit changes; the rest of the text, comments included, stays as it is.
 */
export function fitExample(example: string, schema: GraphQLSchema): string {
  const edits = editsOf(example, schema).filter(({ from, to }) => print(from) !== print(to));
  // From the end, so that the places of the others still hold.
  return edits.reverse().reduce(applyEdit, example);
}

function editsOf(example: string, schema: GraphQLSchema): Edit[] {
  const policy = policyOf(schema);
  const types = new TypeInfo(schema);
  const edits: Edit[] = [];
  const enter = (node: ASTNode): void => {
    if (node.kind === Kind.OBJECT_FIELD && node.value.kind === Kind.OBJECT) {
      const writing = writingOf(types.getInputType(), policy);
      if (writing !== null) edits.push({ from: node.value, to: fitPatch(node.value, writing) });
    }
    if (node.kind === Kind.FIELD && node.selectionSet !== undefined) {
      const type = objectTypeIn(types.getType());
      if (type?.name === CLAIMS_TYPE)
        edits.push({ from: node.selectionSet, to: fitSelection(node.selectionSet, type) });
    }
  };
  visit(parse(example), visitWithTypeInfo(types, { enter }));
  return edits;
}

function applyEdit(text: string, { from, to }: Edit): string {
  if (from.loc === undefined) throw new Error('a node that was parsed has a place');
  const before = text.slice(0, from.loc.start);
  const [indent = ''] = /^ */.exec(before.slice(before.lastIndexOf('\n') + 1)) ?? [];
  return before + print(to).replaceAll('\n', `\n${indent}`) + text.slice(from.loc.end);
}
