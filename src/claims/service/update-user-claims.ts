import { actorOf, authorise, type Authority } from '../access/authorise.ts';
import { AMBIGUOUS_USER, findUser, listedEarly, type UserSelector } from '../access/find-user.ts';
import { handlesAfterWrite } from '../access/handles-after-write.ts';
import type { ClaimsRequest } from '../decide.ts';
import { type ClaimError, ClaimsetError } from '../errors.ts';
import { showChange, type ShownChange } from '../history/show.ts';
import { boundPolicy } from '../policy/bound-policy.ts';
import type { ClaimsPolicy } from '../policy/policy.ts';
import type {
  ChangeLog,
  FanOut,
  NewChange,
  Permissions,
  Requester,
  SessionStore,
  StandingClaims,
  UserDirectory,
} from '../ports.ts';
import { FAN_OUT } from '../time-limits.ts';
import type { ClaimsChanges, UserView } from '../types.ts';
import {
  changeSession,
  notTried,
  type SessionDeps,
  type SessionResult,
  stillReachable,
  trySession,
} from './change-session.ts';
import { changeStanding, type StandingResult, tryStanding } from './change-standing.ts';
import { type PatchInput, readPatchInput } from './patch-input.ts';

/** The input of `updateUserClaims`. */
export interface UserClaimsInput extends PatchInput {
  readonly user: UserSelector;
  readonly reach: 'LIVE_AND_FUTURE_SESSIONS' | 'LIVE_SESSIONS';
}

/** What became of a change of a user's claims: of their sessions, live and future. */
export interface UserClaimsResult {
  readonly user: UserView | null;
  readonly sessions: readonly SessionResult[];
  readonly standing: StandingResult | null;
  /** Null where nothing was changed. */
  readonly change: ShownChange | null;
  readonly userErrors: readonly ClaimError[];
  /** The answer to an earlier one with the same key: nothing was done now. */
  readonly isRepeated?: true;
}

/** What has become already of a change that was begun and not finished. */
export interface KnownResults {
  readonly sessions: ReadonlyMap<string, SessionResult>;
  readonly standing: StandingResult | null;
  /** For future sessions it is open still: somebody else may bring it to the sessions that it has not reached. */
  readonly isLeftOpen: boolean;
}

const NOTHING_KNOWN: KnownResults = { sessions: new Map(), standing: null, isLeftOpen: false };

/** What changing a user's claims needs of the world. */
export interface UserClaimsDeps extends SessionDeps {
  readonly policy: ClaimsPolicy;
  readonly users: UserDirectory;
  readonly permissions: Permissions;
  readonly standing: StandingClaims;
  readonly fanOut: FanOut;
  readonly nowMillis: () => number;
  readonly newChange: NewChange;
}

interface Order {
  /** Who lists the user's sessions. */
  readonly list: Pick<SessionStore, 'handlesOf'>;
  readonly user: UserView;
  readonly request: ClaimsRequest;
  readonly isForFutureSessions: boolean;
  readonly authority: Authority;
  readonly reason: string | null;
  /** It is not done again. */
  readonly known: KnownResults;
}

type Changed = Pick<UserClaimsResult, 'sessions' | 'standing' | 'change'>;

/**
 * Changes the claims of a user's sessions, live and future. After the first write it never throws: what fails then is
 * the status of a session.
 * @throws ClaimsetError FORBIDDEN, UNAUTHENTICATED, TRY_REFRESH_TOKEN; only before anything is written also
 * LOCK_TIMEOUT, LOCKS_UNAVAILABLE, SESSION_CORE_UNAVAILABLE
 */
export async function updateUserClaims(
  requester: Requester,
  input: UserClaimsInput,
  deps: UserClaimsDeps,
  known: KnownResults = NOTHING_KNOWN,
): Promise<UserClaimsResult> {
  const authority = await authorise(requester, deps.permissions, 'claims:write');
  const isForFutureSessions = input.reach === 'LIVE_AND_FUTURE_SESSIONS';
  if (isForFutureSessions && authority.tenantIds?.includes('public') === false) {
    throw new ClaimsetError('FORBIDDEN', 'Claims of future sessions reach all tenants: use the reach LIVE_SESSIONS.');
  }
  const policy = boundPolicy(deps.policy, authority.claims);
  const request = readPatchInput('administrator', { ...input, ifVersion: null, budgetBytes: null }, policy);
  if ('userErrors' in request) return refused(request.userErrors);
  // Without standing claims, which are to be written first, it is all the same when the sessions are listed.
  const list = isForFutureSessions ? deps.sessions : listedEarly(input.user, authority.tenantIds, deps.sessions);
  const found = await findUser(input.user, authority.tenantIds, { users: deps.users, sessions: list });
  if (found.kind !== 'found') return refused([userError(found.kind, input.user)]);
  const order = { user: found.user, request, isForFutureSessions, authority, reason: input.reason, known, list };
  if (input.dryRun) return { ...(await tryChange(order, deps)), user: found.user, userErrors: [] };
  return { ...(await change(order, deps)), user: { ...found.user, isReadBack: true }, userErrors: [] };
}

/**
 * The future sessions first, and then the live ones: in this order no session slips through. Changes of one user are
 * done one after another, so that all their sessions end up alike.
 */
async function change(order: Order, deps: UserClaimsDeps): Promise<Changed> {
  const { user, request } = order;
  const { authority, reason, known } = order;
  const begun = deps.newChange({ actor: actorOf(authority.by), userId: user.id, mode: request.mode, reason });
  const untilMillis = deps.nowMillis() + FAN_OUT;
  const { result: found, ...locked } = await deps.standing.locked(user.id, async (section) => {
    const stored = order.isForFutureSessions
      ? (known.standing ?? (await changeStanding({ user, request, change: begun }, deps, section)))
      : null;
    const handles = await handlesAfterWrite(isWritten(stored), { user, list: order.list, log: deps.log });
    const changeNext = async (handle: string): Promise<SessionResult> => {
      const result = known.sessions.get(handle);
      if (result !== undefined) return result;
      if (deps.nowMillis() > untilMillis) return notTried(handle);
      return changeSession(handle, { ...order, change: begun }, deps, section);
    };
    const all = [...new Set([...known.sessions.keys(), ...(handles ?? [])])];
    return { standing: stored, isListed: handles !== null, sessions: await deps.fanOut(all, changeNext) };
  });
  const isLeftOpen = locked.isLeftOpen || known.isLeftOpen;
  const result = {
    standing: found.isListed || found.standing === null ? found.standing : notListed(found.standing, isLeftOpen),
    sessions: isLeftOpen ? found.sessions.map(stillReachable) : found.sessions,
  };
  logChange(order, { ...result, standing: found.standing }, deps.log);
  // Of what was there before, who may only write is told nothing.
  return { ...result, change: isRecorded(result) ? showChange(begun, null) : null };
}

/** What `change` would do. Takes no lock, writes nothing. */
async function tryChange(order: Order, deps: UserClaimsDeps): Promise<Changed> {
  const { user, request } = order;
  const standing = order.isForFutureSessions ? await tryStanding(user, request, deps) : null;
  const handles = await order.list.handlesOf(user.id, user.tenantIds);
  return { standing, sessions: await deps.fanOut(handles, (handle) => trySession(handle, order, deps)), change: null };
}

/** What was done for future sessions and for no live one: what is left open is brought to these, too. */
function notListed(standing: StandingResult, isLeftOpen: boolean): StandingResult {
  const known = standing.message ?? 'Stored for future sessions.';
  const unlisted = `${known} The live sessions could not be listed`;
  return isLeftOpen
    ? {
        ...standing,
        status: 'UNKNOWN',
        message: `${unlisted}, and it may yet reach them: read them, or send it again.`,
      }
    : { ...standing, message: `${unlisted} and are as they were: send it again.` };
}

/** Whether the history has it: what was written for future sessions or to a live one, or may be. */
function isRecorded({ standing, sessions }: Pick<Changed, 'standing' | 'sessions'>): boolean {
  return [standing, ...sessions].some(isWritten);
}

function isWritten(one: Pick<SessionResult, 'status'> | null): boolean {
  return one?.status === 'UPDATED' || one?.status === 'UNKNOWN';
}

function logChange({ user, request, authority }: Order, result: Omit<Changed, 'change'>, log: ChangeLog): void {
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

function userError(kind: 'none' | 'several', selector: UserSelector): ClaimError {
  const path = ['user', ...Object.keys(selector)];
  if (kind === 'several') return { code: 'AMBIGUOUS_USER', message: AMBIGUOUS_USER, path };
  return { code: 'USER_NOT_FOUND', message: 'There is no such user within your reach, and no session of one.', path };
}

function refused(userErrors: readonly ClaimError[]): UserClaimsResult {
  return { user: null, sessions: [], standing: null, change: null, userErrors };
}
