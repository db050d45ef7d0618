import type { ChangeEvent } from './wire.ts';

/** What is remembered of one session. Versions have 22 characters and are joined by spaces: texts take little memory. */
interface Remembered {
  isEnded: boolean;
  /** Versions of tokens from before something was taken away. */
  old: string;
  /** Versions since. */
  good: string;
  /** The number in the marker of the last change that took something away; -1 where none is known. */
  takenAwayAt: number;
  touchedAtMillis: number;
  /** How many changes there were: whoever asks elsewhere meanwhile sees whether there was another one. */
  count: number;
}

/** What is known of the claims in a token, from the changes that the feed has sent. */
export type Knowledge = 'NO_CHANGE' | 'GOOD' | 'OLD' | 'UNKNOWN' | 'ENDED';

/** The changes that are younger than the longest life of an access token, by session. Pure but for what it keeps. */
export interface RecentChanges {
  readonly size: number;
  add(change: ChangeEvent, nowMillis: number): void;
  /** How many changes of this session are remembered; without any, the version of its token need not be known. */
  count(handle: string): number;
  /** What the feed says of a token with this version and marker. */
  look(handle: string, version: string, marker: string | null): Knowledge;
  /** Remembers what was found out about a version that the feed does not know, unless there was a change meanwhile. */
  learn(handle: string, version: string, found: { readonly isGood: boolean; readonly atCount: number }): void;
  /** Forgets what is older. */
  forgetBefore(millis: number): void;
  /** Changes may be missing, and all are told once more: until that is over, only what refuses a token goes on counting. */
  startAnew(): void;
  /** All have been told: what was known before counts no more. */
  endReplay(): void;
}

/** Of older ones of one session it is found out again what they are. */
const MAX_VERSIONS = 200;
const VERSION_AND_SPACE = 23;

/** An empty memory. */
export function recentChanges(): RecentChanges {
  // In the order of their last change: who forgets needs to look at the first ones only.
  const sessions = new Map<string, Remembered>();
  // What was known before all are told once more.
  const doubted = new Map<string, Remembered>();
  return {
    get size() {
      return sessions.size;
    },
    add: (change, nowMillis) => {
      const known = sessions.get(change.handle) ?? nothingKnown();
      sessions.delete(change.handle);
      sessions.set(change.handle, known);
      known.touchedAtMillis = nowMillis;
      known.count += 1;
      apply(known, change);
    },
    count: (handle) => sessions.get(handle)?.count ?? 0,
    look: (handle, version, marker) =>
      stricter(judge(sessions.get(handle), version, marker), judge(doubted.get(handle), version, marker)),
    learn: (handle, version, { isGood, atCount }) => {
      const known = sessions.get(handle);
      if (known?.count !== atCount) return;
      if (isGood) known.good = joined(known.good, version);
      else known.old = joined(known.old, version);
    },
    forgetBefore: (millis) => {
      for (const [handle, { touchedAtMillis }] of sessions) {
        if (touchedAtMillis >= millis) return;
        sessions.delete(handle);
      }
    },
    startAnew: () => {
      for (const [handle, known] of sessions) doubted.set(handle, refusalsOf(doubted.get(handle), known));
      sessions.clear();
    },
    endReplay: () => {
      doubted.clear();
    },
  };
}

function nothingKnown(): Remembered {
  return { isEnded: false, old: '', good: '', takenAwayAt: -1, touchedAtMillis: 0, count: 0 };
}

function apply(known: Remembered, change: ChangeEvent): void {
  if (change.kind === 'ENDED') known.isEnded = true;
  if (change.version === null) return;
  if (change.previousVersion !== null) known.good = joined(known.good, change.previousVersion);
  if (change.takesAway) {
    known.old = joined(known.old, known.good);
    known.good = '';
    known.takenAwayAt = Math.max(known.takenAwayAt, numberIn(change.marker) ?? -1);
  }
  known.good = joined(known.good, change.version);
}

/** The last event that had the token's version counts: a version that came back is good. */
function judge(known: Remembered | undefined, version: string, marker: string | null): Knowledge {
  if (known === undefined) return 'NO_CHANGE';
  if (known.isEnded) return 'ENDED';
  if (known.good.includes(version)) return 'GOOD';
  const number = numberIn(marker);
  const isBefore = number !== null && number < known.takenAwayAt;
  // A later marker with old claims: somebody gave them back, and the feed has not said so yet.
  const isAfter = number !== null && known.takenAwayAt >= 0 && number > known.takenAwayAt;
  if (isBefore || (known.old.includes(version) && !isAfter)) return 'OLD';
  return 'UNKNOWN';
}

/** Of a session that is told of for the third time: what one of the first two has said of it is enough. */
function refusalsOf(before: Remembered | undefined, known: Remembered): Remembered {
  if (before === undefined) return known;
  const old = joined(before.old, known.old);
  const takenAwayAt = Math.max(before.takenAwayAt, known.takenAwayAt);
  return { ...known, isEnded: before.isEnded || known.isEnded, old, good: '', takenAwayAt };
}

function stricter(known: Knowledge, before: Knowledge): Knowledge {
  const isRefusal = before === 'OLD' || before === 'ENDED';
  return isRefusal && known !== 'ENDED' ? before : known;
}

function joined(versions: string, more: string): string {
  if (more === '' || versions.endsWith(more)) return versions;
  const all = versions === '' ? more : `${versions} ${more}`;
  return all.length > MAX_VERSIONS * VERSION_AND_SPACE ? all.slice(-MAX_VERSIONS * VERSION_AND_SPACE + 1) : all;
}

/** A marker is a number in base 36 and 4 random characters. */
function numberIn(marker: string | null): number | null {
  if (marker === null || !/^[0-9a-z]{5,13}$/.test(marker)) return null;
  return Number.parseInt(marker.slice(0, -4), 36);
}
