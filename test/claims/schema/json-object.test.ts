import fc from 'fast-check';
import { GraphQLNonNull, GraphQLObjectType, GraphQLSchema, GraphQLString, graphqlSync, parseValue } from 'graphql';
import { describe, expect, it } from 'vitest';

import { jsonObjectScalar, type UnknownObject } from '../../../src/claims/schema/json-object.ts';
import { jsonValue } from '../json.ts';

/** Takes an object, and answers it both as an object and as JSON. */
function echo(query: string, variableValues: UnknownObject = {}) {
  const args = { value: { type: new GraphQLNonNull(jsonObjectScalar) } };
  const fields = {
    object: { type: jsonObjectScalar, args, resolve: (_: unknown, given: UnknownObject) => given['value'] },
    text: { type: GraphQLString, args, resolve: (_: unknown, given: UnknownObject) => JSON.stringify(given['value']) },
  };
  const schema = new GraphQLSchema({ query: new GraphQLObjectType({ name: 'Query', fields }) });
  return graphqlSync({ schema, source: query, variableValues });
}

function literal(source: string, variables: UnknownObject = {}): unknown {
  return jsonObjectScalar.parseLiteral(parseValue(source), variables);
}

describe('JSONObject in a literal', () => {
  it('reads every kind of value', () => {
    expect(literal('{ s: "x", i: -1, f: 1.5, b: true, n: null, l: [1, { a: [] }], o: {} }')).toEqual({
      s: 'x',
      i: -1,
      f: 1.5,
      b: true,
      n: null,
      l: [1, { a: [] }],
      o: {},
    });
  });

  it('takes variables inside', () => {
    const result = echo('query ($x: String, $gone: String) { text(value: { a: $x, b: [$x, $gone], c: $gone }) }', {
      x: 'v',
    });
    expect(result.errors).toBeUndefined();
    expect(result.data).toEqual({ text: '{"a":"v","b":["v",null]}' });
  });

  it('takes no variable from the prototype', () => {
    expect(literal('{ a: $toString }')).toEqual({});
  });

  it('keeps numbers that are no good claims, for the policy to refuse', () => {
    expect(literal('{ big: 36893488147419103232, inf: 1e400 }')).toEqual({ big: 2 ** 65, inf: Infinity });
  });

  it('keeps `__proto__` a member', () => {
    const value = literal('{ __proto__: { polluted: true }, o: { __proto__: 1 } }');
    expect(JSON.stringify(value)).toBe('{"__proto__":{"polluted":true},"o":{"__proto__":1}}');
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  it.each([
    ['{ a: DARK }', 'DARK is an enum value, which JSON does not have: write "DARK".'],
    ['{ a: [{ b: DARK }] }', 'DARK is an enum value, which JSON does not have: write "DARK".'],
    ['{ a: 1, a: 2 }', 'The member "a" is there twice.'],
    ['{ o: { a: 1, a: 2 } }', 'The member "a" is there twice.'],
    ['"x"', 'A JSONObject is an object such as { key: "value" }, not "x".'],
    ['[{}]', 'A JSONObject is an object such as { key: "value" }, not [{}].'],
    ['5', 'A JSONObject is an object such as { key: "value" }, not 5.'],
  ])('refuses %s', (source, message) => {
    expect(() => literal(source)).toThrow(message);
  });

  it('refuses an enum value in a request, at its place', () => {
    const { errors } = echo('{ object(value: { a: DARK }) }');
    expect(errors?.[0]).toMatchObject({
      message: 'DARK is an enum value, which JSON does not have: write "DARK".',
      locations: [{ line: 1, column: 22 }],
    });
  });
});

describe('JSONObject in a variable and in an answer', () => {
  it('alters nothing, whatever the object', () => {
    fc.assert(
      fc.property(jsonValue, (json) => {
        const value = { json };
        expect(jsonObjectScalar.parseValue(value)).toBe(value);
        expect(jsonObjectScalar.serialize(value)).toBe(value);
      }),
    );
  });

  it('carries `__proto__` through a request', () => {
    const value: unknown = JSON.parse('{ "__proto__": { "polluted": true } }');
    const { data } = echo('query ($v: JSONObject!) { text(value: $v) }', { v: value });
    expect(data?.['text']).toBe('{"__proto__":{"polluted":true}}');
  });

  it.each<[unknown, string]>([
    ['x', '"x"'],
    [5, '5'],
    [true, 'true'],
    [null, 'null'],
    [[{}], 'a list'],
    [5n, 'bigint'],
    [new Date(0), 'object'],
    ['x'.repeat(50), `"${'x'.repeat(39)}...`],
  ])('refuses %o', (value, shown) => {
    const message = `A JSONObject is an object such as { key: "value" }, not ${shown}.`;
    expect(() => jsonObjectScalar.parseValue(value)).toThrow(message);
    expect(() => jsonObjectScalar.serialize(value)).toThrow(message);
  });

  it('refuses a list that is nested deeper than it could be printed', () => {
    const value: unknown = JSON.parse('['.repeat(60_000) + ']'.repeat(60_000));
    expect(() => jsonObjectScalar.parseValue(value)).toThrow('such as { key: "value" }, not a list.');
  });
});
