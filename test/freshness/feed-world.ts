import { type ChangesFeed, changesFeed, type Sink } from '../../src/freshness/changes-feed.ts';
import { follower } from '../../src/freshness/follower.ts';
import type { Follower } from '../../src/freshness/ports.ts';
import { tokenLifetime } from '../../src/freshness/token-lifetime.ts';
import { eventReader } from '../../src/guard/server-sent-events.ts';
import { type FeedMessage, readFeedMessage } from '../../src/guard/wire.ts';
import { MemoryLog } from './memory-log.ts';

/** A consumer, and everything that it was told. */
export class TestConsumer implements Sink {
  readonly messages: FeedMessage[] = [];
  readonly ids: string[] = [];
  readonly ends: string[] = [];
  isSlow = false;
  readonly #read = eventReader();
  readonly #gone = new AbortController();

  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  /** The numbers of the changes that it was told of. */
  get numbers(): number[] {
    return this.messages.flatMap((one) => (one.type === 'change' ? [Number(one.change.version?.slice(5))] : []));
  }

  get types(): string[] {
    return this.messages.map(({ type }) => type).filter((type) => type !== 'change');
  }

  write(text: string): boolean {
    for (const { event, data, id } of this.#read(text)) {
      const message = readFeedMessage(event, data);
      if (message !== null) this.messages.push(message);
      if (id !== null) this.ids.push(id);
    }
    return !this.isSlow;
  }

  drained(): Promise<boolean> {
    return Promise.resolve(!this.isSlow);
  }

  end(how: string): void {
    this.ends.push(how);
    this.#gone.abort();
  }
}

export interface FeedWorld {
  readonly log: MemoryLog;
  readonly feed: ChangesFeed;
  readonly follower: Follower;
  readonly failures: unknown[];
  /** Connects a consumer, which is served in the background. */
  connect(lastEventId?: string | null): TestConsumer;
}

export function feedWorld(heartbeatMillis = 2): FeedWorld {
  const log = new MemoryLog();
  const failures: unknown[] = [];
  const following = follower({
    ledger: log,
    ...{ pollMillis: 1, retryMillis: 1, nowMillis: Date.now, monotonicMillis: () => performance.now() },
    onFailure: (error) => failures.push(error),
  });
  const feed = changesFeed({
    ...{ ledger: log, follower: following, usersMayWrite: () => false, tokenLifetime: tokenLifetime(3_600_000) },
    ...{ heartbeatMillis, nowMillis: Date.now },
  });
  const connect = (lastEventId: string | null = null): TestConsumer => {
    const consumer = new TestConsumer();
    feed.serve(consumer, lastEventId).catch((error: unknown) => failures.push(error));
    return consumer;
  };
  return { log, feed, follower: following, failures, connect };
}
