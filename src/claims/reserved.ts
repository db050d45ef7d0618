/**
 * Keys that no claim may have: the token's own (docs/core-contract.md, 'Sessions'; RFC 7519, section 4.1), what SuperTokens
 * keeps for itself, and the names that lead to an object's prototype.
 */
const RESERVED_KEYS: ReadonlySet<string> = new Set([
  ...['sub', 'iat', 'exp', 'nbf', 'iss', 'aud', 'jti', 'sessionHandle', 'refreshTokenHash1', 'parentRefreshTokenHash1'],
  ...['antiCsrfToken', 'tId', 'rsub', 'stt', '__proto__', 'constructor', 'prototype'],
]);

/** Whether nobody may write a claim with this key, in whatever mode. */
export function isReservedKey(key: string): boolean {
  return RESERVED_KEYS.has(key) || key.startsWith('st-');
}
