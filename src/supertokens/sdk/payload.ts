import type { ClaimsPatch, ClaimsPayload } from '../../claims/types.ts';
import { keepNewest } from '../../ledger/keep-newest.ts';

/** The token's own members (docs/core-contract.md, 'Sessions'); the rest of an access token's payload are claims. */
const TOKEN_MEMBERS: ReadonlySet<string> = new Set([
  ...['sub', 'rsub', 'tId', 'sessionHandle', 'iat', 'exp'],
  ...['refreshTokenHash1', 'parentRefreshTokenHash1', 'antiCsrfToken'],
]);

/**
 * A payload that came out of `JSON.parse`, so that its members are JSON by construction.
 * @throws TypeError where it is no object
 */
export function asPayload(value: unknown): ClaimsPayload {
  if (!isPayload(value)) throw new TypeError('an access token payload must be a JSON object');
  return value;
}

function isPayload(value: unknown): value is ClaimsPayload {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A whole payload that an application hands to the SDK, as it will be in JSON. */
export function toPayload(value: object): ClaimsPayload {
  return asPayload(JSON.parse(JSON.stringify(value)));
}

/** A patch that an application hands to the SDK, as it will be in JSON; a member that is undefined removes, as there. */
export function toPatch(value: object): ClaimsPatch {
  const members = Object.entries(value).map(([key, member]: [string, unknown]): [string, unknown] => [
    key,
    member ?? null,
  ]);
  return toPayload(Object.fromEntries(members));
}

/** The claims of an access token's payload. */
export function claimsOfToken(tokenPayload: ClaimsPayload): ClaimsPayload {
  return Object.fromEntries(Object.entries(tokenPayload).filter(([key]) => !TOKEN_MEMBERS.has(key)));
}

/** What an access token says, unverified: whoever trusts it has had it verified. */
export interface AccessTokenContent {
  readonly handle: string;
  readonly claims: ClaimsPayload;
  readonly issuedAtMillis: number;
  readonly expiresAtMillis: number;
}

/** The tokens that were read last: within a request, and by those who wait beside it, the same one is read several times. */
const readLately = new Map<string, AccessTokenContent | null>();
const MOST_KEPT = 100;

/** Reads an access token without verifying it; null where it is none. */
export function readAccessToken(accessToken: string): AccessTokenContent | null {
  const known = readLately.get(accessToken);
  if (known !== undefined) return known;
  const content = contentOf(accessToken);
  readLately.set(accessToken, content);
  keepNewest(readLately, MOST_KEPT);
  return content;
}

function contentOf(accessToken: string): AccessTokenContent | null {
  const payload = tokenPayload(accessToken);
  if (payload === null) return null;
  const { sessionHandle: handle, iat, exp } = payload;
  if (typeof handle !== 'string' || typeof iat !== 'number' || typeof exp !== 'number') return null;
  return { handle, claims: claimsOfToken(payload), issuedAtMillis: iat * 1000, expiresAtMillis: exp * 1000 };
}

/** The whole payload of an access token, unverified; null where it has none. */
export function tokenPayload(accessToken: string): ClaimsPayload | null {
  try {
    return asPayload(JSON.parse(Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString()));
  } catch {
    return null;
  }
}
