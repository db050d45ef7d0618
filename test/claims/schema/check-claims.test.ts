import { describe, expect, it } from 'vitest';

import { CLAIMS_FILE, faultsOf } from '../claims-file.ts';

/** Each puts one fault into the file; the faults are `line: message`. */
const CLAIMS = [
  {
    title: 'a reserved key, by the name of the field',
    from: '  theme: Theme\n  locale',
    to: '  theme: Theme\n  sub: Theme\n  locale',
    faults: ['3: The key "sub" is reserved for the token itself: write another @claim(key: "...").'],
  },
  {
    title: 'a reserved key, by @claim',
    from: '"https://example.com/plan"',
    to: '"st-role"',
    faults: ['4: The key "st-role" is reserved for the token itself: write another @claim(key: "...").'],
  },
  {
    title: 'an empty key',
    from: '"https://example.com/plan"',
    to: '""',
    faults: ['4: The key of `plan` is empty: name one, or remove `key`.'],
  },
  {
    title: 'a key that is no string',
    from: 'key: "https://example.com/plan"',
    to: 'key: 5',
    faults: ['4: @claim(key:) of `plan` must be a string: write @claim(key: "...").'],
  },
  {
    title: 'two fields with one key',
    from: '"https://example.com/plan"',
    to: '"locale"',
    faults: ['4: `plan` has the key "locale", which `locale` has already: write another @claim(key:).'],
  },
  {
    title: 'a maxLength on what is no string',
    from: '  theme: Theme\n  locale',
    to: '  theme: Theme @claim(maxLength: 3)\n  locale',
    faults: ['2: @claim(maxLength:) bounds strings, and `theme` is Theme: remove it.'],
  },
  {
    title: 'a maxLength below 1',
    from: 'maxLength: 5',
    to: 'maxLength: 0',
    faults: ['3: @claim(maxLength:) of `locale` must be a whole number of at least 1.'],
  },
  {
    title: 'a maxLength that is no integer',
    from: 'maxLength: 5',
    to: 'maxLength: "5"',
    faults: ['3: @claim(maxLength:) of `locale` must be a whole number of at least 1.'],
  },
  ...['NOTHING', '"KEYS_ONLY"'].map((history) => ({
    title: `the history ${history}, which there is not`,
    from: 'maxLength: 5',
    to: `history: ${history}`,
    faults: ['3: @claim(history:) of `locale` must be VALUES or KEYS_ONLY.'],
  })),
  {
    title: 'a session variable that is none',
    from: 'maxLength: 5',
    to: 'hasura: "Role"',
    faults: [
      '3: @claim(hasura:) of `locale` must name a session variable: write "X-Hasura-", and a name of letters, digits and -.',
    ],
  },
  {
    title: 'one session variable for two claims',
    from: '  theme: Theme\n  locale: String @claim(maxLength: 5)',
    to: '  theme: Theme @claim(hasura: "X-Hasura-Theme")\n  locale: String @claim(hasura: "x-hasura-theme")',
    faults: [
      '2: "x-hasura-theme" is the session variable of several claims: give each one of its own.',
      '3: "x-hasura-theme" is the session variable of several claims: give each one of its own.',
    ],
  },
  {
    title: 'a role for Hasura that users give themselves',
    from: '  theme: Theme\n  locale',
    to: '  theme: Theme @claim(hasura: "X-Hasura-Role")\n  locale',
    faults: [
      '2: Hasura decides by "x-hasura-role", and users may write `theme` themselves: remove it from `MyClaimsPatch`.',
    ],
  },
  {
    title: 'an unknown argument of @claim',
    from: 'maxLength: 5',
    to: 'max: 5',
    faults: ['3: Unknown argument "max" on directive "@claim".'],
  },
  {
    title: 'a non-null claim',
    from: '  company: Company\n',
    to: '  company: Company!\n',
    faults: ['6: `company` must be nullable, since a token may lack the claim: write `company: Company`.'],
  },
  {
    title: 'a nullable additional in Claims',
    from: 'JSONObject!',
    to: 'JSONObject',
    faults: ['7: `additional` is JSONObject: write `additional: JSONObject!`.'],
  },
  {
    title: 'Claims without additional',
    from: '  additional: JSONObject!\n',
    to: '',
    faults: ['1: `Claims` has no `additional`: write `additional: JSONObject!` into it.'],
  },
  {
    title: '@claim on additional',
    from: 'JSONObject!',
    to: 'JSONObject! @claim(key: "x")',
    faults: ['7: @claim is for the declared claims in `Claims`: remove it from `Claims.additional`.'],
  },
  {
    title: '@claim on a nested field',
    from: 'name: String! seats: Int }\ninput',
    to: 'name: String! @claim(maxLength: 3) seats: Int }\ninput',
    faults: ['22: @claim is for the declared claims in `Claims`: remove it from `Company.name`.'],
  },
  {
    title: 'arguments',
    from: '  company: Company\n',
    to: '  company(id: ID): Company\n',
    faults: ['6: `Claims.company` has arguments, which claims cannot have: remove them.'],
  },
];

describe('the claims that a file declares', () => {
  it.each(CLAIMS)('refuses $title', ({ from, to, faults }) => {
    expect(CLAIMS_FILE).toContain(from);
    expect(faultsOf(CLAIMS_FILE.replace(from, to))).toEqual(faults);
  });
});
