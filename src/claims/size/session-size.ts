import type { FitsInToken, VerifiedSession, VerifiedToken } from '../ports.ts';
import type { ClaimsPayload, StoredSession, TokenSize } from '../types.ts';
import { COOKIE_LIMIT_BYTES, type TokenFacts, tokenSize } from './token-size.ts';

/** SuperTokens' ids are UUIDs, but for those that an application brings itself. */
const UUID = '0'.repeat(36);

/** The longest marker that the ledger gives a session: the number of its entry, up to 36^6, and four more characters. */
const LONGEST_MARKER = '0'.repeat(10);

/** Says how large a session's token becomes with another payload, and how large it may be. */
export interface SessionSizer {
  ofOwnSession(stored: StoredSession, token: VerifiedToken): (payload: ClaimsPayload) => TokenSize;
  ofSession(stored: StoredSession): (payload: ClaimsPayload) => TokenSize;
  /** For the largest token that a session of this user could begin with. */
  ofNewSession(user: NewSessionUser): (payload: ClaimsPayload) => TokenSize;
  /** Whether the caller's own token can hold a payload: one that shrinks and is still too large is not handed out. */
  fits(session: VerifiedSession): FitsInToken;
}

/** Whose sessions are to begin. */
export interface NewSessionUser {
  readonly id: string;
  readonly memberOf: readonly string[];
}

/** `maxHeaderTokenBytes` is the limit of sessions that were seen to send their token in a header. */
export function sessionSizer(maxHeaderTokenBytes: number): SessionSizer {
  const ofOwnSession: SessionSizer['ofOwnSession'] = (stored, token) => {
    const limit = token.isInHeader ? maxHeaderTokenBytes : COOKIE_LIMIT_BYTES;
    const { header, antiCsrfToken } = token;
    const facts = asWritten({ ...factsOf(stored), header, antiCsrfToken });
    return (payload) => ({ bytes: tokenSize(facts, payload), limit });
  };
  return {
    ofOwnSession,
    ofSession: (stored) => {
      const facts = asWritten(factsOf(stored));
      // What no cookie can hold is in a header.
      const isInHeader = tokenSize(factsOf(stored), stored.payload) > COOKIE_LIMIT_BYTES;
      const limit = isInHeader ? maxHeaderTokenBytes : COOKIE_LIMIT_BYTES;
      return (payload) => ({ bytes: tokenSize(facts, payload), limit });
    },
    ofNewSession: (user) => {
      const facts = asWritten(largestFacts(user));
      return (payload) => ({ bytes: tokenSize(facts, payload), limit: COOKIE_LIMIT_BYTES });
    },
    fits: (session) => (stored, payload) => {
      const { bytes, limit } = ofOwnSession(stored, session.token())(payload);
      return bytes <= limit;
    },
  };
}

function factsOf({ userId, recipeUserId, tenantId, handle }: StoredSession): TokenFacts {
  return { userId, recipeUserId, tenantId, handle };
}

/** There must be room for the marker, which each write brings. */
function asWritten(facts: TokenFacts): TokenFacts {
  return { ...facts, marker: LONGEST_MARKER };
}

/** Handles end in the tenant's id, but in the tenant `public`; an anti-CSRF token is a UUID. */
function largestFacts({ id, memberOf }: NewSessionUser): TokenFacts {
  const tenantId = memberOf.toSorted((a, b) => b.length - a.length)[0] ?? 'public';
  const recipeUserId = id.length > UUID.length ? id : UUID;
  const handle = tenantId === 'public' ? UUID : `${UUID}_${tenantId}`;
  return { userId: id, recipeUserId, tenantId, handle, antiCsrfToken: UUID };
}
