import type { SessionInformation } from 'supertokens-node/recipe/session';

import type { StoredSession } from '../../claims/types.ts';
import { asPayload } from './payload.ts';

/** What the SDK knows of a session, in our words. */
export function toStoredSession(found: SessionInformation): StoredSession {
  return {
    handle: found.sessionHandle,
    userId: found.userId,
    recipeUserId: found.recipeUserId.getAsString(),
    tenantId: found.tenantId,
    payload: asPayload(found.customClaimsInAccessTokenPayload),
    createdAtMillis: found.timeCreated,
    expiresAtMillis: found.expiry,
  };
}
