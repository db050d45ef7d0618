import { createHash } from 'node:crypto';

import { isJsonObject } from './merge.ts';
import { isReservedKey } from './reserved.ts';
import type { ClaimsPayload, JsonValue } from './types.ts';

/** Characters of a version: 132 bits, far beyond chance. */
const VERSION_LENGTH = 22;

/**
 * The version of the claims of a payload: equal claims have equal versions, whatever the order of their members.
 * Reserved keys do not count, so that what SuperTokens keeps there changes no version.
 */
export function claimsVersion(payload: ClaimsPayload): string {
  const claims = Object.entries(payload).filter(([key]) => !isReservedKey(key));
  const hash = createHash('sha256').update(canonicalJson(Object.fromEntries(claims)));
  return hash.digest('base64url').slice(0, VERSION_LENGTH);
}

/** JSON with the members of objects sorted by code unit (as RFC 8785, section 3.2.3), written by hand: an object with sorted members would have names like `10` in front. */
function canonicalJson(value: JsonValue): string {
  if (isJsonObject(value)) {
    const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
    return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(',')}}`;
  }
  return Array.isArray(value) ? `[${value.map(canonicalJson).join(',')}]` : JSON.stringify(value);
}
