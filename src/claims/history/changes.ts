import { ClaimsetError } from '../errors.ts';
import type { Permissions, Requester } from '../ports.ts';
import type { Page, PageInput } from '../service/page.ts';
import type { StoredSession, UserView } from '../types.ts';
import type { ChangesFilter } from './history.ts';
import { pageOf } from './pages.ts';
import { type HistoryView, type ReachDeps, seesChange, seesStream } from './reach.ts';
import { showChange, type ShownChange, type ShownTarget, showTarget } from './show.ts';
import type { ActorKind, Change, EntryState } from './types.ts';
import { viewOf, viewOfUser } from './view.ts';

/** What reading the past needs of the world. */
export interface HistoryDeps extends ReachDeps {
  readonly permissions: Permissions;
}

/** Which changes are wanted; what is left out or null does not count. */
export interface ChangesWhere {
  readonly userId?: string | null;
  readonly sessionHandle?: string | null;
  readonly key?: string | null;
  readonly actorKind?: ActorKind | null;
  readonly actorId?: string | null;
  readonly status?: EntryState | null;
  readonly since?: Date | null;
  readonly until?: Date | null;
}

const CHANGE_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * A change by its id; null where there is none that the caller may see.
 * @throws ClaimsetError FORBIDDEN, UNAUTHENTICATED, TRY_REFRESH_TOKEN, SESSION_CORE_UNAVAILABLE, LEDGER_UNAVAILABLE; and
 * so do all here
 */
export async function changeById(requester: Requester, id: string, deps: HistoryDeps): Promise<ShownChange | null> {
  return findChange(id, await viewOf(requester, deps.permissions), deps);
}

/** A page of changes, the newest first. @throws also BAD_USER_INPUT */
export async function changes(
  requester: Requester,
  where: ChangesWhere,
  input: PageInput,
  deps: HistoryDeps,
): Promise<Page<ShownChange>> {
  const view = await viewOf(requester, deps.permissions);
  const filter = toFilter(where);
  if (view.kind === 'all') return changesPage(view, filter, input, deps);
  const isOfOthers = [filter.userId, filter.actorId].some((id) => id !== undefined && id !== view.userId);
  if (isOfOthers) {
    throw new ClaimsetError('FORBIDDEN', 'Changes of others, and who they were, need the permission claims:audit.');
  }
  return changesPage(view, filter, input, deps);
}

/** A page of the changes of one session. @throws also BAD_USER_INPUT */
export async function changesOfSession(
  requester: Requester,
  { userId, handle }: StoredSession,
  input: PageInput,
  deps: HistoryDeps,
): Promise<Page<ShownChange>> {
  const view = await viewOfUser(requester, userId, deps.permissions);
  return changesPage(view, { stream: `session:${handle}` }, input, deps);
}

/** A page of the changes of a user's claims. @throws also BAD_USER_INPUT */
export async function changesOfUser(
  requester: Requester,
  { id }: UserView,
  input: PageInput,
  deps: HistoryDeps,
): Promise<Page<ShownChange>> {
  return changesPage(await viewOfUser(requester, id, deps.permissions), { userId: id }, input, deps);
}

/** A page of what a change did. @throws also BAD_USER_INPUT */
export async function targetsOf(
  requester: Requester,
  { id, view }: ShownChange,
  input: PageInput,
  deps: HistoryDeps,
): Promise<Page<ShownTarget>> {
  // Who may only write does not get to see what was there before.
  const seen = view ?? (await viewOf(requester, deps.permissions));
  const list = {
    name: { targetsOf: id },
    isPosition: (position: unknown): position is number => Number.isSafeInteger(position),
    read: (page: { readonly first: number; readonly after?: number }) => deps.history.targets(id, page),
    positionOf: ({ cursor }: { readonly cursor: number }) => cursor,
  };
  return pageOf(
    { ...list, show: async ({ entry }) => ((await seesStream(seen, entry.stream, deps)) ? showTarget(entry) : null) },
    input,
  );
}

/** A change that another one names: which it undoes, or which led to it; null where it names none. */
export async function changeNamedBy(
  requester: Requester,
  { view }: ShownChange,
  id: string | null,
  deps: HistoryDeps,
): Promise<ShownChange | null> {
  if (id === null) return null;
  return findChange(id, view ?? (await viewOf(requester, deps.permissions)), deps);
}

/** The changes that undo this one, the newest first. */
export async function revertedBy(
  requester: Requester,
  { id, view }: ShownChange,
  deps: HistoryDeps,
): Promise<readonly ShownChange[]> {
  const seen = view ?? (await viewOf(requester, deps.permissions));
  const found = await deps.history.revertedBy(id);
  const isSeen = await Promise.all(found.map((change) => seesChange(seen, change, deps)));
  return found.filter((_, index) => isSeen[index]).map((change) => showChange(change, seen));
}

/** A change with this id, whoever may see it; null where there is none. */
export async function changeWithId(id: string, { history }: ReachDeps): Promise<Change | null> {
  return CHANGE_ID.test(id) ? ((await history.changesById([id])).get(id) ?? null) : null;
}

/** A change that the view reaches. */
async function findChange(id: string, view: HistoryView, deps: ReachDeps): Promise<ShownChange | null> {
  const change = await changeWithId(id, deps);
  if (change === null || !(await seesChange(view, change, deps))) return null;
  return showChange(change, view);
}

function changesPage(
  view: HistoryView,
  filter: ChangesFilter,
  input: PageInput,
  deps: HistoryDeps,
): Promise<Page<ShownChange>> {
  const seen = view.kind === 'own' ? { ...filter, userId: view.userId } : filter;
  return pageOf<Change, string, ShownChange>(
    {
      name: { changes: { ...seen } },
      isPosition: (position): position is string => typeof position === 'string' && CHANGE_ID.test(position),
      read: (page) => (isPossible(seen) ? deps.history.changes(seen, page) : NOTHING),
      positionOf: ({ id }) => id,
      show: async (change) => ((await seesChange(view, change, deps)) ? showChange(change, view) : null),
    },
    input,
  );
}

const NOTHING = Promise.resolve({ items: [], hasNextPage: false });

/** What no database can hold is not there. */
function isPossible(filter: ChangesFilter): boolean {
  return Object.values(filter).every((value: unknown) => typeof value !== 'string' || !/[\0\p{Cs}]/u.test(value));
}

function toFilter(where: ChangesWhere): ChangesFilter {
  const { sessionHandle, since, until, ...others } = where;
  const all = {
    ...others,
    stream: sessionHandle === null || sessionHandle === undefined ? null : (`session:${sessionHandle}` as const),
    sinceMillis: since?.getTime() ?? null,
    untilMillis: until?.getTime() ?? null,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
}
