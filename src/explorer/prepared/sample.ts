import {
  getNamedType,
  getNullableType,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isRequiredInputField,
} from 'graphql';

import { claimScalars } from '../../claims/scalars.ts';

/** A value of a type, as it stands in an operation; its strings have at most this length. */
export function sampleOf(inputType: GraphQLInputType, maxLength: number): string {
  const type = getNullableType(inputType);
  if (isListType(type)) return `[${sampleOf(type.ofType, maxLength)}]`;
  if (isEnumType(type)) return type.getValues()[0]?.name ?? 'null';
  if (isInputObjectType(type)) return sampleObject(type, maxLength);
  return claimScalars.get(type.name)?.sample ?? JSON.stringify('newValue'.slice(0, maxLength));
}

/** What it must have, or else one simple field, and lists empty: so an input type that holds itself comes to an end. */
function sampleObject(type: GraphQLInputObjectType, maxLength: number): string {
  const fields = Object.values(type.getFields());
  const required = fields.filter(isRequiredInputField);
  const simple = fields.filter((field) => !isInputObjectType(getNamedType(field.type)));
  const shown = required.length > 0 ? required : simple.slice(0, 1);
  const members = shown.map(({ name, type: member }) => {
    const isList = isListType(getNullableType(member));
    return `${name}: ${isList ? '[]' : sampleOf(member, maxLength)}`;
  });
  return `{ ${members.join(', ')} }`;
}
