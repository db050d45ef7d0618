import { graphql } from 'graphql';
import { expect, it } from 'vitest';
import { z } from 'zod';

import { executableSchema } from '../../src/resolvers/index.ts';
import { CLAIMS_FILE, readClaims } from '../claims/claims-file.ts';

const shape = z.object({ __schema: z.object({ description: z.string() }) });

it('the schema says what it is for, and names only fields that there are', async () => {
  const { schema, policy } = readClaims(CLAIMS_FILE);
  const executable = executableSchema(schema, policy);
  const { data } = await graphql({ schema: executable, source: '{ __schema { description } }' });
  const { description } = shape.parse(data).__schema;
  const names = [...description.matchAll(/`(\w+)`/g)].map(([, name]) => name ?? '');
  const fields = [executable.getQueryType(), executable.getMutationType()].flatMap((type) =>
    Object.keys(type?.getFields() ?? {}),
  );
  expect(names.length).toBeGreaterThan(0);
  expect(fields).toEqual(expect.arrayContaining(names));
});
