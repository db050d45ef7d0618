import fc from 'fast-check';

import type { ClaimsPayload, JsonObject, JsonValue } from '../../src/claims/types.ts';

/** Names that collide often, and those that lead to a prototype. */
const name = fc.oneof(
  fc.constantFrom('a', 'b', 'c', '10', '2', 'theme', '__proto__', 'constructor', 'toString', 'sub', 'st-role'),
  fc.string({ unit: 'binary' }),
);

const { value, object } = fc.letrec<{ value: JsonValue; object: JsonObject }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(
      fc.constantFrom<JsonValue>(null, true, false, 0, 1, 'x', '', '\u2028', '\u0007', '"'),
      fc.maxSafeInteger(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (number === 0 ? 0 : number)),
      fc.string({ unit: 'binary' }),
    ),
    fc.array(tie('value'), { maxLength: 4 }),
    tie('object'),
  ),
  object: fc.array(fc.tuple(name, tie('value')), { maxLength: 5 }).map((members) => Object.fromEntries(members)),
}));

/** Any JSON value. */
export const jsonValue: fc.Arbitrary<JsonValue> = value;

/** Any payload, reserved keys and stored nulls included. */
export const payload: fc.Arbitrary<ClaimsPayload> = object;

/** A payload without a top-level null, as Claimset writes them. */
export const payloadWithoutNull: fc.Arbitrary<ClaimsPayload> = object.map((members) =>
  Object.fromEntries(Object.entries(members).filter(([, member]) => member !== null)),
);

/** The same JSON with the members of every object in reverse order. */
export function reversed(json: JsonValue): JsonValue {
  if (Array.isArray(json)) return json.map(reversed);
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(
    Object.entries(json)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  );
}
