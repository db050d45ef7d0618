import { rateLimited } from '../claims/errors.ts';
import type { SessionEvents, SessionListener } from '../claims/live/ports.ts';
import type { FeedEvent } from '../ledger/ledger.ts';
import { toChangeEvent } from './change-event.ts';
import type { Follower } from './ports.ts';

/** How many may listen. */
export interface ListenerLimits {
  readonly ofUser: number;
  readonly altogether: number;
}

/** Tabs are closed, and tokens expire. */
const RETRY_AFTER_SECONDS = 30;
/** For sessions it makes no difference whether something was taken away. */
const ANY_WRITER = (): boolean => true;

/** What happens to each session: one listener of the follower for all who listen here, each told of its own alone. */
export function sessionEvents(
  follower: Follower,
  limits: ListenerLimits,
  onCount: (count: number) => void,
): SessionEvents {
  return new FollowedSessions(follower, limits, onCount);
}

class FollowedSessions implements SessionEvents {
  readonly #follower: Follower;
  readonly #limits: ListenerLimits;
  readonly #onCount: (count: number) => void;
  readonly #byHandle = new Map<string, Set<SessionListener>>();
  readonly #ofUser = new Map<string, number>();
  #count = 0;
  #isClosed = false;
  #leave: Promise<() => void> | null = null;

  constructor(follower: Follower, limits: ListenerLimits, onCount: (count: number) => void) {
    this.#follower = follower;
    this.#limits = limits;
    this.#onCount = onCount;
  }

  listen({ handle, userId }: { handle: string; userId: string }, listener: SessionListener): () => void {
    const ofUser = this.#ofUser.get(userId) ?? 0;
    if (ofUser >= this.#limits.ofUser) throw rateLimited('subscriptions of yours', RETRY_AFTER_SECONDS);
    if (this.#count >= this.#limits.altogether) throw rateLimited('subscriptions', RETRY_AFTER_SECONDS);
    const listeners = this.#byHandle.get(handle) ?? new Set();
    this.#byHandle.set(handle, listeners.add(listener));
    this.#ofUser.set(userId, ofUser + 1);
    this.#count += 1;
    this.#onCount(this.#count);
    if (this.#isClosed) listener.closed();
    else if (this.#leave === null) this.#follow();
    return () => {
      if (listeners.delete(listener)) this.#left(handle, userId);
    };
  }

  #left(handle: string, userId: string): void {
    if (this.#byHandle.get(handle)?.size === 0) this.#byHandle.delete(handle);
    const others = (this.#ofUser.get(userId) ?? 1) - 1;
    if (others === 0) this.#ofUser.delete(userId);
    else this.#ofUser.set(userId, others);
    this.#count -= 1;
    this.#onCount(this.#count);
    if (this.#count > 0) return;
    const following = this.#leave;
    this.#leave = null;
    void following?.then((leave) => {
      leave();
    });
  }

  #follow(): void {
    this.#leave = this.#follower.follow(
      {
        events: (events) => {
          for (const event of events) this.#tell(event);
        },
        gap: () => {
          // Whatever was missed, each finds it in what is stored.
          for (const listener of this.#all()) listener.changed();
          if (this.#count > 0) this.#follow();
        },
        closed: () => {
          this.#isClosed = true;
          for (const listener of this.#all()) listener.closed();
        },
      },
      null,
    );
  }

  #tell(event: FeedEvent): void {
    const change = toChangeEvent(event, ANY_WRITER);
    if (change === null) return;
    for (const listener of this.#byHandle.get(change.handle) ?? []) {
      if (change.kind === 'ENDED') listener.ended();
      else listener.changed();
    }
  }

  #all(): SessionListener[] {
    return [...this.#byHandle.values()].flatMap((listeners) => [...listeners]);
  }
}
