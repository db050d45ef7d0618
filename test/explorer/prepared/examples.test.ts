import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Kind, parse, validate, valueFromASTUntyped, visit } from 'graphql';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { fitExample } from '../../../src/explorer/prepared/fit-example.ts';
import { readClaims } from '../../claims/claims-file.ts';
import { CLAIMS_FILES } from './claims-files.ts';

const FOLDER = join(import.meta.dirname, '../../../src/explorer/prepared');
const NAMES = readdirSync(FOLDER).filter((name) => name.endsWith('.graphql'));
const MOST_COMMENT_LINES = 3;
const CHANGES = ['conflict.graphql', 'dry-run.graphql', 'update-my-claims.graphql', 'update-user-claims.graphql'];
const exampleOf = (name: string): string => readFileSync(join(FOLDER, name), 'utf8');

/** The patch that an operation sends. */
function patchIn(operation: string): Record<string, unknown> {
  const found: unknown[] = [];
  visit(parse(operation), {
    ObjectField: ({ name, value }) => {
      if (name.value === 'claims' && value.kind === Kind.OBJECT) found.push(valueFromASTUntyped(value));
    },
  });
  return z.record(z.string(), z.unknown()).parse(found[0]);
}

describe.each(Object.entries(CLAIMS_FILES))('with %s', (_what, claims) => {
  const { schema, policy } = readClaims(claims);

  it.each(NAMES)('the tab %s fits the schema', (name) => {
    expect(validate(schema, parse(fitExample(exampleOf(name), schema)))).toEqual([]);
  });

  it.each(CHANGES)('the tab %s sets a claim that its writer may set', (name) => {
    const writer = name === 'update-user-claims.graphql' ? 'administrator' : 'self';
    const patch = patchIn(fitExample(exampleOf(name), schema));
    expect(policy.readPatch(writer, patch, 'MERGE')).not.toHaveProperty('faults');
    expect(Object.values(patch).filter((value) => value !== null)).not.toEqual([]);
  });
});

it.each(NAMES)('the comment of %s is at most three lines of at most 74 characters', (name) => {
  const comments = exampleOf(name)
    .split('\n')
    .filter((line) => line.startsWith('#'));
  expect(comments.length).toBeLessThanOrEqual(MOST_COMMENT_LINES);
  expect(comments.filter((line) => line.length > 74)).toEqual([]);
});

describe('a tab', () => {
  const fitted = (name: string, claims = ''): string => fitExample(exampleOf(name), readClaims(claims).schema);

  it.each(NAMES)('%s stays as it is with the shipped claims', (name) => {
    expect(fitted(name, CLAIMS_FILES['the shipped claims'])).toBe(exampleOf(name));
  });

  it('keeps its comments and its other lines where claims are replaced', () => {
    const text = fitted('conflict.graphql', CLAIMS_FILES['other keys of additional']);
    const expected = exampleOf('conflict.graphql')
      .replace('{ theme: LIGHT }', '{additional: {my_newKey: "newValue"}}')
      .replace('        theme\n', '        newKey\n        settings\n        additional\n');
    expect(text).toBe(expected);
  });
});
