import { decide, toWrite } from '../decide.ts';
import {
  entriesOfChange,
  type LedgerHistory,
  type StreamHeads,
  type Target,
  targetsOfChange,
} from '../history/history.ts';
import { handleOf } from '../history/reach.ts';
import { sessionTraces, wantedOf } from '../history/revert-entries.ts';
import type { Change, Entry } from '../history/types.ts';
import { undo } from '../history/undo.ts';
import { patchBetween } from '../merge.ts';
import type { ComputeClaims, FanOut, SessionStore, StandingSection } from '../ports.ts';
import type { SessionSizer } from '../size/session-size.ts';
import type { ClaimsPatch, StoredSession } from '../types.ts';

/** What bringing a change to the rest of a user's sessions needs of the world. */
export interface RestDeps {
  readonly sessions: SessionStore;
  readonly history: Pick<LedgerHistory, 'changedSince' | 'changesById' | 'targets'> & StreamHeads;
  readonly sizer: SessionSizer;
  readonly fanOut: FanOut;
}

/** The user's lock, while it is held. */
type HeldSection = Pick<StandingSection, 'assertHeld'>;

/** A change of standing claims, what it has to bring, and where it stands in the log. */
interface Bringing {
  readonly change: Change;
  readonly patch: ClaimsPatch;
  readonly since: Target;
}

/**
 * Brings changes of standing claims to the live sessions that they have not reached: whoever made them died before they
 * had reached all. Such a session gets what one gets that begins now; a key that was changed there since stays. An undo
 * is brought to those alone that have what it undoes, each of which gets its own value before. Nothing is brought once the user's lock is lost: a newer change may have found nothing to undo there.
 * @throws Error where not all could be reached, when all have been tried
 */
export async function reachRest(
  userId: string,
  left: readonly { readonly changeId: string; readonly patch: ClaimsPatch }[],
  section: HeldSection,
  deps: RestDeps,
): Promise<void> {
  const changes = await deps.history.changesById(left.map(({ changeId }) => changeId));
  const handles = await deps.sessions.handlesOf(userId, null);
  for (const { changeId, patch } of left) {
    const change = changes.get(changeId);
    const { since, reached } = await targetsOf(changeId, deps);
    if (change === undefined || since === null) continue;
    const rest = handles.filter((handle) => !reached.has(handle));
    const patchOf = await patchesFor({ change, patch, since }, rest, deps);
    const tried = await deps.fanOut(rest, (handle) =>
      Promise.allSettled([bring(handle, change, patchOf(handle), section, deps)]),
    );
    const failure = tried.flat().find((one) => one.status === 'rejected');
    if (failure !== undefined) throw new Error('not every session could be reached', { cause: failure.reason });
  }
}

async function entriesOf(changeId: string, { history }: RestDeps): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  for await (const entry of entriesOfChange(history, changeId)) entries.push(entry);
  return entries;
}

/** Where a change stands among those of standing claims, and which sessions it has reached. */
async function targetsOf(
  changeId: string,
  { history }: RestDeps,
): Promise<{ readonly since: Target | null; readonly reached: ReadonlySet<string> }> {
  let since: Target | null = null;
  const reached = new Set<string>();
  for await (const target of targetsOfChange(history, changeId)) {
    const handle = handleOf(target.entry.stream);
    if (handle === null) since = target;
    else if (target.entry.state !== 'NOT_APPLIED') reached.add(handle);
  }
  return { since, reached };
}

/** What a session is to get, which is told from what it has; null where there is nothing. */
type PatchOf = (handle: string) => Promise<((stored: StoredSession) => ClaimsPatch) | null>;

async function patchesFor(
  { change, patch, since }: Bringing,
  handles: readonly string[],
  deps: RestDeps,
): Promise<PatchOf> {
  const keys = Object.keys(patch);
  const { reverts } = change;
  if (reverts === null) {
    return async (handle) => {
      const changed = await deps.history.changedSince(`session:${handle}`, since);
      const left = Object.entries(patch).filter(([key]) => !changed.has(key));
      return left.length === 0 ? null : () => Object.fromEntries(left);
    };
  }
  const undone = (await deps.history.changesById([reverts])).get(reverts);
  if (undone === undefined) return () => Promise.resolve(null);
  const wanted = wantedOf(await entriesOf(reverts, deps), keys);
  const tracesIn = await sessionTraces(undone, wanted, handles, deps.history);
  return (handle) => {
    const traces = tracesIn(handle);
    return Promise.resolve((stored) => patchBetween(stored.payload, undo(traces(stored), stored.payload).next));
  };
}

/** A session for whose token it would be too large stays as it is, as it would have with the others. */
async function bring(
  handle: string,
  change: Change,
  patching: ReturnType<PatchOf>,
  section: HeldSection,
  deps: RestDeps,
): Promise<void> {
  const patchOf = await patching;
  if (patchOf === null) return;
  const merge = { mode: 'MERGE', mayWrite: () => true, ifVersion: null, budgetBytes: null } as const;
  const compute: ComputeClaims<null> = (stored) => {
    const request = { ...merge, patch: patchOf(stored) };
    const decision = decide(stored, request, deps.sizer.ofSession(stored));
    return { ...toWrite(decision, request), result: null };
  };
  await section.assertHeld();
  await deps.sessions.update(handle, compute, change);
}
