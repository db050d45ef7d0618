import Session from 'supertokens-node/recipe/session/index.js';

import { patchBetween } from '../../claims/merge.ts';
import type { SessionStore } from '../../claims/ports.ts';
import type { ClaimsPayload, StoredSession } from '../../claims/types.ts';
import type { ClaimsLock } from '../../locks/lock.ts';
import { changePayload, type PayloadStore } from '../lossless/rule.ts';
import { sdkStore } from '../lossless/sdk-store.ts';
import { DEFAULT_TIME_LIMITS, exclusively } from '../lossless/section.ts';
import type { UserContext } from '../lossless/update-context.ts';
import { askCore, ownContext } from '../remote-core/ask.ts';
import { toStoredSession } from '../sdk/stored-session.ts';
import { inEachTenant } from '../users/in-each-tenant.ts';

/** Sessions by handle. */
export function sessionStore(lock: ClaimsLock): SessionStore {
  return {
    read: async (handle) => {
      const found = await askCore((userContext) => Session.getSessionInformation(handle, userContext));
      return found === undefined ? null : toStoredSession(found);
    },
    update: async (handle, compute) => {
      const change = await changePayload(exclusively(lock, handle, DEFAULT_TIME_LIMITS), byHandle(handle), compute);
      return change.kind === 'ended' ? null : change.result;
    },
    end: (handle) => askCore((userContext) => Session.revokeSession(handle, userContext), 'UNKNOWN'),
    handlesOf: (userId, tenantIds) => {
      const inTenant = (tenantId: string | undefined, userContext: UserContext): Promise<string[]> =>
        Session.getAllSessionHandlesForUser(userId, true, tenantId, userContext);
      return tenantIds === null
        ? askCore((userContext) => inTenant(undefined, userContext))
        : inEachTenant(tenantIds, inTenant);
    },
  };
}

/** The payload of a session, by its handle: tokens in circulation stay as they are. */
function byHandle(handle: string): PayloadStore<true> {
  return sdkStore(
    { read: (userContext) => Session.getSessionInformation(handle, userContext), write: mergeByHandle },
    ownContext(),
  );
}

/** Writes the payload of a session by its handle; null where the session has ended. */
export async function mergeByHandle(
  next: ClaimsPayload,
  { handle, payload }: StoredSession,
  userContext: UserContext,
): Promise<true | null> {
  const isFound = await Session.mergeIntoAccessTokenPayload(handle, patchBetween(payload, next), userContext);
  return isFound || null;
}
