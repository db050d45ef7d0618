/** A request that costs its sender little. */
export interface Attack {
  readonly query: string;
  readonly variables?: unknown;
  readonly operationName?: string;
}

const ALMOST_A_BODY = 240_000;
const MINE = 'mutation ($i: UpdateMyClaimsInput!) { updateMyClaims(input: $i) { userErrors { code message path } } }';
const USERS =
  'mutation ($i: UpdateUserClaimsInput!) { updateUserClaims(input: $i) { userErrors { code message path } } }';
const USER = 'query ($by: UserSelector!) { user(by: $by) { id } }';

const long = (length = ALMOST_A_BODY): string => 'x'.repeat(length);
const times = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, i) => text(i)).join(' ');
const members = (count: number): object => Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, 1]));
const mine = (claims: unknown): Attack => ({ query: MINE, variables: { i: { claims } } });
const users = (claims: unknown): Attack => ({ query: USERS, variables: { i: { user: { id: 'x' }, claims } } });
const nested = (depth: number): unknown => {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1) value = { a: value };
  return value;
};

const wrongVariables: Readonly<Record<string, Attack>> = {
  'unknown members': mine(members(20_000)),
  'as many unknown members as are looked into': mine(members(2_900)),
  'unknown members of a query': { query: USER, variables: { by: members(2_900) } },
  'wrong items of a list': users({ features: Array(110_000).fill(1) }),
  'as many wrong items as are looked into': users({ features: Array(2_900).fill(1) }),
  'long wrong items': users({ features: Array(2_900).fill({ a: 'aaaaaaaaaa' }) }),
  'a list in a list': users({ features: [Array(2_900).fill('a')] }),
  'a deep object': mine({ theme: nested(1_500) }),
  'an object for an id': { query: USER, variables: { by: { id: members(2_900) } } },
  'a long enum value': mine({ theme: long() }),
  'a long email address': { query: USER, variables: { by: { email: long() } } },
  'a long name of a member': mine({ [long()]: 1 }),
  'a long text in a wrong place': { query: MINE, variables: { i: { claims: {}, mode: { a: long() } } } },
  'a text for an object': { query: MINE, variables: { i: long() } },
  'a wrong flag': {
    query: `mutation ($f: Boolean!) { updateMyClaims @skip(if: $f) { session { handle } } }`,
    variables: { f: members(2_900) },
  },
  'many variables': {
    query: `query (${times(30, (i) => `$v${i}: UserSelector!`)}) { ${times(30, (i) => `a${i}: user(by: $v${i}) { id }`)} }`,
    variables: Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`v${i}`, members(300)])),
  },
  'many variables that are not there': {
    query: `query (${times(200, (i) => `$v${i}: UserSelector!`)}) { __typename }`,
  },
  'variables that nobody asked for': { query: '{ __typename }', variables: members(20_000) },
  'claims that may not be written': mine({ additional: members(2_900) }),
  'a long name of a claim': mine({ additional: { [long(120_000)]: 1 } }),
  'a long name in many faults': mine({ additional: { newKey: { [long(100_000)]: Array(2_800).fill(1e300) } } }),
  'one large value at many places': {
    query: `mutation ($v: JSONObject!) { ${times(9, (i) => `a${i}: updateMyClaims(input: { claims: { additional: { ${times(20, (k) => `app_${k}: $v`)} } } }) { userErrors { code } }`)} }`,
    variables: { v: members(2_900) },
  },
};

const wrongDocuments: Readonly<Record<string, Attack>> = {
  'a long name and variables that nobody uses': {
    query: `query ${long(230_000)} (${times(150, (i) => `$v${i}: Int`)}) { __typename }`,
  },
  'unknown fields below many lines': { query: `${'\n'.repeat(110_000)}{ ${times(480, (i) => `f${i}`)} }` },
  'conflicts below many lines': {
    query: `${'\n'.repeat(110_000)}{ ${times(28, (i) => `a: user(by: { id: "${i}" }) { id }`)} }`,
  },
  'long conflicts': { query: `{ ${times(28, (i) => `a: user(by: { id: "${i}${long(8_000)}" }) { id }`)} }` },
  'unknown members in the document': {
    query: `mutation { updateMyClaims(input: { claims: { ${times(300, (i) => `k${i}: 1`)} } }) { userErrors { code } } }`,
  },
  'a long literal': {
    query: `mutation { updateMyClaims(input: { claims: { theme: "${long()}" } }) { userErrors { code } } }`,
  },
  'a long list': {
    query: `mutation { updateMyClaims(input: { claims: { theme: [${times(900, () => `"${long(200)}"`)}] } }) { userErrors { code } } }`,
  },
  'a deep list': {
    query: `mutation { updateMyClaims(input: { claims: { theme: ${'['.repeat(450)}${']'.repeat(450)} } }) { userErrors { code } } }`,
  },
  'a circle of fragments': {
    query: `{ __typename } ${times(110, (i) => `fragment ${long(900)}${i} on Query { ...${long(900)}${(i + 1) % 110} }`)}`,
  },
  'long types that are not there': { query: `query (${times(120, (i) => `$v${i}: ${long(1_500)}`)}) { __typename }` },
  'long directives that are not there': { query: `{ ${times(300, () => `__typename @${long(600)}`)} }` },
  'one variable many times': { query: `query (${times(200, () => `$${long(1_000)}: Int`)}) { __typename }` },
  'a long text that does not end': { query: `{ user(by: "${long()}` },
  'a long name of an operation that is not there': { query: '{ __typename }', operationName: long() },
};

/** Wrong requests of nearly the largest size that a body may have, each by its name. */
export const attacks: readonly (readonly [string, Attack])[] = Object.entries({ ...wrongVariables, ...wrongDocuments });
