import type { FeedClock } from './wire.ts';

/** How old what a feed has told may be, by the times that it says: so a proxy that holds them back is noticed. */
export interface FeedLag {
  /** Whether the feed is late without an end: its clock was set back, or it is held up. A new connection tells which. */
  readonly isStuck: boolean;
  /** Whether the last time was later than may be. */
  readonly isLate: boolean;
  /** Whether the feed has been complete, and no changes have gone missing since. */
  readonly isKnown: boolean;
  /** A new connection is asked for. */
  connecting(nowMillis: number): void;
  told(clock: FeedClock, nowMillis: number): void;
  /** Changes may be missing. */
  forget(): void;
  /** Infinite where it is not known. */
  millis(nowMillis: number): number;
}

/** Something that was held up for a moment is no reason to begin anew. */
const MOST_LATE = 5;

/** Nothing is known yet. Later than `maxGapMillis` is late. */
export function feedLag(maxGapMillis: number): FeedLag {
  let clock: (FeedClock & { readonly receivedAtMillis: number; readonly delayMillis: number }) | null = null;
  let askedAtMillis = 0;
  // The smallest difference of the two clocks that this connection has seen: what is above it is delay.
  let leastOffsetMillis: number | null = null;
  let isLate = false;
  let lateInARow = 0;
  return {
    get isStuck() {
      return lateInARow >= MOST_LATE;
    },
    get isLate() {
      return isLate;
    },
    get isKnown() {
      return clock !== null;
    },
    connecting: (nowMillis) => {
      [askedAtMillis, leastOffsetMillis, lateInARow] = [nowMillis, null, 0];
    },
    told: (told, nowMillis) => {
      const offset = nowMillis - told.nowMillis;
      // All that a connection says was sent after it was asked for. So a feed that is still held up is not taken for one
      // whose clock was set back: of that, a new connection brings the time at once.
      leastOffsetMillis ??= isLate ? askedAtMillis - told.nowMillis : offset;
      leastOffsetMillis = Math.min(leastOffsetMillis, offset);
      const delayMillis = offset - leastOffsetMillis;
      isLate = delayMillis > maxGapMillis;
      lateInARow = isLate ? lateInARow + 1 : 0;
      clock = { ...told, receivedAtMillis: nowMillis, delayMillis };
    },
    forget: () => {
      clock = null;
    },
    millis: (nowMillis) => {
      if (clock === null) return Infinity;
      const atItsSending = clock.nowMillis - clock.completeUntilMillis;
      return atItsSending + clock.delayMillis + (nowMillis - clock.receivedAtMillis);
    },
  };
}
