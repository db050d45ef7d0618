import {
  type ConstObjectFieldNode,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  isInputObjectType,
  isNonNullType,
  Kind,
  type ObjectFieldNode,
  type ObjectValueNode,
  parseConstValue,
  valueFromAST,
} from 'graphql';

import type { ClaimsPolicy } from '../../claims/policy/policy.ts';
import { additionalPatterns } from '../../claims/schema/directives.ts';
import { ADDITIONAL, PATCH_TYPES } from '../../claims/schema/file.ts';
import type { ClaimsWriter } from '../../claims/types.ts';
import { sampleOf } from './sample.ts';

/** A patch type, with who writes it. */
interface Writing {
  readonly patch: GraphQLInputObjectType;
  readonly writer: ClaimsWriter;
  readonly policy: ClaimsPolicy;
}

/** How patches of this type are written; null where it is none. */
export function writingOf(type: unknown, policy: ClaimsPolicy): Writing | null {
  const patch = isNonNullType(type) ? type.ofType : type;
  if (!isInputObjectType(patch)) return null;
  if (patch.name === PATCH_TYPES.self) return { patch, writer: 'self', policy };
  return patch.name === PATCH_TYPES.administrator ? { patch, writer: 'administrator', policy } : null;
}

/** What of a patch may be written here; where that sets no claim, one that may be set in its place. */
export function fitPatch(value: ObjectValueNode, writing: Writing): ObjectValueNode {
  const fields = value.fields.filter((field) => mayBeWritten(field, writing));
  if (fields.some((field) => field.value.kind !== Kind.NULL)) return { ...value, fields };
  const samples = Object.values(writing.patch.getFields()).flatMap((field) => samplesOf(field, writing.policy));
  return { ...value, fields: samples.filter((field) => mayBeWritten(field, writing)).slice(0, 1) };
}

/** The server's own rules judge: types, lengths, and the keys of `additional`. */
function mayBeWritten(field: ObjectFieldNode, { patch, writer, policy }: Writing): boolean {
  const input: unknown = valueFromAST({ kind: Kind.OBJECT, fields: [field] }, patch);
  return isRecord(input) && !('faults' in policy.readPatch(writer, input, 'MERGE'));
}

function samplesOf(field: GraphQLInputField, policy: ClaimsPolicy): ConstObjectFieldNode[] {
  const maxLength = policy.claims.find((claim) => claim.field === field.name)?.maxLength ?? Infinity;
  return valuesOf(field, maxLength).map((value) => ({
    kind: Kind.OBJECT_FIELD,
    name: { kind: Kind.NAME, value: field.name },
    value: parseConstValue(value),
  }));
}

function valuesOf(field: GraphQLInputField, maxLength: number): string[] {
  if (field.name !== ADDITIONAL || !field.astNode) return [sampleOf(field.type, maxLength)];
  const keys = additionalPatterns(field.astNode).map((pattern) => pattern.replace(/\*$/, 'newKey'));
  // Other keys cannot be written in an operation, only in its variables.
  return keys.filter((key) => /^[_a-z]\w*$/i.test(key)).map((key) => `{ ${key}: "newValue" }`);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
