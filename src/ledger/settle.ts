import type { Entry, Head, KeyWrite, Landing, StreamView } from '../claims/history/types.ts';
import type { ClaimsPayload } from '../claims/types.ts';
import { isSameLanding, landingOf } from './hash.ts';
import { markerSeq, withoutMarker } from './marker.ts';
import { applyWrites, undoEntries, writesBetween } from './writes.ts';

/** What the log and the core together say of a session. */
export interface Settled {
  readonly status: 'SETTLED';
  readonly head: Head | null;
  /** What was found in the core, without its marker. */
  readonly found: ClaimsPayload;
  readonly seen: Landing;
  /** What the session's payload is by the log, what was written around it included; without a marker. */
  readonly current: ClaimsPayload;
  /**
   * The core is not where the log is. Whoever has a command writes now, even where it changes nothing: a write that
   * is still under way would make an "unchanged" false.
   */
  readonly isOpen: boolean;
  /** Everything up to this number has landed; null where nothing new is known. */
  readonly landedSeq: number | null;
  /** What somebody wrote around the ledger, to be recorded as the last in order; null where nobody did. */
  readonly outside: readonly KeyWrite[] | null;
  /** The marker is of another ledger: what was found stands, and numbers go on above it. */
  readonly isForeign: boolean;
  /** The entries by which it was settled: all from the first open one on, and maybe some before. */
  readonly entries: readonly Entry[];
}

/** More must be read of the ledger: all entries from this number on, after the core was read. */
export interface NeedsEntries {
  readonly status: 'NEEDS_ENTRIES';
  readonly from: number;
}

/**
 * What a payload found in the core means to the log. Pure: nothing is written by it.
 * `isReadAfterCore`: the ledger was read after the core, so that it must know each marker of its own.
 */
export function settle(stored: ClaimsPayload, view: StreamView, isReadAfterCore: boolean): Settled | NeedsEntries {
  const seen = landingOf(stored);
  const found = withoutMarker(stored);
  const { head, entries } = view;
  const nothingNew = { landedSeq: null, outside: null, isForeign: false };
  const settled = { status: 'SETTLED' as const, head, found, seen, entries, ...nothingNew };
  if (head === null) return { ...settled, current: found, isOpen: false };
  if (isSameLanding(head.landing, seen)) {
    const isNews = entries.some(({ state }) => state === 'INTENDED');
    return { ...settled, current: found, isOpen: false, landedSeq: isNews ? head.seq : null };
  }
  const origin = originOf(seen, head, view, isReadAfterCore);
  switch (origin.kind) {
    case 'NEEDS_ENTRIES':
      return { status: 'NEEDS_ENTRIES', from: origin.from };
    case 'BEHIND':
      return { ...settled, current: head.payload, isOpen: true };
    case 'FOREIGN':
      return { ...settled, current: found, isOpen: true, isForeign: true, outside: writesBetween(head.payload, found) };
    case 'ON_TOP': {
      const outside = writesBetween(undoEntries(head.payload, after(origin.seq, view)), found);
      const current = applyWrites(head.payload, outside);
      const news = writesBetween(head.payload, current);
      return { ...settled, current, isOpen: true, outside: news.length === 0 ? null : news };
    }
  }
}

type FoundOrigin =
  /** It is what the log made of the session before its head. */
  | { readonly kind: 'BEHIND' }
  /** Somebody wrote around the ledger, on top of what the log had made up to this number. */
  | { readonly kind: 'ON_TOP'; readonly seq: number }
  | { readonly kind: 'FOREIGN' }
  | { readonly kind: 'NEEDS_ENTRIES'; readonly from: number };

function originOf(seen: Landing, head: Head, view: StreamView, isReadAfterCore: boolean): FoundOrigin {
  const { entries, completeFrom } = view;
  const isKnown = (entry: Entry): boolean =>
    isSameLanding(entry.landing, seen) || (entry.seen !== null && isSameLanding(entry.seen, seen));
  if (entries.some(isKnown) || isSameLanding(head.base, seen)) return { kind: 'BEHIND' };
  if (seen.marker === null) return unmarked(head, view);
  if (seen.marker === head.landing.marker) return onTop(head.seq, view);
  const written = entries.findLast(({ landing }) => landing.marker === seen.marker);
  const seq = written?.seq ?? (seen.marker === head.base.marker ? head.base.seq : markerSeq(seen.marker));
  // An entry before those that were read may have the very same landing.
  if (seq !== null && !isReadAfterCore && (seq > head.seq || seq < completeFrom)) {
    return { kind: 'NEEDS_ENTRIES', from: Math.min(seq, head.seq) };
  }
  const isOurs = written !== undefined || seen.marker === head.base.marker;
  return isOurs && seq !== null ? onTop(seq, view) : { kind: 'FOREIGN' };
}

/** Who wrote it left the marker out: it stands on what is known to have landed last, all before the first open entry. */
function unmarked(head: Head, { entries, completeFrom }: StreamView): FoundOrigin {
  const landed = entries.findLast(({ state, landing }) => state === 'APPLIED' && landing.marker !== null);
  if (landed !== undefined) return { kind: 'ON_TOP', seq: landed.seq };
  const firstOpen = entries.find(({ state }) => state === 'INTENDED');
  return { kind: 'ON_TOP', seq: firstOpen === undefined ? head.seq : Math.max(completeFrom, firstOpen.seq) - 1 };
}

function onTop(seq: number, view: StreamView): FoundOrigin {
  return seq + 1 < view.completeFrom && view.head !== null && seq < view.head.seq
    ? { kind: 'NEEDS_ENTRIES', from: seq }
    : { kind: 'ON_TOP', seq };
}

function after(seq: number, { entries }: StreamView): readonly Entry[] {
  return entries.filter((entry) => entry.seq > seq);
}
