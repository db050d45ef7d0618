import { describe, expect, it } from 'vitest';

import { lacksMe, prepareOperation } from '../../../src/explorer/api/operation.ts';

const ASKS_ME = 'query Mine($me: ID!) { user(by: { id: $me }) { id } }';

describe('an operation of the explorer', () => {
  it('gets the user id of the session where it asks for $me', () => {
    expect(prepareOperation({ query: ASKS_ME }, 'ada').variables).toEqual({ me: 'ada' });
  });

  it('keeps a $me that is given', () => {
    expect(prepareOperation({ query: ASKS_ME, variables: { me: 'bob' } }, 'ada').variables).toEqual({ me: 'bob' });
  });

  it('gets no $me that it does not ask for, or that nobody is', () => {
    expect(prepareOperation({ query: '{ a }' }, 'ada').variables).toEqual({});
    expect(prepareOperation({ query: ASKS_ME }, null).variables).toEqual({});
  });

  it('loses the name of an operation that is not in the document', () => {
    expect(prepareOperation({ query: 'query B { b }', operationName: 'A' }, null)).toEqual({
      query: 'query B { b }',
      variables: {},
    });
  });

  it('keeps the name of one that is', () => {
    const operation = { query: 'query A { a } query B { b }', operationName: 'B' };
    expect(prepareOperation(operation, null).operationName).toBe('B');
  });

  it('is sent as it is where it cannot be parsed', () => {
    expect(prepareOperation({ query: '{' }, null).query).toBe('{');
  });
});

describe('an operation that is ready lacks $me', () => {
  const lacks = (query: string, userId: string | null = null, operationName?: string): boolean =>
    lacksMe(prepareOperation({ query, operationName }, userId));

  it('where nobody is signed in', () => {
    expect(lacks(ASKS_ME)).toBe(true);
    expect(lacks(ASKS_ME, 'ada')).toBe(false);
  });

  it.each(['{ a }', 'query ($me: ID) { a }', 'query ($me: ID! = 1) { a }', '{'])('but not in %s', (query) => {
    expect(lacks(query)).toBe(false);
  });

  it('only where the operation that runs asks for it', () => {
    expect(lacks(`query Other { a } ${ASKS_ME}`, null, 'Other')).toBe(false);
    expect(lacks(`query Other { a } ${ASKS_ME}`, null, 'Mine')).toBe(true);
  });
});
