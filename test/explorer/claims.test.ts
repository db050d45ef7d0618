import { describe, expect, it } from 'vitest';

import { isReservedKey } from '../../src/claims/reserved.ts';
import { claimRows, claimsOf, isSame, reservedOf } from '../../src/explorer/panel/claims.ts';

describe('the list of claims', () => {
  it('marks nothing for the first token of a session', () => {
    expect(claimRows(null, { theme: 'DARK' })).toEqual([{ key: 'theme', value: 'DARK', mark: null }]);
  });

  it('marks what the newest token added, updated and removed, by name', () => {
    const rows = claimRows({ b: 1, c: 1, d: 1 }, { a: 1, b: 2, d: 1 });
    expect(rows).toEqual([
      { key: 'a', value: 1, mark: 'added' },
      { key: 'b', value: 2, mark: 'updated' },
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

it.each([
  [{ a: 1, b: [{ c: null, d: 2 }] }, { b: [{ d: 2, c: null }], a: 1 }, true],
  [[1, 2], [2, 1], false],
  [{ a: null }, {}, false],
  ['1', 1, false],
])('%j and %j are the same: %s', (one, other, expected) => {
  expect(isSame(one, other)).toBe(expected);
});

it.each([
  'sub',
  'iat',
  'exp',
  'nbf',
  'iss',
  'aud',
  'jti',
  'tId',
  'rsub',
  'stt',
  'sessionHandle',
  'antiCsrfToken',
  'st-role',
  'constructor',
  'refreshTokenHash1',
  'parentRefreshTokenHash1',
  'prototype',
  'theme',
  'st',
  'https://example.com/plan',
])('takes %s for a claim where the server does', (key) => {
  const payload = { [key]: 1 };
  expect(Object.keys(isReservedKey(key) ? reservedOf(payload) : claimsOf(payload))).toEqual([key]);
});
