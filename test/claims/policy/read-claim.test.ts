import { assertObjectType, buildSchema, execute, parse } from 'graphql';
import { describe, expect, it } from 'vitest';

import { ClaimsetError } from '../../../src/claims/errors.ts';
import type { DeclaredClaim } from '../../../src/claims/policy/policy.ts';
import { claimsFieldResolvers, readAdditional, readClaim } from '../../../src/claims/policy/read-claim.ts';
import type { ClaimsPayload, JsonValue } from '../../../src/claims/types.ts';
import { readClaims } from '../claims-file.ts';

const TYPES = buildSchema(`
  scalar JSONObject
  enum Theme { LIGHT DARK }
  type Person { name: String! boss: Person }
  type Claims {
    string: String int: Int float: Float boolean: Boolean id: ID theme: Theme person: Person json: JSONObject
    list: [String] strict: [String!] matrix: [[Int!]!] people: [Person!]
  }
`);

function claim(field: string): DeclaredClaim {
  const type = assertObjectType(TYPES.getType('Claims')).getFields()[field]?.type;
  if (type === undefined) throw new TypeError(`no field ${field}`);
  return { field, key: 'claim', type, maxLength: null, hasura: null, keepsValues: true };
}

const FITTING: readonly (readonly [string, JsonValue])[] = [
  ['string', ''],
  ['int', -(2 ** 31)],
  ['float', 0.5],
  ['float', 1e300],
  ['boolean', false],
  ['id', 'x'],
  ['id', 7],
  ['theme', 'DARK'],
  ['json', { a: [null] }],
  ['list', ['a', null]],
  ['strict', []],
  ['matrix', [[1], []]],
  ['person', { name: 'a', boss: { name: 'b', boss: null }, extra: 1, toString: 'x' }],
];

const MISFITS: readonly (readonly [string, JsonValue, string])[] = [
  ['string', 5, 'String: found an integer instead of String'],
  ['string', ['a'], 'String: found an array instead of String'],
  ['int', 2 ** 31, 'Int: found an integer instead of Int'],
  ['int', 0.5, 'Int: found a number instead of Int'],
  ['int', '5', 'Int: found a string instead of Int'],
  ['float', '0.5', 'Float: found a string instead of Float'],
  ['boolean', 1, 'Boolean: found an integer instead of Boolean'],
  ['id', 0.5, 'ID: found a number instead of ID'],
  ['theme', 'GREY', 'Theme: found a string instead of Theme'],
  ['theme', true, 'Theme: found a boolean instead of Theme'],
  ['json', [], 'JSONObject: found an array instead of JSONObject'],
  ['list', 'a', '[String]: found a string instead of [String]'],
  ['list', ['a', 5], '[String]: found an integer instead of String at 1'],
  ['strict', ['a', null], '[String!]: found null instead of String! at 1'],
  ['matrix', [[1], [1.5]], '[[Int!]!]: found a number instead of Int at 1.0'],
  ['person', 'a', 'Person: found a string instead of Person'],
  ['person', {}, 'Person: found null instead of String! at name'],
  ['person', { name: 'a', boss: { name: 5 } }, 'Person: found an integer instead of String at boss.name'],
  ['people', [{ name: 'a' }, {}], '[Person!]: found null instead of String! at 1.name'],
];

describe('a stored claim', () => {
  it.each(FITTING)('%s shows %j', (field, stored) => {
    expect(readClaim(claim(field), { claim: stored })).toEqual(stored);
  });

  it.each(MISFITS)('%s does not show %j', (field, stored, found) => {
    const message = `The claim "claim" does not fit its declared type ${found}.`;
    const error = new ClaimsetError('CLAIM_TYPE_MISMATCH', message);
    expect(() => readClaim(claim(field), { claim: stored })).toThrow(error);
  });

  it('is null where it is absent or stored as null', () => {
    expect(readClaim(claim('strict'), {})).toBeNull();
    expect(readClaim(claim('strict'), { claim: null })).toBeNull();
    expect(readClaim({ ...claim('string'), key: 'toString' }, {})).toBeNull();
  });
});

describe('the type Claims', () => {
  const { policy, schema } = readClaims();
  const resolvers = claimsFieldResolvers(policy);

  function show(selection: string, payload: ClaimsPayload) {
    return execute({
      schema,
      document: parse(`{ mySession { claims { ${selection} } } }`),
      rootValue: { mySession: { claims: payload } },
      fieldResolver: (source: unknown, _args, _context, { parentType, fieldName }) => {
        const members = new Map(Object.entries(Object(source) as Record<string, unknown>));
        if (parentType.name !== 'Claims') return members.get(fieldName);
        return resolvers[fieldName]?.(Object.fromEntries(members) as ClaimsPayload);
      },
    });
  }

  it('has a resolver for each declared claim, and for `additional`', () => {
    expect(Object.keys(resolvers)).toEqual(['theme', 'locale', 'plan', 'tags', 'company', 'additional']);
  });

  it('shows declared claims by their fields and the others in `additional`', () => {
    const payload = {
      'https://example.com/plan': 'pro',
      plan: 1,
      theme: 'DARK',
      iss: 'x',
      'st-role': 1,
      company: COMPANY,
    };
    expect(show('plan theme locale company { name seats } additional', payload)).toMatchObject({
      data: {
        mySession: {
          claims: {
            plan: 'pro',
            theme: 'DARK',
            locale: null,
            company: { name: 'Acme', seats: null },
            additional: { plan: 1 },
          },
        },
      },
    });
  });

  it('shows the rest where one claim does not fit, with an error at its path', () => {
    expect(show('theme locale', { theme: 5, locale: 'en' })).toMatchObject({
      data: { mySession: { claims: { theme: null, locale: 'en' } } },
      errors: [
        {
          message: 'The claim "theme" does not fit its declared type Theme: found an integer instead of Theme.',
          path: ['mySession', 'claims', 'theme'],
        },
      ],
    });
  });

  it('leaves a claim named `__proto__` out of `additional`: it is reserved', () => {
    const payload = JSON.parse('{ "__proto__": { "x": 1 }, "a": 1 }') as ClaimsPayload;
    expect(readAdditional(policy, payload)).toStrictEqual({ a: 1 });
  });
});

const COMPANY = { name: 'Acme', city: 'not declared' };
