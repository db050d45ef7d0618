import { isJsonObject, isTextOrNull, type JsonObject, parseJson } from '../http/json.ts';
import { decodePart, isSignedBy, signJwt, splitJwt } from './jwt.ts';
import type { SigningKey, SigningKeys } from './signing-keys.ts';

const VERSION = '5';
const MILLIS = 1000;

/** The only tenant there is (docs/core-contract.md, 'Requests'). */
export const TENANT = 'public';

const PROTECTED_NAMES = [
  'sub',
  'rsub',
  'tId',
  'sessionHandle',
  'iat',
  'exp',
  'refreshTokenHash1',
  'parentRefreshTokenHash1',
  'antiCsrfToken',
];

/** What an access token of version 5 says (docs/core-contract.md, 'Sessions'). */
export interface AccessToken {
  readonly userId: string;
  readonly handle: string;
  readonly refreshTokenHash1: string;
  readonly parentRefreshTokenHash1: string | null;
  readonly antiCsrfToken: string | null;
  readonly issuedAtSeconds: number;
  readonly expiresAtSeconds: number;
  readonly claims: JsonObject;
}

/** A token to be signed; its claims are JSON text, and free of protected names. */
export type NewAccessToken = Omit<AccessToken, 'claims'> & { readonly claims: string };

/** A token as the SDK gets it, times in milliseconds. */
export interface IssuedToken {
  readonly token: string;
  readonly expiry: number;
  readonly createdTime: number;
}

/** The first of the nine names that no claim may have, if there is one (docs/core-contract.md, 'Sessions'). */
export function protectedNameIn(claims: JsonObject): string | undefined {
  return PROTECTED_NAMES.find((name) => Object.hasOwn(claims, name));
}

export async function signAccessToken(key: SigningKey, content: NewAccessToken): Promise<IssuedToken> {
  const { userId, handle, issuedAtSeconds, expiresAtSeconds, claims } = content;
  const own = JSON.stringify({
    iat: issuedAtSeconds,
    exp: expiresAtSeconds,
    sub: userId,
    tId: TENANT,
    rsub: userId,
    sessionHandle: handle,
    refreshTokenHash1: content.refreshTokenHash1,
    parentRefreshTokenHash1: content.parentRefreshTokenHash1,
    antiCsrfToken: content.antiCsrfToken,
  });
  // Both are texts of objects: joined as they are, the claims need not be parsed.
  const payload = claims === '{}' ? own : `${own.slice(0, -1)},${claims.slice(1)}`;
  const token = await signJwt(key, { version: VERSION }, payload);
  return { token, expiry: expiresAtSeconds * MILLIS, createdTime: issuedAtSeconds * MILLIS };
}

/** Whether there is anything in it that could be a JWT; what regenerate wants to know (docs/core-contract.md, 'Sessions'). */
export function isJwt(token: string): boolean {
  const parts = splitJwt(token);
  return parts !== null && isJsonObject(parseJson(decodePart(parts.header))) && payloadOf(parts.payload) !== null;
}

/** An access token of this core, expired or not; null for everything else. */
export function readAccessToken(token: string, keys: SigningKeys, now: number): AccessToken | null {
  const parts = splitJwt(token);
  if (parts === null) return null;
  const header = parseJson(decodePart(parts.header));
  if (!isJsonObject(header) || header['alg'] !== 'RS256') return null;
  // One that an application has made by `POST /recipe/jwt` names no version.
  if (Object.hasOwn(header, 'version') && header['version'] !== VERSION) return null;
  const key = typeof header['kid'] === 'string' ? keys.find(header['kid'], now) : undefined;
  if (key === undefined || !isSignedBy(parts, key.publicKey)) return null;
  const payload = payloadOf(parts.payload);
  return payload === null ? null : toAccessToken(payload);
}

export function isExpired({ expiresAtSeconds }: AccessToken, now: number): boolean {
  return now >= expiresAtSeconds * MILLIS;
}

function payloadOf(part: string): JsonObject | null {
  const payload = parseJson(decodePart(part));
  return isJsonObject(payload) ? payload : null;
}

function toAccessToken(payload: JsonObject): AccessToken | null {
  if (!PROTECTED_NAMES.every((name) => Object.hasOwn(payload, name))) return null;
  const { sub, sessionHandle, refreshTokenHash1, parentRefreshTokenHash1 = null, antiCsrfToken = null } = payload;
  const { iat, exp } = payload;
  if (typeof sub !== 'string' || typeof sessionHandle !== 'string' || typeof refreshTokenHash1 !== 'string')
    return null;
  if (!isTextOrNull(parentRefreshTokenHash1) || !isTextOrNull(antiCsrfToken)) return null;
  if (typeof iat !== 'number' || typeof exp !== 'number') return null;
  return {
    userId: sub,
    handle: sessionHandle,
    refreshTokenHash1,
    parentRefreshTokenHash1,
    antiCsrfToken,
    issuedAtSeconds: iat,
    expiresAtSeconds: exp,
    claims: Object.fromEntries(Object.entries(payload).filter(([name]) => !PROTECTED_NAMES.includes(name))),
  };
}
