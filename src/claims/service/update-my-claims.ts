import { actorOf, requireSession } from '../access/authorise.ts';
import { type ClaimsRequest, decide, type Decision, isUnchanged, toWrite } from '../decide.ts';
import type { ClaimError } from '../errors.ts';
import { showChange, type ShownChange } from '../history/show.ts';
import type { ClaimsPolicy } from '../policy/policy.ts';
import type { ChangeLog, ComputeClaims, NewChange, Requester, VerifiedSession } from '../ports.ts';
import type { SessionSizer } from '../size/session-size.ts';
import type { ClaimsChanges, StoredSession, TokenSize } from '../types.ts';
import { readMySession } from './my-session.ts';
import { type PatchInput, readPatchInput } from './patch-input.ts';

/** The input of `updateMyClaims`. */
export interface MyClaimsInput extends PatchInput {
  readonly ifVersion: string | null;
}

/** What became of a change of one's own claims. */
export interface MyClaimsResult {
  readonly session: StoredSession | null;
  readonly changes: ClaimsChanges | null;
  readonly tokenSize: TokenSize | null;
  /** Null where nothing was changed. */
  readonly change: ShownChange | null;
  readonly userErrors: readonly ClaimError[];
  /** The answer to an earlier one with the same key: nothing was done now. */
  readonly isRepeated?: true;
}

/** What changing one's own claims needs of the world. */
export interface MyClaimsDeps {
  readonly policy: ClaimsPolicy;
  readonly sizer: SessionSizer;
  readonly log: ChangeLog;
  /** What the claims together may take that users may write. */
  readonly maxOwnClaimsBytes: number;
  readonly newChange: NewChange;
}

/**
 * Changes the claims of the caller's session; the response gets the new access token.
 * @throws ClaimsetError UNAUTHENTICATED, TRY_REFRESH_TOKEN, LOCK_TIMEOUT, LOCKS_UNAVAILABLE, SESSION_CORE_UNAVAILABLE
 */
export async function updateMyClaims(
  requester: Requester,
  input: MyClaimsInput,
  deps: MyClaimsDeps,
): Promise<MyClaimsResult> {
  const session = await requireSession(requester);
  const request = readPatchInput('self', { ...input, budgetBytes: deps.maxOwnClaimsBytes }, deps.policy);
  if ('userErrors' in request) {
    // Somebody who was signed out meanwhile is told that, and not to mend the patch.
    await (input.dryRun ? session.read() : readMySession(session, deps.sizer));
    return { session: null, changes: null, tokenSize: null, change: null, userErrors: request.userErrors };
  }
  return input.dryRun ? tryChange(session, request, deps) : change(session, request, input.reason, deps);
}

/** Decides under the session's lock, right before the write, and from what is stored then. */
async function change(
  session: VerifiedSession,
  request: ClaimsRequest,
  reason: string | null,
  deps: MyClaimsDeps,
): Promise<MyClaimsResult> {
  const { userId } = session;
  const begun = deps.newChange({ actor: actorOf({ userId }), userId, mode: request.mode, reason });
  const compute: ComputeClaims<{ stored: StoredSession; decision: Decision }> = (found) => {
    const decided = decide(found, request, deps.sizer.ofOwnSession(found, session.token()));
    return { ...toWrite(decided, request), result: { stored: found, decision: decided } };
  };
  const { stored, decision } = await session.update(compute, deps.sizer.fits(session), begun);
  const result = resultOf(stored, decision);
  if (decision.kind === 'refused' || isUnchanged(decision.changes)) return result;
  const who = { by: { userId }, userId };
  const what = { handles: [session.handle], standing: false, mode: request.mode, ...decision.changes };
  deps.log.changed({ ...who, ...what });
  return { ...result, change: showChange(begun, { kind: 'own', userId }) };
}

/** What `change` would do. Takes no lock, writes nothing. */
async function tryChange(
  session: VerifiedSession,
  request: ClaimsRequest,
  deps: MyClaimsDeps,
): Promise<MyClaimsResult> {
  const stored = await session.read();
  const decision = decide(stored, request, deps.sizer.ofOwnSession(stored, session.token()));
  return { ...resultOf(stored, decision), session: stored };
}

function resultOf(stored: StoredSession, decision: Decision): MyClaimsResult {
  const { tokenSize } = decision;
  if (decision.kind === 'refused') {
    return { session: stored, changes: null, tokenSize, change: null, userErrors: [decision.error] };
  }
  const session = { ...stored, payload: decision.next };
  return { session, changes: decision.changes, tokenSize, change: null, userErrors: [] };
}
