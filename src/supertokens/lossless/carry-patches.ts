import type { SessionContainer } from 'supertokens-node/recipe/session';

import { mergeClaims } from '../../claims/merge.ts';
import type { ClaimsPayload } from '../../claims/types.ts';
import { asPayload, claimsOfToken, toPatch, toPayload } from '../sdk/payload.ts';
import { passingWriteIn } from './passing.ts';
import { claimsUpdateIn, type UserContext, withClaimsUpdate } from './update-context.ts';

type AttachedRequest = Parameters<SessionContainer['attachToRequestResponse']>[0];

/**
 * Makes a session's merges say what the caller does. The SDK alone hands a whole payload to `regenerateAccessToken`:
 * the token's, with the patch on top; whoever sees that cannot tell the patch from what was stale in the token.
 */
export function carryPatches(session: SessionContainer): SessionContainer {
  const merge = session.mergeIntoAccessTokenPayload.bind(session);
  const attach = session.attachToRequestResponse.bind(session);
  const handle = session.getHandle();
  let attached: AttachedRequest | undefined;
  session.attachToRequestResponse = (info, userContext) => {
    attached = info;
    return attach(info, userContext);
  };
  session.mergeIntoAccessTokenPayload = (patch, given) => {
    const userContext = given ?? contextOf(attached);
    if (passingWriteIn(userContext) !== undefined) return merge(patch, userContext);
    if (claimsUpdateIn(userContext, handle) !== undefined) return merge(patch, userContext);
    const changes = toPatch(patch);
    const applied = (payload: ClaimsPayload): ClaimsPayload => mergeClaims(payload, changes, 'MERGE');
    const handed = applied(claimsOfToken(toPayload(asPayload(session.getAccessTokenPayload()))));
    return merge(patch, withClaimsUpdate(userContext, { handle, handed, compute: ({ payload }) => applied(payload) }));
  };
  return session;
}

/** What the SDK itself falls back to where a method of a session is called without a context. */
function contextOf(attached: AttachedRequest | undefined): UserContext {
  return attached === undefined ? {} : { _default: { request: attached.req, keepCacheAlive: true } };
}
