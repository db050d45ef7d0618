import { isJsonObject } from './merge.ts';
import type { ClaimsPayload, JsonValue } from './types.ts';

/** The key of the payload that says which entry of the ledger wrote it. */
export const MARKER_KEY = 'st-cset';

/** What a session core adds to a payload when it makes a token of it: the protected names of docs/core-contract.md. */
const TOKEN_MEMBERS: ReadonlySet<string> = new Set([
  ...['sub', 'rsub', 'tId', 'sessionHandle', 'iat', 'exp'],
  ...['refreshTokenHash1', 'parentRefreshTokenHash1', 'antiCsrfToken'],
]);

/**
 * The text whose hash is the version of a whole payload: all of it but the marker and the token's own members, so that
 * a stored payload and every token made of it have the same one. Keys that begin with `st-` count, other than in
 * `claimsVersion`: a role that is taken away is a change.
 */
export function payloadVersionText(payload: ClaimsPayload): string {
  const members = Object.entries(payload).filter(([key]) => key !== MARKER_KEY && !TOKEN_MEMBERS.has(key));
  return canonicalJson(Object.fromEntries(members));
}

/**
 * JSON with the members of objects sorted by code unit (as RFC 8785, section 3.2.3), written by hand: an object with
 * sorted members would have names like `10` in front.
 */
export function canonicalJson(value: JsonValue): string {
  if (isJsonObject(value)) {
    const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
    return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(',')}}`;
  }
  return Array.isArray(value) ? `[${value.map(canonicalJson).join(',')}]` : JSON.stringify(value);
}
