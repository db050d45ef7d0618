import { describe, expect, it } from 'vitest';

import { CLAIMS_FILE, faultsOf } from '../claims-file.ts';

/** Each puts one fault into the file; the faults are `line: message`. */
const DEFINITIONS = [
  {
    title: 'extend',
    from: 'enum Theme',
    to: 'extend type Company { city: String }\nenum Theme',
    faults: ['21: `extend` cannot be used here: write the fields into the definition of the type.'],
  },
  {
    title: 'extend of the contract',
    from: 'enum Theme',
    to: 'extend type Query { hello: String }\nenum Theme',
    faults: ['21: `extend` cannot be used here: write the fields into the definition of the type.'],
  },
  {
    title: 'a type of the contract',
    from: 'enum Theme',
    to: 'type Session { own: ID }\nenum Theme',
    faults: ['21: `Session` is a type of the contract: give yours another name.'],
  },
  {
    title: 'a built-in scalar',
    from: 'enum Theme',
    to: 'scalar String\nenum Theme',
    faults: ['21: `String` is a type of the contract: give yours another name.'],
  },
  {
    title: 'a type twice',
    from: 'input CompanyInput',
    to: 'enum Theme { GREY }\ninput CompanyInput',
    faults: ['23: `Theme` is defined twice: remove one.'],
  },
  {
    title: 'a field twice',
    from: '  plan: String\n',
    to: '  plan: String\n  plan: String\n',
    faults: ['17: Field "UserClaimsPatch.plan" can only be defined once.'],
  },
  {
    title: 'an enum value twice',
    from: 'LIGHT DARK',
    to: 'LIGHT DARK DARK',
    faults: ['21: Enum value "Theme.DARK" can only be defined once.'],
  },
  {
    title: 'types that nothing reaches',
    from: 'enum Theme',
    to: 'input Lost { lost: Lost }\nenum Theme',
    faults: ['21: `Lost` is used by no claim and no patch: use it, or remove it.'],
  },
  {
    title: 'a scalar',
    from: 'enum Theme',
    to: 'scalar Date\nenum Theme',
    faults: [
      '21: Scalars cannot be defined here: remove it, and use one of String, Int, Float, Boolean, ID, JSONObject.',
    ],
  },
  {
    title: 'a scalar of the contract',
    from: '  company: Company\n',
    to: '  company: Company\n  since: DateTime\n',
    faults: [
      '7: `DateTime` belongs to the contract and cannot be the type of a claim: write String, Int, Float, Boolean, ID, JSONObject or a type of this file.',
    ],
  },
  {
    title: 'an enum of the contract',
    from: '  company: Company\n',
    to: '  company: Company\n  mode: ClaimsMergeMode\n',
    faults: [
      '7: `ClaimsMergeMode` belongs to the contract and cannot be the type of a claim: write String, Int, Float, Boolean, ID, JSONObject or a type of this file.',
    ],
  },
  {
    title: 'an unknown type',
    from: '  company: Company\n',
    to: '  company: Company\n  since: Date\n',
    faults: ['7: There is no type `Date`: write String, Int, Float, Boolean, ID, JSONObject or a type of this file.'],
  },
  {
    title: 'an input type in Claims',
    from: '  company: Company\n',
    to: '  company: CompanyInput\n',
    faults: [
      '6: `CompanyInput` is no `type`, which this field needs: write String, Int, Float, Boolean, ID, JSONObject or a type of this file.',
      '22: `Company` is used by no claim and no patch: use it, or remove it.',
    ],
  },
  {
    title: 'a directive definition',
    from: 'enum Theme',
    to: 'directive @mine on FIELD_DEFINITION\nenum Theme',
    faults: ['21: Directives cannot be defined here: remove it, and use @claim and @additionalClaims.'],
  },
  {
    title: 'an unknown directive',
    from: '  company: Company\n',
    to: '  company: Company @mine\n',
    faults: ['6: Unknown directive "@mine".'],
  },
  {
    title: '@claim in a patch',
    from: '  plan: String\n',
    to: '  plan: String @claim(key: "x")\n',
    faults: ['16: Directive "@claim" may not be used on INPUT_FIELD_DEFINITION.'],
  },
  {
    title: 'a union',
    from: 'enum Theme',
    to: 'union Either = Company\nenum Theme',
    faults: ['21: A claim cannot be a union: write an object type with nullable fields, or JSONObject.'],
  },
  {
    title: 'an interface',
    from: 'enum Theme',
    to: 'interface Named { name: String! }\nenum Theme',
    faults: ['21: A claim cannot be an interface: write an object type, or JSONObject.'],
  },
  {
    title: 'an operation',
    from: 'enum Theme',
    to: 'query { mySession { handle } }\nenum Theme',
    faults: ['21: Operations do not belong here: this file only declares types. Remove it.'],
  },
  {
    title: 'a fragment',
    from: 'enum Theme',
    to: 'fragment F on Company { name }\nenum Theme',
    faults: ['21: Fragments do not belong here: this file only declares types. Remove it.'],
  },
  {
    title: 'a schema definition',
    from: 'enum Theme',
    to: 'schema { query: Query }\nenum Theme',
    faults: ['21: A schema definition belongs to the contract: remove it.'],
  },
  {
    title: 'a field __x',
    from: '  company: Company\n',
    to: '  company: Company\n  __x: Int\n',
    faults: ['7: `__x` begins with `__`, which GraphQL keeps for itself: write another name.'],
  },
  {
    title: 'a type __X',
    from: 'enum Theme',
    to: 'enum __X { A }\nenum Theme',
    faults: [
      '21: `__X` begins with `__`, which GraphQL keeps for itself: write another name.',
      '21: `__X` is used by no claim and no patch: use it, or remove it.',
    ],
  },
  {
    title: 'an enum value __x',
    from: 'LIGHT DARK',
    to: 'LIGHT DARK __x',
    faults: ['21: `__x` begins with `__`, which GraphQL keeps for itself: write another name.'],
  },
  {
    title: 'a claim with a name that every object has',
    from: '  company: Company\n',
    to: '  company: Company\n  toString: String @claim(key: "t")\n',
    faults: [
      '7: `toString` is a name that every JavaScript object has: write another one, ' +
        'with @claim(key: "toString") for that key in the token.',
    ],
  },
  {
    title: 'a field in a claim with a name that every object has',
    from: 'type Company {',
    to: 'type Company {\n  toString: String\n',
    faults: ['23: `toString` is a name that every JavaScript object has: write another one.'],
  },
  {
    title: 'no Claims',
    from: 'type Claims',
    to: 'type MyClaims',
    faults: [
      '1: `Claims` is missing: write `type Claims { additional: JSONObject! }` with your claims.',
      '3: @claim is for the declared claims in `Claims`: remove it from `MyClaims.locale`.',
      '4: @claim is for the declared claims in `Claims`: remove it from `MyClaims.plan`.',
      '5: @claim is for the declared claims in `Claims`: remove it from `MyClaims.tags`.',
    ],
  },
  {
    title: 'no patch',
    from: 'input MyClaimsPatch',
    to: 'input MyPatch',
    faults: [
      '1: `MyClaimsPatch` is missing: write `input MyClaimsPatch { theme: String }` with your claims.',
      '11: @additionalClaims is for `additional` in a patch: remove it from `MyPatch.additional`.',
    ],
  },
  {
    title: 'a syntax error',
    from: '  company: Company\n',
    to: '  company Company\n',
    faults: ['6: Syntax Error: Expected ":", found Name "Company": write SDL, as in schema/claims.graphql.'],
  },
  {
    title: 'an input that contains itself',
    from: 'input CompanyInput {',
    to: 'input CompanyInput { self: CompanyInput! ',
    faults: ['23: `CompanyInput.self` is no field of `Company`: add it there, or remove it here.'],
  },
  {
    title: 'an input that GraphQL refuses (@oneOf with a non-null field)',
    from: 'input CompanyInput {',
    to: 'input CompanyInput @oneOf {',
    faults: ['23: OneOf input field CompanyInput.name must be nullable.'],
  },
];

describe('what a claims file may hold', () => {
  it.each(DEFINITIONS)('refuses $title', ({ from, to, faults }) => {
    expect(CLAIMS_FILE).toContain(from);
    expect(faultsOf(CLAIMS_FILE.replace(from, to))).toEqual(faults);
  });
});
