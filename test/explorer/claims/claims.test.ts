import { describe, expect, it } from 'vitest';

import { claimRows, claimsOf, matchingRows, reservedOf } from '../../../src/explorer/claims/claims.ts';

describe('the list of claims', () => {
  it('marks nothing for the first token of a session', () => {
    expect(claimRows(null, { theme: 'DARK' })).toEqual([{ key: 'theme', value: 'DARK', mark: null }]);
  });

  it('marks what the newest token added, updated and removed, those first, by name', () => {
    const rows = claimRows({ b: 1, c: 1, d: 1 }, { a: 1, b: 2, d: 1 });
    expect(rows).toEqual([
      { key: 'a', value: 1, mark: 'added' },
      { key: 'b', value: 2, mark: 'updated', before: 1 },
      { key: 'c', value: 1, mark: 'removed' },
      { key: 'd', value: 1, mark: null },
    ]);
  });

  it('does not mark the members that change with each token', () => {
    expect(claimRows({ exp: 1, iat: 1 }, { exp: 2, iat: 2, 'st-mfa': {} })).toEqual([]);
  });

  it('marks a claim whose name every object has', () => {
    expect(claimRows({}, { toString: 1 })).toEqual([{ key: 'toString', value: 1, mark: 'added' }]);
  });
});

it("keeps the token's own members and those of SuperTokens apart from claims", () => {
  const payload = { sub: 'ada', 'st-role': { v: [] }, theme: 'DARK', st: 1 };
  expect(claimsOf(payload)).toEqual({ theme: 'DARK', st: 1 });
  expect(reservedOf(payload)).toEqual({ sub: 'ada', 'st-role': { v: [] } });
});

it.each([
  ['', ['plan', 'theme']],
  [' PLAN ', ['plan']],
  ['dark', ['theme']],
  ['nothing', []],
])('the filter %j leaves %j', (text, keys) => {
  const rows = claimRows(null, { theme: 'DARK', plan: 'PRO' });
  expect(matchingRows(rows, text).map(({ key }) => key)).toEqual(keys);
});
