import type { FeedEvent, FeedPage } from '../ledger/ledger.ts';
import type { Follower, FollowerOptions, Listener, ReadClock } from './ports.ts';

/** At most so many events are read at a time. */
export const PAGE = 500;
/** Clocks of two machines differ by less; who begins to listen now may be told of what was a little earlier. */
const CLOCKS_DIFFER_MILLIS = 60_000;

/** Somebody who has read up to a position, and wants to go on from there. */
interface Joiner {
  readonly listener: Listener;
  readonly after: string;
  readonly joined: (leave: () => void) => void;
}

/** Null: the position is none any more. */
type Missed = readonly FeedEvent[] | null;

const NOTHING = (): void => undefined;

export function follower(options: FollowerOptions): Follower {
  return new LedgerFollower(options);
}

class LedgerFollower implements Follower {
  readonly #options: FollowerOptions;
  /** With the positions of events that a listener has read before this reader came to them. */
  readonly #listeners = new Map<Listener, Set<string>>();
  #joiners: Joiner[] = [];
  #position: string | null = null;
  #clock: (ReadClock & { readonly atMillis: number }) | null = null;
  #isRunning = false;
  #isFailing = false;
  #isClosed = false;
  #wake = NOTHING;

  constructor(options: FollowerOptions) {
    this.#options = options;
  }

  follow(listener: Listener, after: string | null): Promise<() => void> {
    if (this.#isClosed) {
      listener.closed();
      return Promise.resolve(NOTHING);
    }
    const joined = new Promise<() => void>((resolve) => {
      if (after === null) resolve(this.#attach(listener, new Set()));
      else this.#joiners.push({ listener, after, joined: resolve });
    });
    this.#wake();
    if (!this.#isRunning) void this.#run();
    return joined;
  }

  clock(): ReadClock | null {
    if (this.#clock === null) return null;
    const { nowMillis, completeUntilMillis, atMillis } = this.#clock;
    return { nowMillis: nowMillis + (this.#options.monotonicMillis() - atMillis), completeUntilMillis };
  }

  close(): void {
    this.#isClosed = true;
    const all = [...this.#listeners.keys(), ...this.#joiners.map(({ listener }) => listener)];
    for (const { joined } of this.#joiners) joined(NOTHING);
    this.#listeners.clear();
    this.#joiners = [];
    this.#wake();
    for (const listener of all) listener.closed();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (this.#listeners.size + this.#joiners.length > 0) {
      try {
        await this.#turn();
        this.#isFailing = false;
      } catch (error) {
        if (!this.#isFailing) this.#options.onFailure(error);
        this.#isFailing = true;
      }
      // Who joined meanwhile does not wait.
      if (this.#isFailing || this.#joiners.length === 0) await this.#pause();
    }
    this.#isRunning = false;
    this.#position = null;
    this.#clock = null;
  }

  async #turn(): Promise<void> {
    const joiners = this.#joiners;
    const page = await this.#readOn(joiners[0]);
    this.#clock = {
      nowMillis: page.nowMillis,
      completeUntilMillis: page.completeUntilMillis,
      atMillis: this.#options.monotonicMillis(),
    };
    const reads = new Map<string, Promise<Missed>>();
    for (const joiner of joiners) {
      const { after } = joiner;
      const read = reads.get(after) ?? this.#missed(after);
      reads.set(after, read);
      this.#join(joiner, await read);
    }
  }

  /** Reads to the end of what there is, for all who listen. */
  async #readOn(first: Joiner | undefined): Promise<FeedPage> {
    const since = { sinceMillis: this.#options.nowMillis() - CLOCKS_DIFFER_MILLIS };
    let from = this.#position ?? first?.after ?? since;
    for (;;) {
      const page = await this.#options.ledger.events(from, PAGE);
      if (page.isGap && from !== since) {
        this.#loseAll();
        from = since;
        continue;
      }
      this.#position = page.position;
      this.#tell(page.events);
      if (!page.isFull) return page;
      from = page.position;
    }
  }

  /** What comes after a position, up to now; null where that is no position any more. */
  async #missed(after: string): Promise<Missed> {
    const events: FeedEvent[] = [];
    for (let position = after; ;) {
      const page = await this.#options.ledger.events(position, PAGE);
      if (page.isGap) return null;
      events.push(...page.events);
      if (!page.isFull) return events;
      position = page.position;
    }
  }

  #join({ listener, joined }: Joiner, missed: Missed): void {
    if (!this.#joiners.some((one) => one.listener === listener)) return;
    this.#joiners = this.#joiners.filter((one) => one.listener !== listener);
    if (missed === null) {
      joined(NOTHING);
      listener.gap();
      return;
    }
    if (missed.length > 0) listener.events(missed);
    joined(this.#attach(listener, new Set(missed.map(({ position }) => position))));
  }

  #attach(listener: Listener, seen: Set<string>): () => void {
    this.#listeners.set(listener, seen);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#wake();
    };
  }

  #tell(events: readonly FeedEvent[]): void {
    if (events.length === 0) return;
    for (const [listener, seen] of this.#listeners) {
      const news = seen.size === 0 ? events : events.filter(({ position }) => !seen.has(position));
      // Events come in order: after one that is new there is none that was seen.
      if (news.length > 0) seen.clear();
      if (news.length > 0) listener.events(news);
    }
  }

  #loseAll(): void {
    const all = [...this.#listeners.keys()];
    this.#listeners.clear();
    this.#position = null;
    for (const listener of all) listener.gap();
  }

  async #pause(): Promise<void> {
    const { pollMillis, retryMillis } = this.#options;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.#isFailing ? retryMillis : pollMillis);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = NOTHING;
  }
}
