import { actorOf } from '../access/authorise.ts';
import { findUser } from '../access/find-user.ts';
import { afterWrite, handlesAfterWrite } from '../access/handles-after-write.ts';
import { clip } from '../clip.ts';
import { type ClaimError, undoneInPart } from '../errors.ts';
import type { ClaimsPolicy } from '../policy/policy.ts';
import type { FanOut, NewChange, Requester, StandingSection } from '../ports.ts';
import { reasonFault } from '../service/reason.ts';
import { FAN_OUT } from '../time-limits.ts';
import type { UserView } from '../types.ts';
import { changeWithId, type HistoryDeps } from './changes.ts';
import type { StreamHeads } from './history.ts';
import { handleOf } from './reach.ts';
import {
  entriesOf,
  faultsOf,
  headsOf,
  sessionTraces,
  settledEntriesOf,
  type SettleStreams,
  tracesOf,
  type Wanted,
  wantedOf,
} from './revert-entries.ts';
import { type UndoRight, undoRight } from './revert-right.ts';
import {
  isWritten,
  logUndo,
  notTried,
  stillReachable,
  type StreamUndone,
  type UndoDeps,
  undoInSession,
  undoInStanding,
  type UndoOrder,
} from './revert-stream.ts';
import { showChange, type ShownChange, type ShownTarget } from './show.ts';
import type { Change, Entry } from './types.ts';

/** The input of `revertClaimsChange`. */
export interface RevertInput {
  readonly change: string;
  /** Null: all that the change touched. */
  readonly keys: readonly string[] | null;
  readonly reason: string | null;
  readonly dryRun: boolean;
}

/** What became of an undo. */
export interface RevertResult {
  readonly change: ShownChange | null;
  readonly targets: readonly ShownTarget[];
  readonly userErrors: readonly ClaimError[];
}

/** What undoing a change needs of the world. */
export interface RevertDeps extends HistoryDeps, UndoDeps {
  readonly policy: ClaimsPolicy;
  readonly newChange: NewChange;
  readonly fanOut: FanOut;
  readonly nowMillis: () => number;
  readonly heads: StreamHeads;
  readonly settle: SettleStreams;
}

const FAULTS_TOLD = 50;
const TARGETS_TOLD = 500;

/**
 * Undoes a change, or some of its keys, wherever it was made: for future sessions first, then in the sessions that it
 * reached and in those that began with it.
 * @throws ClaimsetError FORBIDDEN, UNAUTHENTICATED, TRY_REFRESH_TOKEN; only where nothing was written also LOCK_TIMEOUT,
 * LOCKS_UNAVAILABLE, LEDGER_UNAVAILABLE, SESSION_CORE_UNAVAILABLE
 */
export async function revert(requester: Requester, input: RevertInput, deps: RevertDeps): Promise<RevertResult> {
  const found = await changeWithId(input.change, deps);
  const right = await undoRight(requester, found, deps);
  if ('code' in right) return refused([right]);
  if (found === null) throw new TypeError('a right to undo is one to undo something');
  const entries = await settledEntriesOf(found, right, input, deps);
  const faults = [reasonFault(input.reason), ...faultsOf(found, entries, input, right)].filter((one) => one !== null);
  if (faults.length > 0) return refused(faults.slice(0, FAULTS_TOLD));
  const order = { found, right, keys: input.keys };
  if (!input.dryRun) return undoAll(entries, order, input.reason, deps);
  return resultOf((await undoStreams(entries, { ...order, change: null }, null, deps)).undone);
}

async function undoAll(
  entries: readonly Entry[],
  { found, right, keys }: Omit<Order, 'change'>,
  reason: string | null,
  deps: RevertDeps,
): Promise<RevertResult> {
  const { by } = right.authority;
  const origin = { actor: actorOf(by), userId: found.userId, reason, mode: 'MERGE', reverts: found.id } as const;
  const change = deps.newChange(origin);
  const order = { found, right, keys, change };
  // Changes of all sessions of a user come one after another, so that they end up alike.
  const userId = right.view.kind === 'own' ? null : found.userId;
  const { result: undoing, isLeftOpen = false } =
    userId === null
      ? { result: await undoStreams(entries, order, null, deps) }
      : await deps.standing.locked(userId, (section) => undoUnderLock(order, section, deps));
  const { undone, isListed, faults = [] } = undoing;
  if (faults.length > 0) return refused(faults.slice(0, FAULTS_TOLD));
  const result = resultOf(isLeftOpen ? undone.map(stillReachable) : undone);
  const written = result.targets.filter(({ status }) => status !== 'NOT_APPLIED');
  if (written.length === 0) {
    const failure = undone.find(({ error }) => error !== null);
    if (failure !== undefined) throw failure.error;
    return result;
  }
  logUndo(found, order, written, deps);
  if (!isListed) throw undoneInPart(change.id);
  return { ...result, change: showChange(change, right.view) };
}

interface Order extends UndoOrder {
  readonly found: Change;
  readonly keys: RevertInput['keys'];
}

interface Undoing {
  readonly undone: readonly StreamUndone[];
  /** False: the live sessions that began with the change could not be listed, when it had been undone for future ones. */
  readonly isListed: boolean;
  /** Why nothing was undone. */
  readonly faults?: readonly ClaimError[];
}

/** Whoever had the lock before may have been about to bring the change to further sessions: it has them all now. */
async function undoUnderLock(order: Order, section: StandingSection, deps: RevertDeps): Promise<Undoing> {
  const entries = await entriesOf(order.found, order.right, deps);
  const faults = faultsOf(order.found, entries, order, order.right);
  if (faults.length > 0) return { undone: [], isListed: true, faults };
  return undoStreams(entries, order, section, deps);
}

/** The future sessions first, and then the live ones: in this order no session slips through. */
async function undoStreams(
  entries: readonly Entry[],
  order: Order,
  section: StandingSection | null,
  deps: RevertDeps,
): Promise<Undoing> {
  const untilMillis = deps.nowMillis() + FAN_OUT;
  const { found, right, keys } = order;
  const { sessions: list, log } = deps;
  const wanted = wantedOf(entries, keys);
  const standing = wanted.find(({ stream }) => handleOf(stream) === null);
  const user = standing && found.userId !== null ? await userOf(found.userId, right, deps) : null;
  const future = standing && user ? [await undoInFuture(standing, user, order, section, deps)] : [];
  const isBegun = future.some(isWritten);
  const live = user === null ? [] : await handlesAfterWrite(isBegun, { user, list, log });
  const read = async () => {
    // Where the process of the change has died, whoever changes the claims for future sessions finishes it first.
    const reached = section === null || user === null ? wanted : wantedOf(await entriesOf(found, right, deps), keys);
    const handles = [...new Set([...reached.flatMap(({ stream }) => handleOf(stream) ?? []), ...(live ?? [])])];
    return { handles, tracesIn: await sessionTraces(found, reached, handles, deps.heads) };
  };
  const traces = await afterWrite(isBegun, read, (error) => {
    log.notListed(error, found.userId ?? '');
  });
  if (traces === null) return { undone: future, isListed: false };
  const undone = await deps.fanOut(traces.handles, async (handle) =>
    deps.nowMillis() > untilMillis ? notTried(handle) : undoInSession(handle, traces.tracesIn(handle), order, deps),
  );
  return { undone: [...future, ...undone], isListed: live !== null };
}

async function undoInFuture(
  { stream, writes }: Wanted,
  user: UserView,
  order: Order,
  section: StandingSection | null,
  deps: RevertDeps,
): Promise<StreamUndone> {
  const head = (await headsOf([stream], deps.heads)).get(stream);
  return undoInStanding(user, tracesOf(order.found, writes, head), order, section, deps);
}

async function userOf(id: string, { view }: UndoRight, deps: RevertDeps): Promise<UserView> {
  const tenantIds = view.kind === 'all' ? view.tenantIds : null;
  const found = await findUser({ id }, tenantIds, deps);
  return found.kind === 'found' ? found.user : { id, emails: [], memberOf: [], tenantIds };
}

function resultOf(undone: readonly StreamUndone[]): RevertResult {
  const changedSince = new Set(undone.flatMap((one) => one.changedSince));
  const refusals = undone.flatMap(({ refusal }) => refusal ?? []);
  const conflicts = [...changedSince].map((key): ClaimError => {
    const message = clip(`${JSON.stringify(key)} was changed again since, and stays as it is.`);
    return { code: 'CHANGED_SINCE', message, path: ['change', clip(key)] };
  });
  return {
    change: null,
    targets: undone.flatMap(({ target }) => target ?? []).slice(0, TARGETS_TOLD),
    userErrors: [...conflicts, ...refusals].slice(0, FAULTS_TOLD),
  };
}

function refused(userErrors: readonly ClaimError[]): RevertResult {
  return { change: null, targets: [], userErrors };
}
