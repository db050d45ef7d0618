import { createHash } from 'node:crypto';

import { canonicalJson } from './canonical.ts';
import { isReservedKey } from './reserved.ts';
import type { ClaimsPayload } from './types.ts';

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
