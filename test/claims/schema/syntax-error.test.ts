import { describe, expect, it } from 'vitest';

import { CLAIMS_FILE, faultsOf } from '../claims-file.ts';

const inCompany = (field: string): string =>
  CLAIMS_FILE.replace('Company { name: String!', `Company { name: String!\n${field}\n`);
const AS_JSON = 'where the claim has such a member, write JSONObject as its type in place of `Company`.';

describe('a member that no name of GraphQL can have', () => {
  it.each(['x-hasura-allowed-roles', 'a.b', 'https://example.com/plan', '2fa', 'two words'])(
    'as %s is to be in a JSONObject',
    (name) => {
      const fault = `23: \`${name}\` cannot be the name of a field in GraphQL: ${AS_JSON}`;
      expect(faultsOf(inCompany(`${name}: [String!]`))).toEqual([fault]);
      expect(faultsOf(inCompany(`"${name}": [String!]`))).toEqual([fault]);
    },
  );

  it('is to be in a JSONObject where it was written with @claim(key:)', () => {
    const fault = `23: @claim is for the declared claims in \`Claims\`: \`Company.roles\` cannot have it; ${AS_JSON}`;
    expect(faultsOf(inCompany('roles: [String!] @claim(key: "x-hasura-allowed-roles")'))).toEqual([fault]);
  });

  it('is to have a key where it is a claim itself, and the name of the claim in a patch', () => {
    const claim = CLAIMS_FILE.replace('theme: Theme', 'x-theme: Theme');
    expect(faultsOf(claim)).toEqual([
      '2: `x-theme` cannot be the name of a field in GraphQL: write another one, with @claim(key: "x-theme") for that key in the token.',
    ]);
    const patch = CLAIMS_FILE.replace('input MyClaimsPatch {\n  theme', 'input MyClaimsPatch {\n  x-theme');
    expect(faultsOf(patch)).toEqual([
      '10: `x-theme` cannot be the name of a field in GraphQL: write the name that the claim has in `Claims`.',
    ]);
  });

  it.each(['name String', 'name: String!!', '"a description" name: : String'])('is not suspected in %j', (field) => {
    expect(faultsOf(inCompany(field))).toEqual([expect.stringMatching(/^\d+: Syntax Error: .*: write SDL, as in/)]);
  });
});

describe('an interface', () => {
  it.each([
    [
      'type Claims {',
      'type Claims implements Node {',
      '1: `Claims` cannot implement `Node`: remove `implements Node`.',
    ],
    [
      'type Company {',
      'type Company implements Session {',
      '22: `Company` cannot implement `Session`: remove `implements Session`.',
    ],
  ])('cannot be implemented: %s', (from, to, fault) => {
    expect(faultsOf(CLAIMS_FILE.replace(from, to))).toEqual([fault]);
  });
});

describe('a type of the contract that is defined again', () => {
  it.each(['Session', 'User', 'PageInfo', 'Query', 'JSONObject', 'ClaimErrorCode'])('is one fault: %s', (name) => {
    const fields = 'id: ID handle: ID! emails: [String] mySession: String hasNextPage: Boolean';
    expect(faultsOf(`${CLAIMS_FILE}type ${name} { ${fields} }`)).toEqual([
      `24: \`${name}\` is a type of the contract: give yours another name.`,
    ]);
  });
});
