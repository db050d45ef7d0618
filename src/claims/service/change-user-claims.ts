import type { Authority } from '../access/authorise.ts';
import { type ClaimsRequest, decide, type Decision, isUnchanged } from '../decide.ts';
import { ClaimsetError } from '../errors.ts';
import type { ChangeLog, FanOut, SessionStore, StandingClaims, StandingSection, VerifiedSession } from '../ports.ts';
import type { SessionSizer } from '../session-size.ts';
import type { ClaimsChanges, TokenSize, UserView } from '../types.ts';
import { changeStanding, type StandingResult, tryStanding } from './change-standing.ts';
import { changeOwnSession } from './own-session.ts';
import { failureOf, type UpdateStatus } from './update-status.ts';

/** What became of one session. */
export interface SessionResult {
  readonly handle: string;
  readonly status: UpdateStatus;
  readonly changes: ClaimsChanges | null;
  readonly tokenSize: TokenSize | null;
  readonly message: string | null;
}

/** What became of a user's sessions, live and future. */
export interface UserClaimsResult {
  readonly sessions: readonly SessionResult[];
  readonly standing: StandingResult | null;
}

/** What changing a user's claims needs of the world. */
export interface UserClaimsDeps {
  readonly sessions: SessionStore;
  readonly sizer: SessionSizer;
  readonly standing: StandingClaims;
  readonly log: ChangeLog;
  readonly fanOut: FanOut;
  readonly nowMillis: () => number;
}

/** What is to be changed, for whom, on whose authority. */
export interface UserClaimsOrder {
  readonly user: UserView;
  readonly request: ClaimsRequest;
  readonly isForFutureSessions: boolean;
  readonly authority: Authority;
}

/**
 * Sessions that are not begun by then are not tried: a core that hangs must not hold the caller for minutes. Enough for
 * 10,000 sessions; each check of the lock keeps its connection from being taken for idle.
 */
const BEGIN_WITHIN_MILLIS = 50_000;
const NOT_TRIED = 'Not tried: the others took too long. Send it again.';

/**
 * Changes the claims of a user's future sessions first, and then of the live ones: in this order no session slips
 * through. Changes of one user are done one after another, so that all their sessions end up alike.
 * @throws ClaimsetError LOCK_TIMEOUT, SESSION_CORE_UNAVAILABLE: only before anything is written
 */
export async function changeUserClaims(order: UserClaimsOrder, deps: UserClaimsDeps): Promise<UserClaimsResult> {
  const { user, request } = order;
  const untilMillis = deps.nowMillis() + BEGIN_WITHIN_MILLIS;
  const result = await deps.standing.locked(user.id, async (section) => {
    const stored = order.isForFutureSessions ? await changeStanding(user.id, request, deps.standing, section) : null;
    const { handles, standing } = await liveSessions(user, stored, deps);
    const changeNext = async (handle: string): Promise<SessionResult> => {
      if (deps.nowMillis() > untilMillis) return failed(handle, 'FAILED', NOT_TRIED);
      return changeOne(handle, order, deps, section);
    };
    return { standing, sessions: await deps.fanOut(handles, changeNext) };
  });
  logChange(order, result, deps.log);
  return result;
}

/** What `changeUserClaims` would do. Takes no lock, writes nothing. */
export async function tryUserClaims(order: UserClaimsOrder, deps: UserClaimsDeps): Promise<UserClaimsResult> {
  const { user, request } = order;
  const standing = order.isForFutureSessions ? tryStanding(await deps.standing.read(user.id), request) : null;
  const handles = await deps.sessions.handlesOf(user.id, user.tenantId);
  const sessions = await deps.fanOut(handles, async (handle) => {
    const stored = await deps.sessions.read(handle);
    if (stored === null) return ended(handle);
    const own = ownSession(handle, order);
    const sizeOf = own === null ? deps.sizer.ofSession(stored) : deps.sizer.ofOwnSession(stored, own.token());
    return sessionResult(handle, decide(stored, request, sizeOf));
  });
  return { standing, sessions };
}

/** The handles of a user's live sessions. Where they cannot be listed after a write, the result of that write says so. */
async function liveSessions(
  user: UserView,
  standing: StandingResult | null,
  deps: UserClaimsDeps,
): Promise<{ readonly handles: readonly string[]; readonly standing: StandingResult | null }> {
  try {
    return { handles: await deps.sessions.handlesOf(user.id, user.tenantId), standing };
  } catch (error) {
    if (standing === null || standing.status === 'UNCHANGED') throw error;
    deps.log.notListed(error, user.id);
    return { handles: [], standing: notListed(standing) };
  }
}

async function changeOne(
  handle: string,
  order: UserClaimsOrder,
  deps: UserClaimsDeps,
  section: StandingSection,
): Promise<SessionResult> {
  try {
    // Whoever has the user's lock by now changes these sessions too: the two must not take turns.
    await section.assertHeld();
    const decision = await updateOne(handle, order, deps);
    return decision === null ? ended(handle) : sessionResult(handle, decision);
  } catch (error) {
    const { status, message } = failureOf(error);
    if (status === 'ENDED') return ended(handle);
    if (!(error instanceof ClaimsetError && error.code === 'LOCK_TIMEOUT')) deps.log.failed(error, handle);
    return failed(handle, status, message);
  }
}

async function updateOne(handle: string, order: UserClaimsOrder, deps: UserClaimsDeps): Promise<Decision | null> {
  const own = ownSession(handle, order);
  if (own !== null) return (await changeOwnSession(own, order.request, deps.sizer)).decision;
  return deps.sessions.update(handle, (stored) => {
    const decision = decide(stored, order.request, deps.sizer.ofSession(stored));
    return { next: decision.kind === 'applies' ? decision.next : null, result: decision };
  });
}

/** The caller's session, where it is the one with this handle. */
function ownSession(handle: string, { authority }: UserClaimsOrder): VerifiedSession | null {
  return authority.session?.handle === handle ? authority.session : null;
}

function sessionResult(handle: string, decision: Decision): SessionResult {
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

function notListed(standing: StandingResult): StandingResult {
  const known = standing.message ?? 'Stored for future sessions.';
  return {
    ...standing,
    message: `${known} The live sessions could not be listed and are as they were: send it again.`,
  };
}

function logChange({ user, request, authority }: UserClaimsOrder, result: UserClaimsResult, log: ChangeLog): void {
  const written = result.sessions.filter(({ status }) => status === 'UPDATED');
  const isStanding = result.standing?.status === 'UPDATED';
  if (written.length === 0 && !isStanding) return;
  const all = [...written.map(({ changes }) => changes), isStanding ? result.standing.changes : null];
  const keysOf = (kind: keyof ClaimsChanges): string[] => [...new Set(all.flatMap((changes) => changes?.[kind] ?? []))];
  log.changed({
    by: authority.by,
    userId: user.id,
    handles: written.map(({ handle }) => handle),
    standing: isStanding,
    mode: request.mode,
    added: keysOf('added'),
    updated: keysOf('updated'),
    removed: keysOf('removed'),
  });
}
