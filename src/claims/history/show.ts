import { MARKER_KEY } from '../canonical.ts';
import type { ClaimsMergeMode, JsonValue } from '../types.ts';
import { handleOf, type HistoryView } from './reach.ts';
import type { Actor, Change, Entry, EntryState, KeyWrite } from './types.ts';

/** A change as somebody may see it. */
export interface ShownChange {
  readonly id: string;
  readonly at: Date;
  readonly by: Actor;
  readonly reason: string | null;
  readonly userId: string | null;
  readonly mode: ClaimsMergeMode | null;
  readonly requestId: string | null;
  /** The id of the change that it undoes. */
  readonly undoes: string | null;
  /** The id of the change that led to it. */
  readonly cause: string | null;
  /** By what right it is seen; null for those who may see no more than what they have just given themselves. */
  readonly view: HistoryView | null;
}

/** What a change did to one stream. */
export interface ShownTarget {
  readonly sessionHandle: string | null;
  readonly standing: boolean;
  readonly status: EntryState;
  readonly diffs: readonly ShownDiff[];
}

/** What a change did to one key; a value that is not there, or not kept, is null. */
export interface ShownDiff {
  readonly key: string;
  readonly kind: 'ADDED' | 'UPDATED' | 'REMOVED';
  readonly before: JsonValue;
  readonly after: JsonValue;
}

/** Of a change of one's own claims by somebody else, a user learns when it was and what it did; not by whom, and why. */
export function showChange(change: Change, view: HistoryView | null): ShownChange {
  const { id, atMillis, actor, reason, userId, mode, requestId, reverts, causedBy } = change;
  const shown = { id, at: new Date(atMillis), userId, undoes: reverts, cause: causedBy, view };
  const isOthers = view?.kind === 'own' && !(actor.kind === 'USER' && actor.id === view.userId);
  if (!isOthers) return { ...shown, by: actor, reason, mode, requestId };
  return { ...shown, by: { kind: actor.kind, id: null, name: null }, reason: null, mode: null, requestId: null };
}

export function showTarget({ stream, state, writes }: Entry): ShownTarget {
  const sessionHandle = handleOf(stream);
  return { sessionHandle, standing: sessionHandle === null, status: state, diffs: writes.flatMap(showDiff) };
}

function showDiff({ key, kind, before, after }: KeyWrite): readonly ShownDiff[] {
  // A key that was named and had its value already is no difference.
  if (kind === 'SAME' || key === MARKER_KEY) return [];
  return [{ key, kind, before: before ?? null, after: after ?? null }];
}
