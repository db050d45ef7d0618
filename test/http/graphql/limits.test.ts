import { buildSchema, getIntrospectionQuery, parse, validate, type ValidationRule } from 'graphql';
import { describe, expect, it } from 'vitest';

import { maxAliases, maxDepth, maxRootMutationFields, requestLimits } from '../../../src/http/graphql/limits.ts';
import { ask, startTiny } from '../tiny-app.ts';

const schema = buildSchema('type Query { a: Query n: Int } type Mutation { w: Query }');

function faults(rule: ValidationRule, query: string): string[] {
  return validate(schema, parse(query), [rule]).map(({ message }) => message);
}

describe('maxDepth', () => {
  const tooDeep = ['The operation is too large. It nests 4 levels deep; at most 3 are allowed.'];

  it.each([
    ['as deep as allowed', '{ a { a { n } } }', []],
    ['one level deeper', '{ a { a { a { n } } } }', tooDeep],
    ['through a fragment', '{ a { ...F } } fragment F on Query { a { a { n } } }', tooDeep],
    ['through inline fragments, which are no level', '{ ... { a { ... on Query { a { a { n } } } } } }', tooDeep],
    ['in the second operation', 'query A { n } query B { a { a { a { n } } } }', tooDeep],
    ['through a fragment that is not there', '{ a { ...Missing } }', []],
  ])('%s', (_name, query, expected) => {
    expect(faults(maxDepth(3), query)).toEqual(expected);
  });
});

describe('maxAliases', () => {
  it.each([
    ['as many as allowed', '{ x: n y: n n }', []],
    ['one more', '{ x: n a { y: n z: n } }', [3]],
    ['through a fragment that is spread twice', '{ ...F a { ...F } } fragment F on Query { x: n y: n }', [4]],
  ])('%s', (_name, query, counts) => {
    const messages = counts.map((n) => `The operation is too large. It has ${n} aliases; at most 2 are allowed.`);
    expect(faults(maxAliases(2), query)).toEqual(messages);
  });
});

describe('maxRootMutationFields', () => {
  it.each([
    ['as many as allowed', 'mutation { w { n } x: w { n } }', []],
    ['one more', 'mutation { w { n } x: w { n } y: w { n } }', [3]],
    ['through fragments', 'mutation { ...F ... { z: w { n } } } fragment F on Mutation { w { n } y: w { n } }', [3]],
    ['a query may have more', '{ n a { n } b: n c: n }', []],
  ])('%s', (_name, query, counts) => {
    const messages = counts.map(
      (n) => `The operation is too large. It has ${n} root mutation fields; at most 2 are allowed.`,
    );
    expect(faults(maxRootMutationFields(2), query)).toEqual(messages);
  });
});

describe('every rule', () => {
  const rules = [maxDepth(3), maxAliases(2), maxRootMutationFields(2)];

  it('ends on fragments that spread each other', () => {
    const query = '{ ...F } fragment F on Query { a { ...G } } fragment G on Query { x: a { ...F } }';
    for (const rule of rules) expect(faults(rule, query)).toEqual([]);
  });

  it('is linear where fragments multiply', () => {
    const levels = Array.from({ length: 500 }, (_, i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`);
    const query = `{ ...F0 } ${levels.join(' ')} fragment F500 on Query { x: n }`;
    const document = parse(query);
    const started = performance.now();
    for (const rule of rules) validate(schema, document, [rule]);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe('a request', () => {
  const aliases = Array.from({ length: requestLimits.aliases + 1 }, (_, i) => `a${i}: caller`).join(' ');
  const fields = Array.from({ length: requestLimits.rootMutationFields + 1 }, (_, i) => `m${i}: apply(what: "x")`).join(
    ' ',
  );
  const doubling = Array.from({ length: 14 }, (_, i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`).join(
    ' ',
  );

  it.each([
    ['too many tokens', `{ ${'caller '.repeat(1000)} }`, '1000 tokens'],
    [
      'too many levels',
      `{ ${'node { '.repeat(20)} name ${'}'.repeat(20)} }`,
      'It nests 21 levels deep; at most 20 are allowed.',
    ],
    ['too many aliases', `{ ${aliases} }`, 'It has 31 aliases; at most 30 are allowed.'],
    [
      'too many root mutation fields',
      `mutation { ${fields} }`,
      'It has 11 root mutation fields; at most 10 are allowed.',
    ],
    ['too many selections', `{ ...F0 } ${doubling} fragment F14 on Query { caller }`, 'at most 10000 are allowed.'],
  ])('with %s is told which limit it is', async (_name, query, message) => {
    const { url, applied } = await startTiny();
    const { status, errors } = await ask(url, query);
    expect(status).toBe(400);
    expect(errors).toHaveLength(1);
    expect(errors[0]?.message).toContain(message);
    expect(applied).toEqual([]);
  });

  it('for the whole introspection is within all limits', async () => {
    const { url } = await startTiny();
    const query = getIntrospectionQuery({
      descriptions: true,
      directiveIsRepeatable: true,
      inputValueDeprecation: true,
      oneOf: true,
      schemaDescription: true,
      specifiedByUrl: true,
    });
    expect((await ask(url, query)).errors).toEqual([]);
  });
});
