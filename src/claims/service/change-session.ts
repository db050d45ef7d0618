import type { Authority } from '../access/authorise.ts';
import { type ClaimsRequest, decide, type Decision, isUnchanged, toWrite } from '../decide.ts';
import { ClaimsetError } from '../errors.ts';
import type { Change } from '../history/types.ts';
import type { ChangeLog, ComputeClaims, SessionStore, StandingSection, VerifiedSession } from '../ports.ts';
import type { SessionSizer } from '../size/session-size.ts';
import type { ClaimsChanges, TokenSize } from '../types.ts';
import { failureOf, type UpdateStatus } from './update-status.ts';

/** What became of one session. */
export interface SessionResult {
  readonly handle: string;
  readonly status: UpdateStatus;
  readonly changes: ClaimsChanges | null;
  readonly tokenSize: TokenSize | null;
  readonly message: string | null;
}

/** What is to be changed in a session, on whose authority. */
export interface SessionOrder {
  readonly request: ClaimsRequest;
  readonly authority: Authority;
}

/** The same, as a change that has begun. */
export interface SessionChange extends SessionOrder {
  readonly change: Change;
}

/** What changing a session needs of the world. */
export interface SessionDeps {
  readonly sessions: SessionStore;
  readonly sizer: SessionSizer;
  readonly log: ChangeLog;
}

/** Changes one session of a user whose lock is held. Never throws: what fails is its status. */
export async function changeSession(
  handle: string,
  order: SessionChange,
  deps: SessionDeps,
  section: StandingSection,
): Promise<SessionResult> {
  try {
    // Whoever has the user's lock by now changes these sessions too: the two must not take turns.
    await section.assertHeld();
    const decision = await update(handle, order, deps);
    return decision === null ? ended(handle) : decided(handle, decision);
  } catch (error) {
    const { status, message } = failureOf(error);
    if (status === 'ENDED') return ended(handle);
    if (!(error instanceof ClaimsetError && error.code === 'LOCK_TIMEOUT')) deps.log.failed(error, handle);
    return failed(handle, status, message);
  }
}

/** What `changeSession` would do. Takes no lock, writes nothing. */
export async function trySession(handle: string, order: SessionOrder, deps: SessionDeps): Promise<SessionResult> {
  const stored = await deps.sessions.read(handle);
  if (stored === null) return ended(handle);
  const own = ownSession(handle, order);
  const sizeOf = own === null ? deps.sizer.ofSession(stored) : deps.sizer.ofOwnSession(stored, own.token());
  return decided(handle, decide(stored, order.request, sizeOf));
}

/** The same, where the change is brought later to sessions that it has not reached: that it was not written may not last. */
export function stillReachable(result: SessionResult): SessionResult {
  if (result.status !== 'FAILED' && result.status !== 'REJECTED') return result;
  const message = `${result.message ?? ''} The change for future sessions was open to others, and may yet reach this one.`;
  return { ...result, status: 'UNKNOWN', message: message.trimStart() };
}

/** A session that was not begun in time. */
export function notTried(handle: string): SessionResult {
  return failed(handle, 'FAILED', 'Not tried: the others took too long. Send it again.');
}

/** The caller's own session gets a new token with the response; the others when they refresh. */
function update(handle: string, order: SessionChange, deps: SessionDeps): Promise<Decision | null> {
  const { sizer, sessions } = deps;
  const own = ownSession(handle, order);
  if (own === null) {
    const compute: ComputeClaims<Decision> = (stored) => {
      const result = decide(stored, order.request, sizer.ofSession(stored));
      return { ...toWrite(result, order.request), result };
    };
    return sessions.update(handle, compute, order.change);
  }
  const compute: ComputeClaims<Decision> = (stored) => {
    const result = decide(stored, order.request, sizer.ofOwnSession(stored, own.token()));
    return { ...toWrite(result, order.request), result };
  };
  return own.update(compute, sizer.fits(own), order.change);
}

/** The caller's session, where it is the one with this handle. */
function ownSession(handle: string, { authority }: SessionOrder): VerifiedSession | null {
  return authority.session?.handle === handle ? authority.session : null;
}

function decided(handle: string, decision: Decision): SessionResult {
  const { tokenSize } = decision;
  if (decision.kind === 'refused') {
    return { handle, status: 'REJECTED', changes: null, tokenSize, message: decision.error.message };
  }
  const status = isUnchanged(decision.changes) ? 'UNCHANGED' : 'UPDATED';
  return { handle, status, changes: decision.changes, tokenSize, message: null };
}

function ended(handle: string): SessionResult {
  return failed(handle, 'ENDED', 'The session has ended.');
}

function failed(handle: string, status: UpdateStatus, message: string): SessionResult {
  return { handle, status, changes: null, tokenSize: null, message };
}
