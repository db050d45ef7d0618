/** The payload of an access token, or the claims in it. */
export type Claims = Readonly<Record<string, unknown>>;

/** What became of a claim with the newest token. */
export type Mark = 'added' | 'updated' | 'removed';

/** A line of the list of claims; a removed one shows the value that it had. */
export interface ClaimRow {
  readonly key: string;
  readonly value: unknown;
  readonly mark: Mark | null;
}

/** The members of a token that are no claims: its own, and those of SuperTokens. */
const RESERVED = new Set([
  ...['sub', 'iat', 'exp', 'nbf', 'iss', 'aud', 'jti', 'sessionHandle', 'refreshTokenHash1', 'parentRefreshTokenHash1'],
  ...['antiCsrfToken', 'tId', 'rsub', 'stt', '__proto__', 'constructor', 'prototype'],
]);

/** The members of a payload that are claims. */
export function claimsOf(payload: Claims): Claims {
  return Object.fromEntries(Object.entries(payload).filter(([key]) => !isReserved(key)));
}

/** The members of a payload that are not claims. */
export function reservedOf(payload: Claims): Claims {
  return Object.fromEntries(Object.entries(payload).filter(([key]) => isReserved(key)));
}

/** The claims of a payload by name, each with what became of it since the payload before; null: there was none. */
export function claimRows(before: Claims | null, after: Claims): ClaimRow[] {
  const now = claimsOf(after);
  const then = before === null ? now : claimsOf(before);
  const present = Object.entries(now).map(([key, value]) => ({ key, value, mark: markOf(then, key, value) }));
  const removed = Object.entries(then)
    .filter(([key]) => !Object.hasOwn(now, key))
    .map(([key, value]) => ({ key, value, mark: 'removed' as const }));
  return [...present, ...removed].sort((one, other) => (one.key < other.key ? -1 : 1));
}

/** Whether two JSON values are the same; the order of members does not count. */
export function isSame(one: unknown, other: unknown): boolean {
  return canonical(one) === canonical(other);
}

function markOf(then: Claims, key: string, value: unknown): Mark | null {
  if (!Object.hasOwn(then, key)) return 'added';
  return isSame(then[key], value) ? null : 'updated';
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join()}}`;
}

function isReserved(key: string): boolean {
  return RESERVED.has(key) || key.startsWith('st-');
}
