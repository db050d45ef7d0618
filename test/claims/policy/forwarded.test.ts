import { GraphQLString } from 'graphql';
import { describe, expect, it } from 'vitest';

import { claimHeaders, hasuraVariables } from '../../../src/claims/policy/forwarded.ts';
import type { DeclaredClaim } from '../../../src/claims/policy/types.ts';

function claim(field: string, hasura: string | null = null): DeclaredClaim {
  return {
    field,
    key: `https://example.com/${field}`,
    type: GraphQLString,
    maxLength: null,
    hasura,
    keepsValues: true,
  };
}

function payload(values: Record<string, string | number | boolean | null | string[] | { name: string }>) {
  return Object.fromEntries(Object.entries(values).map(([field, value]) => [`https://example.com/${field}`, value]));
}

describe('claims in headers', () => {
  it('are JSON, percent-encoded, by the name of the field', () => {
    const claims = ['plan', 'company', 'orgId', 'note'].map((field) => claim(field));
    const stored = payload({ plan: 'PRO', company: { name: 'Müller & Co, "best"' }, orgId: 7, note: null });
    expect(claimHeaders(claims, { ...stored, other: 1 })).toEqual({
      'x-claims-plan': '%22PRO%22',
      'x-claims-company': encodeURIComponent('{"name":"Müller & Co, \\"best\\""}'),
      'x-claims-orgid': '7',
      'x-claims-note': 'null',
    });
  });

  it.each(['\r\nx-claims-admin: true', '\ud800', '☃ 雪', 'a,b;c'])(
    'are ASCII and one header, whatever is in them: %j',
    (value) => {
      const header = claimHeaders([claim('plan')], payload({ plan: value }))['x-claims-plan'] ?? '';
      expect(header).toMatch(/^[\w.~!*'()%-]+$/);
      expect(JSON.parse(decodeURIComponent(header))).toBe(value);
    },
  );

  it('are left out where the name would say two things, or stands for the version', () => {
    const claims = ['isAdmin', 'isadmin', 'version'].map((field) => claim(field));
    expect(claimHeaders(claims, payload({ isAdmin: true, isadmin: false, version: 'x' }))).toEqual({});
  });

  it('are no members of prototypes', () => {
    const inherited = {
      field: 'toString',
      key: 'toString',
      type: GraphQLString,
      maxLength: null,
      hasura: 'X-Hasura-A',
      keepsValues: true,
    };
    expect(claimHeaders([inherited], {})).toEqual({});
    expect(hasuraVariables([inherited], { userId: 'u', payload: {} })).toEqual({ 'X-Hasura-User-Id': 'u' });
  });
});

describe('session variables for Hasura', () => {
  it.each([
    ['a string', 'admin', 'admin'],
    ['a number', 5, '5'],
    ['a boolean', false, 'false'],
    ['a list', ['a', 'b "c"', 'd\\e'], String.raw`{"a","b \"c\"","d\\e"}`],
    ['an object', { name: 'x' }, '{"name":"x"}'],
  ])('are strings: of %s', (_case, value, expected) => {
    const variables = hasuraVariables([claim('role', 'X-Hasura-Role')], {
      userId: 'u',
      payload: payload({ role: value }),
    });
    expect(variables).toEqual({ 'X-Hasura-User-Id': 'u', 'X-Hasura-Role': expected });
  });

  it('are only those that are mapped and there', () => {
    const claims = [claim('plan'), claim('role', 'X-Hasura-Role'), claim('org', 'X-Hasura-Org')];
    expect(hasuraVariables(claims, { userId: 'u', payload: payload({ plan: 'PRO', org: null }) })).toEqual({
      'X-Hasura-User-Id': 'u',
    });
  });

  it('have the user id of a claim where one is mapped to it', () => {
    const variables = hasuraVariables([claim('id', 'x-hasura-user-id')], {
      userId: 'u',
      payload: payload({ id: '7' }),
    });
    expect(variables).toEqual({ 'x-hasura-user-id': '7' });
  });
});
