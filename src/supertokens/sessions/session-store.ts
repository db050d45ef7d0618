import Session from 'supertokens-node/recipe/session/index.js';

import type { ComputeClaims, SessionStore } from '../../claims/ports.ts';
import type { StoredSession } from '../../claims/types.ts';
import { type ClaimsUpdate, withClaimsUpdate } from '../lossless/update-context.ts';
import { askCore, ownContext } from '../remote-core/ask.ts';
import { toStoredSession } from '../sdk/stored-session.ts';

/** Sessions by handle, through the SDK with `losslessClaims`. */
export function sessionStore(): SessionStore {
  return {
    read: async (handle) => {
      const found = await askCore((userContext) => Session.getSessionInformation(handle, userContext));
      return found === undefined ? null : toStoredSession(found);
    },
    update: async (handle, compute) => {
      const { update, result } = capturing(handle, compute);
      const found = await Session.mergeIntoAccessTokenPayload(handle, {}, withClaimsUpdate(ownContext(), update));
      return found ? result() : null;
    },
    handlesOf: (userId, tenantId) =>
      askCore((userContext) => Session.getAllSessionHandlesForUser(userId, true, tenantId ?? undefined, userContext)),
  };
}

/** An update for the SDK's context, and what its computation resulted in. */
export function capturing<Result>(
  handle: string,
  compute: ComputeClaims<Result>,
): { readonly update: ClaimsUpdate; readonly result: () => Result } {
  const results: Result[] = [];
  return {
    update: {
      handle,
      compute: (stored: StoredSession) => {
        const { next, result } = compute(stored);
        results.push(result);
        return next;
      },
    },
    result: () => {
      const [result] = results.slice(-1);
      if (result === undefined) throw new Error('the session was updated without its update having been computed');
      return result;
    },
  };
}
