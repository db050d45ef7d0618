import { describe, expect, it } from 'vitest';

import { CLAIMS_FILE, faultsOf } from '../claims-file.ts';

/** Each puts one fault into the file; the faults are `line: message`. */
const PATCHES = [
  {
    title: 'a patch field with no claim',
    from: '  plan: String\n',
    to: '  plan: String\n  rank: Int\n',
    faults: ['17: `UserClaimsPatch.rank` names no claim: declare `rank` in `Claims`, or remove it here.'],
  },
  {
    title: 'another scalar in the patch',
    from: '  plan: String\n',
    to: '  plan: ID\n',
    faults: ['16: `UserClaimsPatch.plan` is ID, but the claim is String: write `plan: String`.'],
  },
  {
    title: 'another enum in the patch',
    from: /locale: String$([^]*)$/m,
    to: 'locale: Tone$1enum Tone { en }\n',
    faults: ['15: `UserClaimsPatch.locale` is Tone, but the claim is String: write `locale: String`.'],
  },
  {
    title: 'a list in the patch only',
    from: '  plan: String\n',
    to: '  plan: [String]\n',
    faults: ['16: `UserClaimsPatch.plan` is [String], but the claim is String: write `plan: String`.'],
  },
  {
    title: 'null items where the claim has none',
    from: '  locale: String\n  plan: String\n  tags: [String!]',
    to: '  locale: String\n  plan: String\n  tags: [String]',
    faults: [
      "17: `UserClaimsPatch.tags` is [String], which lets null in where the claim's [String!] does not: write [String!].",
    ],
  },
  {
    title: 'a scalar where the claim is an object',
    from: 'input MyClaimsPatch {',
    to: 'input MyClaimsPatch {\n  company: JSONObject',
    faults: [
      '10: `MyClaimsPatch.company` is JSONObject, but the claim is Company: write an input type that has the fields of `Company`.',
    ],
  },
  {
    title: 'a member of another type',
    from: 'input CompanyInput { name: String! seats: Int }',
    to: 'input CompanyInput { name: String! seats: Float }',
    faults: ['23: `CompanyInput.seats` is Float, but the claim is Int: write `seats: Int`.'],
  },
  {
    title: 'a member that may be null where the claim is not',
    from: 'input CompanyInput { name: String!',
    to: 'input CompanyInput { name: String',
    faults: [
      "23: `CompanyInput.name` is String, which lets null in where the claim's String! does not: write String!.",
    ],
  },
  {
    title: 'a member that the claim lacks',
    from: 'input CompanyInput { name: String! seats: Int }',
    to: 'input CompanyInput { name: String! seats: Int city: String }',
    faults: ['23: `CompanyInput.city` is no field of `Company`: add it there, or remove it here.'],
  },
  {
    title: 'a required member left out',
    from: 'input CompanyInput { name: String! seats: Int }',
    to: 'input CompanyInput { seats: Int }',
    faults: ['23: `CompanyInput` lacks `name`, which `Company` always has: add `name`, or make it nullable there.'],
  },
  {
    title: 'a default value in a patch',
    from: '  plan: String\n',
    to: '  plan: String = "x"\n',
    faults: ['16: `UserClaimsPatch.plan` has a default value, which would be written unasked: remove it.'],
  },
  {
    title: 'a default value in a nested input',
    from: 'input CompanyInput { name: String! seats: Int }',
    to: 'input CompanyInput { name: String! seats: Int = 1 }',
    faults: ['23: `CompanyInput.seats` has a default value, which would be written unasked: remove it.'],
  },
  {
    title: 'a non-null field in a patch',
    from: '  plan: String\n',
    to: '  plan: String!\n',
    faults: ['16: `UserClaimsPatch.plan` must be nullable, since `null` removes: write `plan: String`.'],
  },
  {
    title: 'additional of another type',
    from: 'additional: JSONObject @additionalClaims(keys: ["*"])',
    to: 'additional: String @additionalClaims(keys: ["*"])',
    faults: ['19: `UserClaimsPatch.additional` is String: write `additional: JSONObject`.'],
  },
  {
    title: 'a non-null additional in a patch',
    from: 'additional: JSONObject @additionalClaims(keys: ["*"])',
    to: 'additional: JSONObject! @additionalClaims(keys: ["*"])',
    faults: [
      '19: `UserClaimsPatch.additional` must be nullable, since `null` removes: write `additional: JSONObject`.',
    ],
  },
  {
    title: 'additional without @additionalClaims',
    from: ' @additionalClaims(keys: ["*"])',
    to: '',
    faults: [
      '19: `UserClaimsPatch.additional` does not say which claims: write @additionalClaims(keys: ["..."]), or leave it out.',
    ],
  },
  {
    title: '@additionalClaims without keys',
    from: '@additionalClaims(keys: ["*"])',
    to: '@additionalClaims',
    faults: [
      '19: Directive "@additionalClaims" argument "keys" of type "[String!]!" is required, but it was not provided.',
    ],
  },
  {
    title: '@additionalClaims on another field',
    from: '  plan: String\n',
    to: '  plan: String @additionalClaims(keys: ["x"])\n',
    faults: ['16: @additionalClaims is for `additional` in a patch: remove it from `UserClaimsPatch.plan`.'],
  },
  {
    title: '@additionalClaims on a nested field',
    from: 'input CompanyInput { name: String! seats: Int }',
    to: 'input CompanyInput { name: String! additional: JSONObject @additionalClaims(keys: ["x"]) }',
    faults: [
      '23: @additionalClaims is for `additional` in a patch: remove it from `CompanyInput.additional`.',
      '23: `CompanyInput.additional` is no field of `Company`: add it there, or remove it here.',
    ],
  },
  {
    title: 'a * in the middle',
    from: '"app_*"',
    to: '"app_*_x"',
    faults: ['11: "app_*_x" has a `*` that is not at the end: write the beginning of the key and one `*`.'],
  },
  {
    title: 'two *',
    from: '"app_*"',
    to: '"app_**"',
    faults: ['11: "app_**" has a `*` that is not at the end: write the beginning of the key and one `*`.'],
  },
  {
    title: 'a reserved pattern',
    from: '"newKey"',
    to: '"sub"',
    faults: ['11: "sub" is reserved for the token itself: nobody may write it. Remove it.'],
  },
  {
    title: 'a reserved beginning',
    from: '"newKey"',
    to: '"st-*"',
    faults: ['11: "st-*" is reserved for the token itself: nobody may write it. Remove it.'],
  },
  {
    title: 'an empty pattern',
    from: '"newKey"',
    to: '""',
    faults: ['11: This key is empty: name a key, or `*` for every key that is not reserved.'],
  },
  {
    title: 'a pattern that is no string',
    from: '"newKey"',
    to: '5',
    faults: ['11: The keys of @additionalClaims must be strings: write @additionalClaims(keys: ["..."]).'],
  },
  {
    title: 'a declared claim as a pattern',
    from: '"newKey"',
    to: '"https://example.com/plan"',
    faults: ['11: "https://example.com/plan" is the declared claim `plan`: write `plan` into the patch in its place.'],
  },
];

describe('the patches of a claims file', () => {
  it.each(PATCHES)('refuses $title', ({ from, to, faults }) => {
    expect(CLAIMS_FILE).toMatch(from);
    expect(faultsOf(CLAIMS_FILE.replace(from, to))).toEqual(faults);
  });
});
