import { describe, expect, it } from 'vitest';

import { isReservedKey } from '../../src/claims/reserved.ts';

/** DESIGN of the token: its own members (version 5), registered names of RFC 7519, and SuperTokens' own. */
const RESERVED = [
  ...['sub', 'iat', 'exp', 'nbf', 'iss', 'aud', 'jti', 'sessionHandle', 'refreshTokenHash1', 'parentRefreshTokenHash1'],
  ...['antiCsrfToken', 'tId', 'rsub', 'stt', 'st-', 'st-role', 'st-perm', 'st-mfa', 'st-anything'],
  ...['__proto__', 'constructor', 'prototype'],
];

describe('reserved keys', () => {
  it.each(RESERVED)('%s is reserved', (key) => {
    expect(isReservedKey(key)).toBe(true);
  });

  it.each(['', 'st', 'stage', 'Sub', 'subs', 'x-st-role', 'toString', 'role', 'https://example.com/sub'])(
    '"%s" is free',
    (key) => {
      expect(isReservedKey(key)).toBe(false);
    },
  );
});
