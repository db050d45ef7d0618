import type { SessionContainer } from 'supertokens-node/recipe/session';
import Session from 'supertokens-node/recipe/session/index.js';

import { sessionEnded } from '../../claims/errors.ts';
import { isSameJson, patchBetween } from '../../claims/merge.ts';
import type { FitsInToken, VerifiedSession, VerifiedToken } from '../../claims/ports.ts';
import { FRESH_TOKEN } from '../../claims/time-limits.ts';
import type { ClaimsPayload, StoredSession } from '../../claims/types.ts';
import { within } from '../../locks/within.ts';
import { type Journal, recordAs, sessionStream } from '../lossless/journal.ts';
import { letPass } from '../lossless/passing.ts';
import type { PayloadStore } from '../lossless/payload-store.ts';
import { changePayload } from '../lossless/rule.ts';
import { sdkStore } from '../lossless/sdk-store.ts';
import type { Exclusively } from '../lossless/together/exclusively.ts';
import type { UserContext } from '../lossless/update-context.ts';
import { ownContext } from '../remote-core/ask.ts';
import { freshSession } from '../sdk/fresh-session.ts';
import { asPayload, claimsOfToken } from '../sdk/payload.ts';
import { isUnauthorised } from '../sdk/session-errors.ts';
import { readSessions } from './read-sessions.ts';
import { mergeByHandle } from './session-store.ts';

/** How a verified session changes what is stored, and answers. */
export interface SessionMeans {
  readonly exclusively: (handle: string) => Exclusively;
  readonly journal: Journal;
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
    const payload = claimsIn(fresh);
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
      const [found] = await readSessions([handle], means.journal);
      if (found === undefined || found === null) throw sessionEnded();
      return found;
    },
    update: async (compute, fits, change) => {
      const recording = recordAs(means.journal, sessionStream(handle), change);
      const store = withToken(session, fits, freshen);
      const outcome = await changePayload(means.exclusively(handle), store, compute, recording);
      if (outcome.kind === 'ended') throw sessionEnded();
      if (outcome.kind === 'unchanged' && !isCurrent(session, outcome.stored)) await freshen(outcome.stored, fits);
      return outcome.result;
    },
    freshen,
  };
}

/** The payload of a session, written with its token where the new one fits, else by its handle. */
function withToken(
  session: SessionContainer,
  fits: FitsInToken,
  freshen: VerifiedSession['freshen'],
): PayloadStore<true> {
  const handle = session.getHandle();
  const accessToken = session.getAccessToken();
  const merge = (next: ClaimsPayload, userContext: UserContext): Promise<void> =>
    session.mergeIntoAccessTokenPayload(patchBetween(claimsIn(session), next), userContext);
  return sdkStore<UserContext, true>(
    {
      accessToken,
      read: (userContext) => Session.getSessionInformation(handle, userContext),
      write: async (next, stored, userContext) => {
        if (!fits(stored, next)) return mergeByHandle(next, stored, userContext);
        try {
          await merge(next, userContext);
          return true;
        } catch (error) {
          if (isUnauthorised(error)) return null;
          throw error;
        }
      },
      follow: async ({ stored, accessToken: used, answer }) => {
        if (used === accessToken && answer !== undefined && fits(stored, stored.payload)) {
          // The same new token: the SDK puts it into this response, too, and sends nothing.
          const userContext = ownContext();
          letPass(userContext, { found: null, next: stored.payload, answer });
          await merge(stored.payload, userContext);
        } else await freshen(stored, fits);
        return true;
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

function isCurrent(session: SessionContainer, { payload, isSettling }: StoredSession): boolean {
  return isSettling === true || isSameJson(claimsIn(session), payload);
}

/** By the token's payload, of which the SDK makes a new object for each token: who waits for a lock asks again and again. */
const knownClaims = new WeakMap<ClaimsPayload, ClaimsPayload>();

/** The claims in a session's token. */
function claimsIn(session: SessionContainer): ClaimsPayload {
  const payload = asPayload(session.getAccessTokenPayload());
  const claims = knownClaims.get(payload) ?? claimsOfToken(payload);
  knownClaims.set(payload, claims);
  return claims;
}

function verifiedToken(session: SessionContainer, isInHeader: boolean): VerifiedToken {
  const { antiCsrfToken, exp } = asPayload(session.getAccessTokenPayload());
  return {
    claims: claimsIn(session),
    header: session.getAccessToken().split('.')[0] ?? '',
    antiCsrfToken: typeof antiCsrfToken === 'string' ? antiCsrfToken : null,
    expiresAtMillis: typeof exp === 'number' ? exp * 1000 : 0,
    isInHeader,
  };
}
