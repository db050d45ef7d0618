import { type ClaimsRequest, decide, type Decision, isUnchanged } from '../decide.ts';
import { ClaimsetError } from '../errors.ts';
import { isSameJson } from '../merge.ts';
import type { ChangeLog, VerifiedSession } from '../ports.ts';
import type { SessionSizer } from '../session-size.ts';
import type { ClaimError, ClaimsChanges, StoredSession, TokenSize } from '../types.ts';
import { changeOwnSession, deliverable, type OwnSessionDeps } from './own-session.ts';

/** What became of a change of one's own claims. */
export interface MyClaimsResult {
  readonly session: StoredSession | null;
  readonly changes: ClaimsChanges | null;
  readonly tokenSize: TokenSize | null;
  readonly userErrors: readonly ClaimError[];
}

/** How long a reader waits for the lock before going without a fresher token. */
const FRESHEN_WAIT_MILLIS = 100;

/** Changes the claims of the caller's session; the response gets the new access token. */
export async function changeMyClaims(
  session: VerifiedSession,
  request: ClaimsRequest,
  deps: OwnSessionDeps & { readonly log: ChangeLog },
): Promise<MyClaimsResult> {
  const { stored, decision } = await changeOwnSession(session, request, deps);
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
  if (isSameJson(session.token().claims, stored.payload)) return stored;
  try {
    return await session.update((latest) => {
      const sizeOf = sizer.ofOwnSession(latest, session.token());
      return { next: deliverable(latest.payload, sizeOf(latest.payload)), result: latest };
    }, FRESHEN_WAIT_MILLIS);
  } catch (error) {
    if (isPassing(error)) return stored;
    throw error;
  }
}

/** A fresher token is a courtesy: the answer is right without it. */
function isPassing(error: unknown): boolean {
  return error instanceof ClaimsetError && (error.code === 'LOCK_TIMEOUT' || error.code === 'SESSION_CORE_UNAVAILABLE');
}

function myClaimsResult(stored: StoredSession, decision: Decision): MyClaimsResult {
  const { tokenSize } = decision;
  if (decision.kind === 'refused') {
    return { session: stored, changes: null, tokenSize, userErrors: [decision.error] };
  }
  return { session: { ...stored, payload: decision.next }, changes: decision.changes, tokenSize, userErrors: [] };
}
