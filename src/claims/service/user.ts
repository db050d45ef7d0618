import { authorise } from '../access/authorise.ts';
import { AMBIGUOUS_USER, findUser, type UserSelector } from '../access/find-user.ts';
import { cannotReadBack, ClaimsetError } from '../errors.ts';
import type { FanOut, Permissions, Requester, SessionStore, StandingClaims, UserDirectory } from '../ports.ts';
import type { ClaimsPayload, StoredSession, UserView } from '../types.ts';
import { assertFirst, type Page, type PageInput, readCursor, toPage, writeCursor } from './page.ts';

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
  const { tenantIds } = await authorise(requester, deps.permissions, 'claims:read');
  const found = await findUser(selector, tenantIds, deps);
  if (found.kind === 'several') throw new ClaimsetError('AMBIGUOUS_USER', AMBIGUOUS_USER);
  return found.kind === 'found' ? found.user : null;
}

/** The email addresses of a user. @throws as {@link user} does, and so do all here */
export function emailsOf(requester: Requester, view: UserView, deps: UserDeps): Promise<readonly string[]> {
  return readOf(requester, view, deps, () => Promise.resolve(view.emails));
}

/** A page of the live sessions of a user, by handle: an order in which new ones take no place from others. */
export function sessionsOf(
  requester: Requester,
  view: UserView,
  input: PageInput,
  deps: UserDeps,
): Promise<Page<StoredSession>> {
  return readOf(requester, view, deps, async () => {
    assertFirst(input);
    const [after] = input.after === null ? [null] : readCursor(input.after, isHandle);
    const handles = (await deps.sessions.handlesOf(view.id, view.tenantIds)).toSorted();
    const following = after === null ? handles : handles.filter((handle) => handle > after);
    const handlesOfPage = following.slice(0, input.first);
    const found = await deps.sessions.readAll(handlesOfPage);
    const edges = found.flatMap((node) => (node === null ? [] : [{ cursor: writeCursor([node.handle]), node }]));
    const last = handlesOfPage.at(-1);
    const { pageInfo } = toPage(edges, {
      hasNextPage: following.length > handlesOfPage.length,
      hasPreviousPage: following.length < handles.length,
    });
    // Where the last sessions of the page have ended meanwhile, the next page still begins behind them.
    return { edges, pageInfo: { ...pageInfo, endCursor: last === undefined ? null : writeCursor([last]) } };
  });
}

function isHandle(position: readonly unknown[]): position is readonly [string] {
  return position.length === 1 && typeof position[0] === 'string';
}

/** The claims that new sessions of a user start with. */
export function standingClaimsOf(requester: Requester, view: UserView, deps: UserDeps): Promise<ClaimsPayload> {
  return readOf(requester, view, deps, async () => {
    const standing = await deps.standing.read(view.id);
    return Object.fromEntries(Object.entries(standing).filter(([, value]) => value !== null));
  });
}

/**
 * Reads more of a user: authorised here, since who may write claims and gets the user back may not read.
 * After a change, a core that does not answer now must not be taken for one that did not write.
 */
async function readOf<T>(requester: Requester, view: UserView, deps: UserDeps, read: () => Promise<T>): Promise<T> {
  try {
    await authorise(requester, deps.permissions, 'claims:read');
    return await read();
  } catch (error) {
    const isUnavailable = error instanceof ClaimsetError && error.code === 'SESSION_CORE_UNAVAILABLE';
    throw view.isReadBack === true && isUnavailable ? cannotReadBack(error) : error;
  }
}
