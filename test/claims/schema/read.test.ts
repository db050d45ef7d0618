import { Source } from 'graphql';
import { describe, expect, it } from 'vitest';

import { readClaimsSchema } from '../../../src/claims/schema/read.ts';
import { CLAIMS_FILE, faultsOf, readClaims, readOwnClaims } from '../claims-file.ts';

describe('reading a claims file', () => {
  it('reads the one of the repository', () => {
    const { policy, schema } = readOwnClaims();
    expect(policy.claims.map(({ field, key, maxLength }) => [field, key, maxLength])).toEqual([
      ['theme', 'theme', null],
      ['locale', 'locale', 35],
      ['plan', 'https://example.com/plan', null],
      ['features', 'features', 64],
      ['company', 'company', null],
    ]);
    expect(schema.getQueryType()?.getFields()).toHaveProperty('mySession');
  });

  it('keeps the types of the claims', () => {
    expect(readClaims().policy.claims.map(({ type }) => type.toString())).toContain('[String!]');
  });

  it('names all faults at once, in the order of the file, in a message that can be printed', () => {
    const claims = CLAIMS_FILE.replace('"app_*"', '"*_app"').replace('company: Company', 'company: Company!');
    expect(() => readClaims(claims)).toThrow(
      'my-claims.graphql:6: `company` must be nullable, since a token may lack the claim: write `company: Company`.\n' +
        'my-claims.graphql:11: "*_app" has a `*` that is not at the end: write the beginning of the key and one `*`.',
    );
  });

  it('says where an empty file fails', () => {
    expect(faultsOf('')).toEqual(['1: Syntax Error: Unexpected <EOF>: write SDL, as in schema/claims.graphql.']);
  });

  it('refuses Claims of another kind', () => {
    const kind = '1: `Claims` is of another kind: write `type Claims { additional: JSONObject! }` with your claims.';
    expect(faultsOf(CLAIMS_FILE.replace('type Claims', 'input Claims'))).toContain(kind);
  });

  it('takes a patch without `additional`: none may be written then', () => {
    const { policy } = readClaims(CLAIMS_FILE.replace(/ {2}additional: JSONObject @.*app_.*\n/, ''));
    expect(policy.mayWrite('self', 'newKey')).toBe(false);
    expect(policy.mayWrite('self', 'theme')).toBe(true);
  });

  it('takes non-null items in a patch where the claim has nullable ones', () => {
    expect(faultsOf(CLAIMS_FILE.replace('tags: [String!] @claim(maxLength: 3)', 'tags: [String]'))).toEqual([]);
  });

  it('takes a pattern that is no list, as GraphQL does', () => {
    const { policy } = readClaims(CLAIMS_FILE.replace('["newKey", "app_*"]', '"newKey"'));
    expect(policy.mayWrite('self', 'newKey')).toBe(true);
  });

  it('comes to an end with recursive types, and compares them', () => {
    const types =
      'type Company { name: String! parent: Company }\ninput CompanyInput { name: String! parent: CompanyInput }';
    const claims = CLAIMS_FILE.replace(/type Company[^]*$/, types);
    expect(faultsOf(claims)).toEqual([]);
    expect(faultsOf(claims.replace('parent: CompanyInput', 'parent: [CompanyInput]'))).toEqual([
      '23: `CompanyInput.parent` is [CompanyInput], but the claim is Company: write the lists alike, with an input type that has the fields of `Company`.',
    ]);
  });

  it('does not blame the claims file for a contract that cannot be parsed', () => {
    const sources = { contract: [new Source('type {', 'contract.graphql')], claims: new Source(CLAIMS_FILE) };
    expect(() => readClaimsSchema(sources)).toThrow('Syntax Error: Expected Name, found "{".');
  });
});
