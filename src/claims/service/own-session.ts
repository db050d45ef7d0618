import { type ClaimsRequest, decide, type Decision, isUnchanged } from '../decide.ts';
import { sessionEnded } from '../errors.ts';
import type { Computed, SessionStore, VerifiedSession } from '../ports.ts';
import type { SessionSizer } from '../session-size.ts';
import type { ClaimsPayload, StoredSession, TokenSize } from '../types.ts';

/** A decision about the caller's own session, with what it was taken from. */
export interface OwnDecision {
  readonly stored: StoredSession;
  readonly decision: Decision;
}

/** What changing the caller's own session needs of the world. */
export interface OwnSessionDeps {
  readonly sessions: SessionStore;
  readonly sizer: SessionSizer;
}

/**
 * Changes the caller's own session by its token, so that the response brings a new one. Where nothing changes, the
 * response brings what is stored. A token that shrinks and is still too large is not handed out, since a browser would
 * drop it and the user would be signed out: such a change is written by handle.
 * @throws ClaimsetError UNAUTHENTICATED where the session has ended, and what the writes throw
 */
export async function changeOwnSession(
  session: VerifiedSession,
  request: ClaimsRequest,
  deps: OwnSessionDeps,
): Promise<OwnDecision> {
  const sizeOf = (stored: StoredSession) => deps.sizer.ofOwnSession(stored, session.token());
  const decideOn = (stored: StoredSession): OwnDecision => ({
    stored,
    decision: decide(stored, request, sizeOf(stored)),
  });
  const byToken = await session.update((stored) => {
    const result = decideOn(stored);
    const next = changed(result) ?? stored.payload;
    // A decision that applies knows the size of what it leads to.
    const size = result.decision.kind === 'applies' ? result.decision.tokenSize : sizeOf(stored)(next);
    return { next: deliverable(next, size), result };
  });
  const wanted = changed(byToken);
  if (wanted === null || fits(byToken.decision.tokenSize)) return byToken;
  const byHandle = await deps.sessions.update(session.handle, (stored): Computed<OwnDecision> => {
    const result = decideOn(stored);
    return { next: changed(result), result };
  });
  if (byHandle === null) throw sessionEnded();
  return byHandle;
}

/** The payload as it can be handed out in a token; null where that token would be too large. */
export function deliverable(payload: ClaimsPayload, size: TokenSize): ClaimsPayload | null {
  return fits(size) ? payload : null;
}

/** The next payload where the decision changes something; else null. */
function changed({ decision }: OwnDecision): ClaimsPayload | null {
  return decision.kind === 'applies' && !isUnchanged(decision.changes) ? decision.next : null;
}

function fits({ bytes, limit }: TokenSize): boolean {
  return bytes <= limit;
}
