import SuperTokens from 'supertokens-node';
import type { SessionContainer } from 'supertokens-node/recipe/session';
import Session from 'supertokens-node/recipe/session/index.js';

import { sessionEnded } from '../../claims/errors.ts';
import type { VerifiedSession, VerifiedToken } from '../../claims/ports.ts';
import { withClaimsUpdate } from '../lossless/update-context.ts';
import { askCore, ownContext } from '../remote-core/ask.ts';
import { asPayload, claimsOfToken } from '../sdk/payload.ts';
import { toStoredSession } from '../sdk/stored-session.ts';
import { capturing } from './session-store.ts';

/** A session that the SDK has verified, for the claims service. */
export function verifiedSession(session: SessionContainer, isInHeader: boolean): VerifiedSession {
  const handle = session.getHandle();
  return {
    handle,
    userId: session.getUserId(),
    tenantId: session.getTenantId(),
    token: () => verifiedToken(session, isInHeader),
    read: async () => {
      const found = await askCore((userContext) => Session.getSessionInformation(handle, userContext));
      if (found === undefined) throw sessionEnded();
      return toStoredSession(found);
    },
    update: async (compute, waitMillis) => {
      const { update, result } = capturing(handle, compute);
      const bounded = waitMillis === undefined ? update : { ...update, waitMillis };
      try {
        await session.mergeIntoAccessTokenPayload({}, withClaimsUpdate(ownContext(), bounded));
      } catch (error) {
        throw isUnauthorised(error) ? sessionEnded(error) : error;
      }
      return result();
    },
  };
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

/** Whether the SDK says that there is no such session. */
export function isUnauthorised(error: unknown): boolean {
  return SuperTokens.Error.isErrorFromSuperTokens(error) && error.type === Session.Error.UNAUTHORISED;
}
