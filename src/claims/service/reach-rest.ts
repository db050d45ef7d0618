import { decide, toWrite } from '../decide.ts';
import { entriesOfChange, type LedgerHistory } from '../history/history.ts';
import { handleOf } from '../history/reach.ts';
import type { Change } from '../history/types.ts';
import type { ComputeClaims, FanOut, SessionStore, StandingSection } from '../ports.ts';
import type { SessionSizer } from '../size/session-size.ts';
import type { ClaimsPatch } from '../types.ts';

/** What bringing a change to the rest of a user's sessions needs of the world. */
export interface RestDeps {
  readonly sessions: SessionStore;
  readonly history: Pick<LedgerHistory, 'changes' | 'changesById' | 'targets'>;
  readonly sizer: SessionSizer;
  readonly fanOut: FanOut;
}

/** The user's lock, while it is held. */
type HeldSection = Pick<StandingSection, 'assertHeld'>;

const NEWER_LOOKED_AT = 100;

/**
 * Brings changes of standing claims to the live sessions that they have not reached: whoever made them died before they
 * had reached all. Such a session gets what one gets that begins now; a key that was changed there since stays. Nothing is
 * brought once the user's lock is lost: a newer change may have found nothing to undo there.
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
    if (change === undefined) continue;
    const reached = await handlesReachedBy(changeId, deps);
    const rest = handles.filter((handle) => !reached.has(handle));
    const tried = await deps.fanOut(rest, (handle) =>
      Promise.allSettled([bring(handle, change, patch, section, deps)]),
    );
    const failure = tried.flat().find((one) => one.status === 'rejected');
    if (failure !== undefined) throw new Error('not every session could be reached', { cause: failure.reason });
  }
}

async function handlesReachedBy(changeId: string, { history }: RestDeps): Promise<ReadonlySet<string>> {
  const handles = new Set<string>();
  for await (const { state, stream } of entriesOfChange(history, changeId)) {
    if (state !== 'NOT_APPLIED') handles.add(handleOf(stream) ?? '');
  }
  return handles;
}

/** A session for whose token it would be too large stays as it is, as it would have with the others. */
async function bring(
  handle: string,
  change: Change,
  patch: ClaimsPatch,
  section: HeldSection,
  deps: RestDeps,
): Promise<void> {
  const isNewer = await Promise.all(Object.keys(patch).map((key) => isChangedSince(handle, key, change, deps)));
  const left = Object.entries(patch).filter((_entry, index) => isNewer[index] === false);
  if (left.length === 0) return;
  const merge = { patch: Object.fromEntries(left), mode: 'MERGE', mayWrite: () => true } as const;
  const request = { ...merge, ifVersion: null, budgetBytes: null };
  const compute: ComputeClaims<null> = (stored) => {
    const decision = decide(stored, request, deps.sizer.ofSession(stored));
    return { ...toWrite(decision, request), result: null };
  };
  await section.assertHeld();
  await deps.sessions.update(handle, compute, change);
}

async function isChangedSince(handle: string, key: string, change: Change, { history }: RestDeps): Promise<boolean> {
  const filter = { stream: `session:${handle}`, key, sinceMillis: change.atMillis } as const;
  const { items, hasNextPage } = await history.changes(filter, { first: NEWER_LOOKED_AT });
  return hasNextPage || items.some(({ id }) => id > change.id);
}
