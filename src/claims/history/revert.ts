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
import { entriesOf, faultsOf, headsOf, sessionTraces, tracesOf, type Wanted, wantedOf } from './revert-entries.ts';
import { type UndoRight, undoRight } from './revert-right.ts';
import {
  isWritten,
  notTried,
  stillReachable,
  type StreamUndone,
  type UndoDeps,
  undoInSession,
  undoInStanding,
  type UndoOrder,
} from './revert-stream.ts';
import { showChange, type ShownChange, type ShownTarget } from './show.ts';
import type { Change, Entry, Stream } from './types.ts';

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

/** Brings streams in which something is open to where their log is; what cannot be settled now stays open. */
export type SettleStreams = (streams: readonly Stream[]) => Promise<void>;

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
  const wanted = wantedOf(entries, input.keys);
  return input.dryRun ? tryUndo(found, wanted, right, deps) : undoAll(found, wanted, right, input.reason, deps);
}

/** What a change did to each stream. What is open may still land: it is settled first. */
async function settledEntriesOf(
  found: Change,
  right: UndoRight,
  { dryRun }: RevertInput,
  deps: RevertDeps,
): Promise<readonly Entry[]> {
  const entries = await entriesOf(found, right, deps);
  const open = entries.filter(({ state }) => state === 'INTENDED').map(({ stream }) => stream);
  if (open.length === 0 || dryRun) return entries;
  await deps.settle(open);
  return entriesOf(found, right, deps);
}

async function undoAll(
  found: Change,
  wanted: readonly Wanted[],
  right: UndoRight,
  reason: string | null,
  deps: RevertDeps,
): Promise<RevertResult> {
  const { by } = right.authority;
  const origin = { actor: actorOf(by), userId: found.userId, reason, mode: 'MERGE', reverts: found.id } as const;
  const change = deps.newChange(origin);
  const order = { right, change };
  const work = (section: StandingSection | null): Promise<Undoing> => undoStreams(found, wanted, order, section, deps);
  // Changes of all sessions of a user come one after another, so that they end up alike.
  const userId = right.view.kind === 'own' ? null : found.userId;
  const { result: undoing, isLeftOpen = false } =
    userId === null ? { result: await work(null) } : await deps.standing.locked(userId, work);
  const { undone, isListed } = undoing;
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

async function tryUndo(
  found: Change,
  wanted: readonly Wanted[],
  right: UndoRight,
  deps: RevertDeps,
): Promise<RevertResult> {
  return resultOf((await undoStreams(found, wanted, { right, change: null }, null, deps)).undone);
}

interface Undoing {
  readonly undone: readonly StreamUndone[];
  /** False: the live sessions that began with the change could not be listed, when it had been undone for future ones. */
  readonly isListed: boolean;
}

/** The future sessions first, and then the live ones: in this order no session slips through. */
async function undoStreams(
  found: Change,
  wanted: readonly Wanted[],
  order: UndoOrder,
  section: StandingSection | null,
  deps: RevertDeps,
): Promise<Undoing> {
  const untilMillis = deps.nowMillis() + FAN_OUT;
  const standing = wanted.find(({ stream }) => handleOf(stream) === null);
  const user = standing && found.userId !== null ? await userOf(found.userId, order.right, deps) : null;
  const future = standing && user ? [await undoInFuture(found, standing, user, { order, section }, deps)] : [];
  const { sessions: list, log } = deps;
  const isBegun = future.some(isWritten);
  const live = user === null ? [] : await handlesAfterWrite(isBegun, { user, list, log });
  const reached = wanted.flatMap(({ stream }) => handleOf(stream) ?? []);
  const handles = [...new Set([...reached, ...(live ?? [])])];
  const streams = handles.map((handle) => `session:${handle}` as const);
  const heads = await afterWrite(
    isBegun,
    () => headsOf(streams, deps.heads),
    (error) => {
      log.notListed(error, found.userId ?? '');
    },
  );
  if (heads === null) return { undone: future, isListed: false };
  const tracesIn = sessionTraces(found, wanted, heads);
  const undone = await deps.fanOut(handles, async (handle) =>
    deps.nowMillis() > untilMillis ? notTried(handle) : undoInSession(handle, tracesIn(handle), order, deps),
  );
  return { undone: [...future, ...undone], isListed: live !== null };
}

async function undoInFuture(
  found: Change,
  { stream, writes }: Wanted,
  user: UserView,
  { order, section }: { readonly order: UndoOrder; readonly section: StandingSection | null },
  deps: RevertDeps,
): Promise<StreamUndone> {
  const head = (await headsOf([stream], deps.heads)).get(stream);
  return undoInStanding(user, tracesOf(found, writes, head), order, section, deps);
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

function logUndo(found: Change, { right }: UndoOrder, written: readonly ShownTarget[], deps: RevertDeps): void {
  const diffs = written.flatMap((target) => target.diffs);
  const keysOf = (kind: string): string[] => [
    ...new Set(diffs.filter((one) => one.kind === kind).map(({ key }) => key)),
  ];
  deps.log.changed({
    by: right.authority.by,
    userId: found.userId ?? '',
    handles: written.flatMap(({ sessionHandle }) => sessionHandle ?? []),
    standing: written.some(({ standing }) => standing),
    mode: 'MERGE',
    added: keysOf('ADDED'),
    updated: keysOf('UPDATED'),
    removed: keysOf('REMOVED'),
  });
}

function refused(userErrors: readonly ClaimError[]): RevertResult {
  return { change: null, targets: [], userErrors };
}
