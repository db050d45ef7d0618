import { isSameJson } from '../merge.ts';
import type { Requester, VerifiedSession } from '../ports.ts';
import type { SessionSizer } from '../size/session-size.ts';
import type { StoredSession } from '../types.ts';

/**
 * The session of the caller as it is stored; null without one.
 * @throws ClaimsetError UNAUTHENTICATED, TRY_REFRESH_TOKEN, SESSION_CORE_UNAVAILABLE
 */
export async function mySession(
  requester: Requester,
  deps: { readonly sizer: SessionSizer },
): Promise<StoredSession | null> {
  const session = await requester.session.get();
  return session && readMySession(session, deps.sizer);
}

/** A session as it is stored; where its access token is older, the response gets a fresher one if it can. */
export async function readMySession(session: VerifiedSession, sizer: SessionSizer): Promise<StoredSession> {
  const stored = await session.read();
  // While a write is under way, the core would sign what is older than what the ledger knows.
  const isToStay = stored.isSettling === true || isSameJson(session.token().claims, stored.payload);
  return isToStay ? stored : session.freshen(stored, sizer.fits(session));
}
