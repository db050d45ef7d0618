import { authorise, requireSession } from '../access/authorise.ts';
import { findUser, type UserSelector } from '../access/find-user.ts';
import type { ClaimsRequest } from '../decide.ts';
import { cannotReadBack, ClaimsetError } from '../errors.ts';
import type { ClaimsPolicy } from '../policy/policy.ts';
import type { Permissions, Requester, UserDirectory } from '../ports.ts';
import type {
  ClaimError,
  ClaimsMergeMode,
  ClaimsPatch,
  ClaimsPayload,
  ClaimsWriter,
  StoredSession,
  UserView,
} from '../types.ts';
import { changeMyClaims, type MyClaimsResult, readMySession, tryMyClaims } from './change-my-claims.ts';
import { changeUserClaims, tryUserClaims, type UserClaimsDeps, type UserClaimsResult } from './change-user-claims.ts';

/** What the claims service needs of the world. */
export interface ClaimsServiceDeps extends UserClaimsDeps {
  readonly policy: ClaimsPolicy;
  readonly users: UserDirectory;
  readonly permissions: Permissions;
}

/** A patch as GraphQL gives it, with what both mutations have in common. */
interface PatchInput {
  readonly claims: Readonly<Record<string, unknown>>;
  readonly mode: ClaimsMergeMode;
  readonly dryRun: boolean;
}

/** The input of `updateMyClaims`. */
export interface MyClaimsInput extends PatchInput {
  readonly ifVersion: string | null;
}

/** The input of `updateUserClaims`. */
export interface UserClaimsInput extends PatchInput {
  readonly user: UserSelector;
  readonly reach: 'LIVE_AND_FUTURE_SESSIONS' | 'LIVE_SESSIONS';
}

/** The result of `updateUserClaims`. */
export interface UserClaimsUpdate extends UserClaimsResult {
  readonly user: UserView | null;
  readonly userErrors: readonly ClaimError[];
}

/** The one place through which claims are read and written. Made for each request. */
export interface ClaimsService {
  /** @throws ClaimsetError as the error table of the README says; so do all others. */
  mySession(requester: Requester): Promise<StoredSession | null>;
  user(requester: Requester, selector: UserSelector): Promise<UserView | null>;
  sessionsOf(user: UserView): Promise<readonly StoredSession[]>;
  standingClaimsOf(user: UserView): Promise<ClaimsPayload>;
  updateMyClaims(requester: Requester, input: MyClaimsInput): Promise<MyClaimsResult>;
  updateUserClaims(requester: Requester, input: UserClaimsInput): Promise<UserClaimsUpdate>;
}

/** The claims service of one request. */
export function claimsService(deps: ClaimsServiceDeps): ClaimsService {
  let mine: Promise<StoredSession | null> | undefined;
  return {
    mySession: (requester) => (mine ??= mySession(requester, deps)),
    user: (requester, selector) => user(requester, selector, deps),
    sessionsOf: (view) => readUser(view, () => sessionsOf(view, deps)),
    standingClaimsOf: (view) => readUser(view, async () => withoutRemoved(await deps.standing.read(view.id))),
    updateMyClaims: (requester, input) => updateMyClaims(requester, input, deps),
    updateUserClaims: (requester, input) => updateUserClaims(requester, input, deps),
  };
}

async function mySession(requester: Requester, deps: ClaimsServiceDeps): Promise<StoredSession | null> {
  const session = await requester.session.get();
  return session && readMySession(session, deps.sizer);
}

async function user(requester: Requester, selector: UserSelector, deps: ClaimsServiceDeps): Promise<UserView | null> {
  const { tenantId } = await authorise(requester, deps.permissions, 'claims:read');
  const found = await findUser(selector, tenantId, deps);
  if (found.kind === 'several') throw new ClaimsetError('AMBIGUOUS_USER', AMBIGUOUS);
  return found.kind === 'found' ? found.user : null;
}

/** Reads more of a user. After a change, a core that does not answer now must not be taken for one that did not write. */
async function readUser<T>(view: UserView, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const isUnavailable = error instanceof ClaimsetError && error.code === 'SESSION_CORE_UNAVAILABLE';
    throw view.isReadBack === true && isUnavailable ? cannotReadBack(error) : error;
  }
}

async function sessionsOf(view: UserView, deps: ClaimsServiceDeps): Promise<readonly StoredSession[]> {
  const handles = await deps.sessions.handlesOf(view.id, view.tenantId);
  const sessions = await deps.fanOut(handles, (handle) => deps.sessions.read(handle));
  return sessions.filter((session) => session !== null);
}

async function updateMyClaims(
  requester: Requester,
  input: MyClaimsInput,
  deps: ClaimsServiceDeps,
): Promise<MyClaimsResult> {
  const session = await requireSession(requester);
  const read = readRequest('self', input, input.ifVersion, deps.policy);
  if ('userErrors' in read) {
    // Somebody who was signed out meanwhile is told that, and not to mend the patch.
    await (input.dryRun ? session.read() : readMySession(session, deps.sizer));
    return { session: null, changes: null, tokenSize: null, userErrors: read.userErrors };
  }
  return input.dryRun ? tryMyClaims(session, read, deps.sizer) : changeMyClaims(session, read, deps);
}

async function updateUserClaims(
  requester: Requester,
  input: UserClaimsInput,
  deps: ClaimsServiceDeps,
): Promise<UserClaimsUpdate> {
  const authority = await authorise(requester, deps.permissions, 'claims:write');
  const isForFutureSessions = input.reach === 'LIVE_AND_FUTURE_SESSIONS';
  if (isForFutureSessions && authority.tenantId !== null && authority.tenantId !== 'public') {
    throw new ClaimsetError('FORBIDDEN', 'Claims of future sessions reach all tenants: use the reach LIVE_SESSIONS.');
  }
  const request = readRequest('administrator', input, null, deps.policy);
  if ('userErrors' in request) return refused(request.userErrors);
  const found = await findUser(input.user, authority.tenantId, deps);
  if (found.kind !== 'found') return refused([userError(found.kind, input.user)]);
  const order = { user: found.user, request, isForFutureSessions, authority };
  const result = await (input.dryRun ? tryUserClaims(order, deps) : changeUserClaims(order, deps));
  const user = input.dryRun ? found.user : { ...found.user, isReadBack: true as const };
  return { ...result, user, userErrors: [] };
}

function readRequest(
  writer: ClaimsWriter,
  { claims, mode }: PatchInput,
  ifVersion: string | null,
  policy: ClaimsPolicy,
): ClaimsRequest | { readonly userErrors: readonly ClaimError[] } {
  const read = policy.readPatch(writer, claims, mode);
  if ('faults' in read) return { userErrors: read.faults };
  return { patch: read.patch, mode, ifVersion, mayWrite: (key) => policy.mayWrite(writer, key) };
}

const AMBIGUOUS = 'Several users have this email address: name the one you mean by id.';

function userError(kind: 'none' | 'several', selector: UserSelector): ClaimError {
  const path = ['user', ...Object.keys(selector)];
  if (kind === 'several') return { code: 'AMBIGUOUS_USER', message: AMBIGUOUS, path };
  return { code: 'USER_NOT_FOUND', message: 'There is no such user within your reach, and no session of one.', path };
}

function refused(userErrors: readonly ClaimError[]): UserClaimsUpdate {
  return { user: null, sessions: [], standing: null, userErrors };
}

function withoutRemoved(standing: ClaimsPatch): ClaimsPayload {
  return Object.fromEntries(Object.entries(standing).filter(([, value]) => value !== null));
}
