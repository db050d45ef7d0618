import {
  getNullableType,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isRequiredInputField,
} from 'graphql';

/** How people enter a value. */
export type Control = LeafControl | { readonly kind: 'members'; readonly members: readonly Member[] };

/** One that is entered as one text. */
export type LeafControl =
  | { readonly kind: 'choice'; readonly options: readonly string[] }
  | { readonly kind: 'flag' | 'number' | 'lines' | 'json' | 'any' }
  | { readonly kind: 'text'; readonly maxLength: number | null };

/** A member of an object. */
export interface Member {
  readonly name: string;
  readonly control: LeafControl;
  readonly isRequired: boolean;
}

/** How a value of a type is entered; an object of simple members member by member, anything deeper as JSON. */
export function controlOf(inputType: GraphQLInputType, maxLength: number | null): Control {
  const type = getNullableType(inputType);
  if (!isInputObjectType(type)) return leafOf(type, maxLength);
  const members = Object.values(type.getFields()).map((field) => ({
    name: field.name,
    control: leafOf(getNullableType(field.type), null),
    isRequired: isRequiredInputField(field),
  }));
  return members.some(({ control }) => control.kind === 'json') ? { kind: 'json' } : { kind: 'members', members };
}

function leafOf(type: GraphQLInputType, maxLength: number | null): LeafControl {
  if (isEnumType(type)) return { kind: 'choice', options: type.getValues().map(({ name }) => name) };
  if (isListType(type)) return { kind: isText(getNullableType(type.ofType)) ? 'lines' : 'json' };
  if (isText(type)) return { kind: 'text', maxLength };
  switch (String(type)) {
    case 'Boolean':
      return { kind: 'flag' };
    case 'Int':
    case 'Float':
      return { kind: 'number' };
    default:
      return { kind: 'json' };
  }
}

function isText(type: GraphQLInputType): boolean {
  return isEnumType(type) || ['String', 'ID'].includes(String(type));
}
