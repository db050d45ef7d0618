import Session from 'supertokens-node/recipe/session/index.js';

import { patchBetween } from '../../claims/merge.ts';
import type { SessionStore } from '../../claims/ports.ts';
import type { ClaimsPayload, StoredSession } from '../../claims/types.ts';
import type { ClaimsLock } from '../../locks/lock.ts';
import { type Journal, recordAs, sessionStream } from '../lossless/journal.ts';
import { endAs } from '../lossless/passing.ts';
import type { PayloadStore } from '../lossless/payload-store.ts';
import { changePayload } from '../lossless/rule.ts';
import { sdkStore } from '../lossless/sdk-store.ts';
import { DEFAULT_TIME_LIMITS } from '../lossless/section.ts';
import { exclusively } from '../lossless/together/exclusively.ts';
import type { UserContext } from '../lossless/update-context.ts';
import { askCore, ownContext } from '../remote-core/ask.ts';
import { isAskable } from '../remote-core/askable.ts';
import { inEachTenant } from '../users/in-each-tenant.ts';
import { readSessions } from './read-sessions.ts';

/** Sessions by handle. */
export function sessionStore(lock: ClaimsLock, journal: Journal): SessionStore {
  return {
    read: async (handle) => (isAskable(handle) ? ((await readSessions([handle], journal))[0] ?? null) : null),
    readAll: (handles) => readSessions(handles, journal),
    update: async (handle, compute, change) => {
      const recording = recordAs(journal, sessionStream(handle), change);
      const alone = exclusively(lock, handle, DEFAULT_TIME_LIMITS);
      const outcome = await changePayload(alone, byHandle(handle), compute, recording);
      return outcome.kind === 'ended' ? null : outcome.result;
    },
    end: (handle, change) =>
      askCore((userContext) => {
        endAs(userContext, change);
        return Session.revokeSession(handle, userContext);
      }, 'UNKNOWN'),
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
export function byHandle(handle: string): PayloadStore<true> {
  return sdkStore(
    {
      read: (userContext) => Session.getSessionInformation(handle, userContext),
      write: mergeByHandle,
      follow: () => Promise.resolve(true),
    },
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
