import { type ClaimsRequest, decide, type Decision, isUnchanged } from '../decide.ts';
import { isSameJson } from '../merge.ts';
import type { ChangeLog, VerifiedSession } from '../ports.ts';
import type { SessionSizer } from '../session-size.ts';
import type { ClaimError, ClaimsChanges, StoredSession, TokenSize } from '../types.ts';
import { changeOwnSession, fitsIn } from './own-session.ts';

/** What became of a change of one's own claims. */
export interface MyClaimsResult {
  readonly session: StoredSession | null;
  readonly changes: ClaimsChanges | null;
  readonly tokenSize: TokenSize | null;
  readonly userErrors: readonly ClaimError[];
}

/** Changes the claims of the caller's session; the response gets the new access token. */
export async function changeMyClaims(
  session: VerifiedSession,
  request: ClaimsRequest,
  deps: { readonly sizer: SessionSizer; readonly log: ChangeLog },
): Promise<MyClaimsResult> {
  const { stored, decision } = await changeOwnSession(session, request, deps.sizer);
  if (decision.kind === 'applies' && !isUnchanged(decision.changes)) {
    const handles = [session.handle];
    const by = { userId: session.userId };
    deps.log.changed({ by, userId: session.userId, handles, standing: false, mode: request.mode, ...decision.changes });
  }
  return myClaimsResult(stored, decision);
}

/** What `changeMyClaims` would do. Takes no lock, writes nothing. */
export async function tryMyClaims(
  session: VerifiedSession,
  request: ClaimsRequest,
  sizer: SessionSizer,
): Promise<MyClaimsResult> {
  const stored = await session.read();
  const decision = decide(stored, request, sizer.ofOwnSession(stored, session.token()));
  return { ...myClaimsResult(stored, decision), session: stored };
}

/** The caller's session as it is stored; where the access token is older, the response gets a fresher one if it can. */
export async function readMySession(session: VerifiedSession, sizer: SessionSizer): Promise<StoredSession> {
  const stored = await session.read();
  const isFresh = isSameJson(session.token().claims, stored.payload);
  return isFresh ? stored : session.freshen(stored, fitsIn(session, sizer));
}

function myClaimsResult(stored: StoredSession, decision: Decision): MyClaimsResult {
  const { tokenSize } = decision;
  if (decision.kind === 'refused') {
    return { session: stored, changes: null, tokenSize, userErrors: [decision.error] };
  }
  return { session: { ...stored, payload: decision.next }, changes: decision.changes, tokenSize, userErrors: [] };
}
