import { type ClaimsRequest, decide, type Decision, isUnchanged } from '../decide.ts';
import type { FitsInToken, VerifiedSession } from '../ports.ts';
import type { SessionSizer } from '../session-size.ts';
import type { StoredSession } from '../types.ts';

/** A decision about the caller's own session, with what it was taken from. */
export interface OwnDecision {
  readonly stored: StoredSession;
  readonly decision: Decision;
}

/**
 * Changes the caller's own session, so that the response brings a token with what is stored then. A token that shrinks
 * and is still too large is not handed out: the change is stored all the same.
 * @throws ClaimsetError UNAUTHENTICATED where the session has ended, and what the write throws
 */
export function changeOwnSession(
  session: VerifiedSession,
  request: ClaimsRequest,
  sizer: SessionSizer,
): Promise<OwnDecision> {
  return session.update(
    (stored) => {
      const decision = decide(stored, request, sizer.ofOwnSession(stored, session.token()));
      const isChange = decision.kind === 'applies' && !isUnchanged(decision.changes);
      return { next: isChange ? decision.next : null, result: { stored, decision } };
    },
    fitsIn(session, sizer),
  );
}

/** Whether the session's own token can hold a payload. */
export function fitsIn(session: VerifiedSession, sizer: SessionSizer): FitsInToken {
  return (stored, payload) => {
    const { bytes, limit } = sizer.ofOwnSession(stored, session.token())(payload);
    return bytes <= limit;
  };
}
