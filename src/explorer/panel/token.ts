import type { Claims } from './claims.ts';

/** Browsers drop a cookie whose name and value are longer, in bytes (RFC 6265bis, section 5.6). */
export const COOKIE_LIMIT_BYTES = 4096;

const ACCESS_TOKEN_COOKIE = 'sAccessToken';
const FRONT_TOKEN_COOKIE = 'sFrontToken';
/** RSA with 2048 bits: 256 bytes. */
const SIGNATURE_CHARACTERS = base64urlLength(256);
/** The page cannot read the signed token, so the header is taken as long as it can be. */
const HEADER_CHARACTERS = base64urlLength(
  JSON.stringify({ alg: 'RS256', typ: 'JWT', version: '5', kid: 's-'.padEnd(38, '0') }).length,
);
/** A refresh adds the hash of the parent. */
const PARENT_HASH = '0'.repeat(64);

/** The bytes of the larger of a session's two token cookies, in its largest form, as the server counts them. */
export function tokenBytes(payload: Claims): number {
  const up = { ...payload, parentRefreshTokenHash1: PARENT_HASH };
  const bytes = utf8Length(JSON.stringify(up).replaceAll(/[\u2028\u2029]/g, '\\u2028'));
  const accessToken = HEADER_CHARACTERS + 1 + base64urlLength(bytes) + 1 + SIGNATURE_CHARACTERS;
  const content = JSON.stringify({ uid: payload['sub'], ate: 1_000_000_000_000, up });
  const frontToken = Math.ceil(utf8Length(content) / 3) * 4;
  return Math.max(ACCESS_TOKEN_COOKIE.length + accessToken, FRONT_TOKEN_COOKIE.length + frontToken);
}

/** The seconds until an access token expires; 0 once it has, null where it does not say when. */
export function secondsLeft(payload: Claims, nowMillis: number): number | null {
  const { exp } = payload;
  return typeof exp === 'number' ? Math.max(0, Math.ceil(exp - nowMillis / 1000)) : null;
}

/** A time for people: `59 min 10 s`. */
export function formatSeconds(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (hours > 0) return `${hours} h ${minutes % 60} min`;
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}

function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}

function base64urlLength(bytes: number): number {
  return Math.ceil((bytes * 4) / 3);
}
