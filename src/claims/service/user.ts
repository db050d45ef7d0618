import { authorise } from '../access/authorise.ts';
import { AMBIGUOUS_USER, findUser, type UserSelector } from '../access/find-user.ts';
import { cannotReadBack, ClaimsetError } from '../errors.ts';
import type { FanOut, Permissions, Requester, SessionStore, StandingClaims, UserDirectory } from '../ports.ts';
import type { ClaimsPayload, StoredSession, UserView } from '../types.ts';

/** What reading a user needs of the world. */
export interface UserDeps {
  readonly users: UserDirectory;
  readonly sessions: SessionStore;
  readonly standing: StandingClaims;
  readonly permissions: Permissions;
  readonly fanOut: FanOut;
}

/**
 * The user that a selector names; null where there is none within the caller's reach.
 * @throws ClaimsetError AMBIGUOUS_USER, FORBIDDEN, UNAUTHENTICATED, TRY_REFRESH_TOKEN, SESSION_CORE_UNAVAILABLE
 */
export async function user(requester: Requester, selector: UserSelector, deps: UserDeps): Promise<UserView | null> {
  const { tenantId } = await authorise(requester, deps.permissions, 'claims:read');
  const found = await findUser(selector, tenantId, deps);
  if (found.kind === 'several') throw new ClaimsetError('AMBIGUOUS_USER', AMBIGUOUS_USER);
  return found.kind === 'found' ? found.user : null;
}

/** The live sessions of a user. */
export function sessionsOf(view: UserView, deps: UserDeps): Promise<readonly StoredSession[]> {
  return readOf(view, async () => {
    const handles = await deps.sessions.handlesOf(view.id, view.tenantId);
    const sessions = await deps.fanOut(handles, (handle) => deps.sessions.read(handle));
    return sessions.filter((session) => session !== null);
  });
}

/** The claims that new sessions of a user start with. */
export function standingClaimsOf(view: UserView, deps: UserDeps): Promise<ClaimsPayload> {
  return readOf(view, async () => {
    const standing = await deps.standing.read(view.id);
    return Object.fromEntries(Object.entries(standing).filter(([, value]) => value !== null));
  });
}

/** Reads more of a user. After a change, a core that does not answer now must not be taken for one that did not write. */
async function readOf<T>(view: UserView, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const isUnavailable = error instanceof ClaimsetError && error.code === 'SESSION_CORE_UNAVAILABLE';
    throw view.isReadBack === true && isUnavailable ? cannotReadBack(error) : error;
  }
}
