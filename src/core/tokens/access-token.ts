import { isJsonObject, parseJson, type JsonObject } from '../json.ts';

/** The token's own members: no claim may have one of these names (CDI.md section 3). */
const PROTECTED_NAMES = [
  ...['sub', 'rsub', 'tId', 'sessionHandle', 'iat', 'exp'],
  ...['refreshTokenHash1', 'parentRefreshTokenHash1', 'antiCsrfToken'],
] as const;

/** The header's version (CDI.md section 3). */
export const ACCESS_TOKEN_VERSION = '5';
export const TENANT_ID = 'public';

/** What an access token says besides its claims. */
export interface AccessTokenFacts {
  readonly userId: string;
  readonly handle: string;
  readonly issuedAtSeconds: number;
  readonly expiresAtSeconds: number;
  readonly refreshTokenHash1: string;
  readonly parentRefreshTokenHash1: string | null;
  readonly antiCsrfToken: string | null;
}

/** A claim's name that is protected, if there is one. */
export function protectedNameIn(claims: JsonObject): string | undefined {
  return PROTECTED_NAMES.find((name) => Object.hasOwn(claims, name));
}

/** The payload's JSON text: the stored claims are passed on as they are, without being parsed. */
export function payloadJson(facts: AccessTokenFacts, claimsJson: string): string {
  const own = JSON.stringify({
    iat: facts.issuedAtSeconds,
    exp: facts.expiresAtSeconds,
    sub: facts.userId,
    tId: TENANT_ID,
    rsub: facts.userId,
    sessionHandle: facts.handle,
    refreshTokenHash1: facts.refreshTokenHash1,
    parentRefreshTokenHash1: facts.parentRefreshTokenHash1,
    antiCsrfToken: facts.antiCsrfToken,
  });
  return claimsJson === '{}' ? own : `${own.slice(0, -1)},${claimsJson.slice(1)}`;
}

/** Reads a payload; null where one of the protected names is missing or of another type. */
export function readPayload(json: string): { readonly facts: AccessTokenFacts; readonly claims: JsonObject } | null {
  const payload = parseJson(json);
  if (!isJsonObject(payload)) return null;
  const { sub, rsub, tId, sessionHandle, iat, exp, refreshTokenHash1, parentRefreshTokenHash1, antiCsrfToken } =
    payload;
  if (typeof sub !== 'string' || typeof rsub !== 'string' || typeof tId !== 'string') return null;
  if (typeof sessionHandle !== 'string' || typeof refreshTokenHash1 !== 'string') return null;
  if (typeof iat !== 'number' || typeof exp !== 'number') return null;
  if (!isTextOrNull(parentRefreshTokenHash1) || !isTextOrNull(antiCsrfToken)) return null;
  const facts = {
    userId: sub,
    handle: sessionHandle,
    issuedAtSeconds: iat,
    expiresAtSeconds: exp,
    refreshTokenHash1,
    parentRefreshTokenHash1,
    antiCsrfToken,
  };
  return { facts, claims: claimsOf(payload) };
}

function claimsOf(payload: JsonObject): JsonObject {
  const names = new Set<string>(PROTECTED_NAMES);
  return Object.fromEntries(Object.entries(payload).filter(([name]) => !names.has(name)));
}

function isTextOrNull(value: unknown): value is string | null {
  return typeof value === 'string' || value === null;
}
