import type { FeedEvent, Ledger } from '../ledger/ledger.ts';

export type EventSource = Pick<Ledger, 'events'>;

/** How far the ledger has been read, by the clock of its database. */
export interface ReadClock {
  readonly nowMillis: number;
  readonly completeUntilMillis: number;
}

/** Who is told what happens. Nothing of it may throw, nor wait. */
export interface Listener {
  /** Events in order, each once. */
  events(events: readonly FeedEvent[]): void;
  /** Events may be missing; nothing more comes: whoever wants more follows anew. */
  gap(): void;
  /** The follower was closed; nothing more comes. */
  closed(): void;
}

export interface FollowerOptions {
  readonly ledger: EventSource;
  /** How long to wait between two looks at the ledger while somebody listens. */
  readonly pollMillis: number;
  /** The same while it does not answer. */
  readonly retryMillis: number;
  /** Milliseconds since 1970, for where to begin. */
  readonly nowMillis: () => number;
  /** A clock that never goes back. */
  readonly monotonicMillis: () => number;
  /** Told once that the ledger does not answer, until it does again. */
  readonly onFailure: (error: unknown) => void;
}

/** One reader of the ledger's events for all who listen in this process. It reads nothing while nobody does. */
export interface Follower {
  /** Listens from now on, or from a position; resolves to the end of listening. */
  follow(listener: Listener, after: string | null): Promise<() => void>;
  /** Null before the ledger was read for the first time. */
  clock(): ReadClock | null;
  close(): void;
}
