import type { SessionContainer } from 'supertokens-node/recipe/session';
import Session from 'supertokens-node/recipe/session/index.js';

import { sessionEnded } from '../../claims/errors.ts';
import { isSameJson, patchBetween } from '../../claims/merge.ts';
import type { FitsInToken, VerifiedSession, VerifiedToken } from '../../claims/ports.ts';
import { FRESH_TOKEN } from '../../claims/time-limits.ts';
import type { StoredSession } from '../../claims/types.ts';
import { within } from '../../locks/within.ts';
import { changePayload, type PayloadStore } from '../lossless/rule.ts';
import { sdkStore } from '../lossless/sdk-store.ts';
import type { Exclusively } from '../lossless/section.ts';
import { askCore, ownContext } from '../remote-core/ask.ts';
import { freshSession } from '../sdk/fresh-session.ts';
import { asPayload, claimsOfToken } from '../sdk/payload.ts';
import { isUnauthorised } from '../sdk/session-errors.ts';
import { toStoredSession } from '../sdk/stored-session.ts';
import { mergeByHandle } from './session-store.ts';

/** How a verified session changes what is stored, and answers. */
export interface SessionMeans {
  readonly exclusively: (handle: string) => Exclusively;
  /** The token came in a header. */
  readonly isInHeader: boolean;
  /** Makes the response carry the tokens of a session that the SDK has read apart from it. */
  readonly attach: (session: SessionContainer) => Promise<void>;
}

/** A session that the SDK has verified, for the claims service. */
export function verifiedSession(verified: SessionContainer, means: SessionMeans): VerifiedSession {
  const handle = verified.getHandle();
  // The one with the newest token that the response carries.
  let session = verified;
  const freshen: VerifiedSession['freshen'] = async (stored, fits) => {
    const fresh = await freshOrNull(session.getAccessToken());
    if (fresh === null) return stored;
    const payload = claimsOfToken(asPayload(fresh.getAccessTokenPayload()));
    if (fits(stored, payload)) {
      await means.attach(fresh);
      session = fresh;
    }
    return { ...stored, payload };
  };
  return {
    handle,
    userId: verified.getUserId(),
    tenantId: verified.getTenantId(),
    token: () => verifiedToken(session, means.isInHeader),
    read: async () => {
      const found = await askCore((userContext) => Session.getSessionInformation(handle, userContext));
      if (found === undefined) throw sessionEnded();
      return toStoredSession(found);
    },
    update: async (compute, fits) => {
      const change = await changePayload(means.exclusively(handle), withToken(session, fits), compute);
      if (change.kind === 'ended') throw sessionEnded();
      if (change.kind === 'unchanged' && !isCurrent(session, change.stored)) await freshen(change.stored, fits);
      return change.result;
    },
    freshen,
  };
}

/** The payload of a session, written with its token where the new one fits, else by its handle. */
function withToken(session: SessionContainer, fits: FitsInToken): PayloadStore<true> {
  const handle = session.getHandle();
  return sdkStore(
    {
      read: (userContext) => Session.getSessionInformation(handle, userContext),
      write: async (next, stored, userContext) => {
        if (!fits(stored, next)) return mergeByHandle(next, stored, userContext);
        try {
          const claims = claimsOfToken(asPayload(session.getAccessTokenPayload()));
          await session.mergeIntoAccessTokenPayload(patchBetween(claims, next), userContext);
          return true;
        } catch (error) {
          if (isUnauthorised(error)) return null;
          throw error;
        }
      },
    },
    ownContext(),
  );
}

/** The session with a token of what is stored; null where the core does not say so in time, which nobody must suffer from. */
async function freshOrNull(accessToken: string): Promise<SessionContainer | null> {
  try {
    return await within(freshSession(accessToken), FRESH_TOKEN);
  } catch (error) {
    if (isUnauthorised(error)) throw sessionEnded(error);
    return null;
  }
}

function isCurrent(session: SessionContainer, { payload }: StoredSession): boolean {
  return isSameJson(claimsOfToken(asPayload(session.getAccessTokenPayload())), payload);
}

function verifiedToken(session: SessionContainer, isInHeader: boolean): VerifiedToken {
  const payload = asPayload(session.getAccessTokenPayload());
  const antiCsrfToken = payload['antiCsrfToken'];
  return {
    claims: claimsOfToken(payload),
    header: session.getAccessToken().split('.')[0] ?? '',
    antiCsrfToken: typeof antiCsrfToken === 'string' ? antiCsrfToken : null,
    isInHeader,
  };
}
