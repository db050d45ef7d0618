import type { FitsInToken, VerifiedSession, VerifiedToken } from './ports.ts';
import { tokenSize } from './token-size.ts';
import type { ClaimsPayload, StoredSession, TokenSize } from './types.ts';

/** Browsers drop a cookie whose name and value are longer, in bytes (RFC 6265bis, section 5.6). */
const COOKIE_LIMIT_BYTES = 4096;

/** Says how large a session's token becomes with another payload, and how large it may be. */
export interface SessionSizer {
  ofOwnSession(stored: StoredSession, token: VerifiedToken): (payload: ClaimsPayload) => TokenSize;
  ofSession(stored: StoredSession): (payload: ClaimsPayload) => TokenSize;
  /** Whether the caller's own token can hold a payload: one that shrinks and is still too large is not handed out. */
  fits(session: VerifiedSession): FitsInToken;
}

/** `maxHeaderTokenBytes` is the limit of sessions that were seen to send their token in a header. */
export function sessionSizer(maxHeaderTokenBytes: number): SessionSizer {
  const ofOwnSession: SessionSizer['ofOwnSession'] = (stored, token) => {
    const limit = token.isInHeader ? maxHeaderTokenBytes : COOKIE_LIMIT_BYTES;
    const facts = { ...factsOf(stored), header: token.header, antiCsrfToken: token.antiCsrfToken };
    return (payload) => ({ bytes: tokenSize(facts, payload), limit });
  };
  return {
    ofOwnSession,
    ofSession: (stored) => (payload) => ({ bytes: tokenSize(factsOf(stored), payload), limit: COOKIE_LIMIT_BYTES }),
    fits: (session) => (stored, payload) => {
      const { bytes, limit } = ofOwnSession(stored, session.token())(payload);
      return bytes <= limit;
    },
  };
}

function factsOf({ userId, recipeUserId, tenantId, handle }: StoredSession) {
  return { userId, recipeUserId, tenantId, handle };
}
