import { decide, type Decision, toWrite } from '../decide.ts';
import { type ClaimError, ClaimsetError } from '../errors.ts';
import { isSameJson, patchBetween } from '../merge.ts';
import type { ChangeLog, ComputeClaims, Computed, SessionStore, StandingSection } from '../ports.ts';
import { type StandingDeps, standingSize } from '../service/change-standing.ts';
import type { ClaimsPatch, ClaimsPayload, JsonValue, StoredSession, TokenSize, UserView } from '../types.ts';
import type { UndoRight } from './revert-right.ts';
import type { ShownDiff, ShownTarget } from './show.ts';
import type { Change, KeyWrite } from './types.ts';
import { type Traces, undo, type Undone } from './undo.ts';

/** What undoing a change did to one stream. */
export interface StreamUndone {
  /** Null where there was nothing to undo, or it was refused. */
  readonly target: ShownTarget | null;
  readonly changedSince: readonly string[];
  readonly refusal: ClaimError | null;
  /** Why it was not written, or is not known to be. */
  readonly error: unknown;
}

/** An undo that has begun; without a change it is only tried. */
export interface UndoOrder {
  readonly right: UndoRight;
  readonly change: Change | null;
}

/** What undoing needs of the world. */
export interface UndoDeps extends StandingDeps {
  readonly sessions: SessionStore;
  readonly log: ChangeLog;
  /** What users may fill of their own token. */
  readonly maxOwnClaimsBytes: number;
}

const NOTHING: StreamUndone = { target: null, changedSince: [], refusal: null, error: null };

/** What a change did to a session: it depends on when that began. */
type TracesIn = (stored: StoredSession) => Traces;

interface SessionUndone {
  readonly writes: readonly KeyWrite[];
  readonly undone: Undone;
  readonly decision: Decision;
  readonly before: ClaimsPayload;
}

/** Undoes what was done to a session. Never throws: what fails is in the result. */
export async function undoInSession(
  handle: string,
  tracesIn: TracesIn,
  order: UndoOrder,
  deps: UndoDeps,
): Promise<StreamUndone> {
  try {
    const found = await inSession(handle, tracesIn, order, deps);
    if (found === null) return NOTHING;
    const { writes, undone, decision, before } = found;
    const { changedSince } = undone;
    if (decision.kind === 'refused')
      return { ...NOTHING, changedSince, refusal: { ...decision.error, path: ['change'] } };
    const diffs = diffsBetween(before, decision.next, writes);
    if (diffs.length === 0) return { ...NOTHING, changedSince };
    const status = order.change === null ? 'NOT_APPLIED' : 'APPLIED';
    return { ...NOTHING, changedSince, target: targetOf(handle, diffs, status) };
  } catch (error) {
    if (error instanceof ClaimsetError && error.code === 'UNAUTHENTICATED') return NOTHING;
    deps.log.failed(error, handle);
    const isUnknown = error instanceof ClaimsetError && error.outcome === 'UNKNOWN';
    return { ...NOTHING, error, target: targetOf(handle, [], isUnknown ? 'INTENDED' : 'NOT_APPLIED') };
  }
}

/** The caller's own session gets a new token with the response. */
async function inSession(
  handle: string,
  tracesIn: TracesIn,
  { right, change }: UndoOrder,
  { sessions, sizer, maxOwnClaimsBytes }: UndoDeps,
): Promise<SessionUndone | null> {
  const { session } = right.authority;
  const own = session?.handle === handle ? session : null;
  const sizeOf = (stored: StoredSession): ((payload: ClaimsPayload) => TokenSize) =>
    own === null ? sizer.ofSession(stored) : sizer.ofOwnSession(stored, own.token());
  const compute: ComputeClaims<SessionUndone> = (stored) => {
    const before = stored.payload;
    const traces = tracesIn(stored);
    const undone = undo(traces, before);
    const mayWrite = (key: string): boolean => right.policy.mayWrite(right.writer, key);
    const budgetBytes = right.writer === 'self' ? maxOwnClaimsBytes : null;
    const patch = patchBetween(before, undone.next);
    const request = { patch, mode: 'MERGE', mayWrite, ifVersion: null, budgetBytes } as const;
    const decision = decide(stored, request, sizeOf(stored));
    return { ...toWrite(decision, request), result: { writes: traces.writes, undone, decision, before } };
  };
  if (change === null) {
    const stored = await sessions.read(handle);
    return stored && compute(stored).result;
  }
  return own === null ? sessions.update(handle, compute, change) : own.update(compute, sizer.fits(own), change);
}

/** Undoes what was done to the claims for future sessions, under their lock. @throws what reading and writing them throw */
export async function undoInStanding(
  user: UserView,
  traces: Traces,
  { change }: UndoOrder,
  section: StandingSection | null,
  deps: UndoDeps,
): Promise<StreamUndone> {
  const compute = async (before: ClaimsPatch): Promise<Computed<StreamUndone>> => {
    const { next, changedSince } = undo(traces, before);
    const diffs = diffsBetween(before, next, traces.writes);
    if (diffs.length === 0) return { next: null, result: { ...NOTHING, changedSince } };
    const { message } = await standingSize(user, before, next, deps);
    if (message !== null) {
      const refusal = { code: 'TOKEN_TOO_LARGE', message, path: ['change'] } as const;
      return { next: null, result: { ...NOTHING, changedSince, refusal } };
    }
    const status = change === null ? 'NOT_APPLIED' : 'APPLIED';
    const named = diffs.map(({ key }) => key);
    return { next, named, result: { ...NOTHING, changedSince, target: targetOf(null, diffs, status) } };
  };
  if (section === null || change === null) return (await compute(await deps.standing.read(user.id))).result;
  try {
    return await section.change(compute, change);
  } catch (error) {
    if (!(error instanceof ClaimsetError && error.outcome === 'UNKNOWN')) throw error;
    return { ...NOTHING, error, target: targetOf(null, [], 'INTENDED') };
  }
}

/** A session that was not begun in time. */
export function notTried(handle: string): StreamUndone {
  return { ...NOTHING, target: targetOf(handle, [], 'NOT_APPLIED') };
}

/** Whether something was written, or may be. */
export function isWritten({ target }: StreamUndone): boolean {
  return target !== null && target.status !== 'NOT_APPLIED';
}

/** The same, where the undo is brought later to sessions that it has not reached: that it was not written may not last. */
export function stillReachable(undone: StreamUndone): StreamUndone {
  const { target } = undone;
  if (target === null || isWritten(undone)) return undone;
  return { ...undone, target: { ...target, status: 'INTENDED' } };
}

function targetOf(
  sessionHandle: string | null,
  diffs: readonly ShownDiff[],
  status: ShownTarget['status'],
): ShownTarget {
  return { sessionHandle, standing: sessionHandle === null, status, diffs };
}

function diffsBetween(before: ClaimsPayload, after: ClaimsPayload, writes: readonly KeyWrite[]): readonly ShownDiff[] {
  return writes.flatMap(({ key }) => {
    const [was, is] = [ownMember(before, key), ownMember(after, key)];
    if (isSameJson(was, is)) return [];
    const kind = was === undefined ? 'ADDED' : is === undefined ? 'REMOVED' : 'UPDATED';
    return [{ key, kind, before: was ?? null, after: is ?? null }];
  });
}

function ownMember(payload: ClaimsPayload, key: string): JsonValue | undefined {
  return Object.hasOwn(payload, key) ? payload[key] : undefined;
}

/** Tells the log what was undone. */
export function logUndo(
  found: Change,
  { right }: UndoOrder,
  written: readonly ShownTarget[],
  deps: Pick<UndoDeps, 'log'>,
): void {
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
