import { parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';

import { claimsByKey, claimsSelection } from '../../../src/explorer/users/claims-selection.ts';
import { readClaims } from '../../claims/claims-file.ts';
import { CLAIMS_FILES } from '../prepared/claims-files.ts';

describe.each(Object.entries(CLAIMS_FILES))('with %s', (_what, claims) => {
  const { schema } = readClaims(claims);

  it('the selection of all claims fits the schema', () => {
    expect(validate(schema, parse(`{ mySession { claims ${claimsSelection(schema)} } }`))).toEqual([]);
  });
});

it('claims of an answer go by their keys in the token, and those that are null are not there', () => {
  const { policy } = readClaims(CLAIMS_FILES['the shipped claims'] ?? '');
  const answer = { theme: null, plan: 'PRO', additional: { app_x: null, newKey: 1 } };
  expect(claimsByKey(answer, policy)).toEqual({ 'https://example.com/plan': 'PRO', app_x: null, newKey: 1 });
});
