import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parse, validate } from 'graphql';
import { expect, it } from 'vitest';

import { loadClaims } from '../../src/load-claims.ts';

const FOLDER = join(import.meta.dirname, '../../src/explorer/examples');
const { schema } = loadClaims(null);

it.each(readdirSync(FOLDER))('the tab %s fits the schema', (name) => {
  expect(validate(schema, parse(readFileSync(join(FOLDER, name), 'utf8')))).toEqual([]);
});
