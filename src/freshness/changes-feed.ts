import pLimit from 'p-limit';

import type { FeedEvent } from '../ledger/ledger.ts';
import { toChangeEvent, type UsersMayWrite } from './change-event.ts';
import { PAGE } from './follower.ts';
import { changeFrame, clockFrame, gapFrame } from './frames.ts';
import type { EventSource, Follower, Listener } from './ports.ts';
import type { TokenLifetime } from './token-lifetime.ts';

/** Where a consumer's events go. */
export interface Sink {
  /** Sends text; false where too much of what was sent before has not been taken. */
  write(text: string): boolean;
  /** Resolves when what was sent has been taken; false where that takes too long. */
  drained(): Promise<boolean>;
  /** Ends the stream; abruptly where the consumer is too slow. */
  end(how: 'AT_ONCE' | 'ORDERLY'): void;
  /** Aborted when the consumer has gone. */
  readonly gone: AbortSignal;
}

export interface ChangesFeedOptions {
  readonly ledger: EventSource;
  readonly follower: Follower;
  readonly usersMayWrite: UsersMayWrite;
  readonly tokenLifetime: TokenLifetime;
  readonly heartbeatMillis: number;
  readonly nowMillis: () => number;
}

/** The feed of changes of `GET /changes`, by the protocol of src/guard/wire.ts. */
export interface ChangesFeed {
  /** Serves one consumer until it goes, is cut off, or the follower closes. */
  serve(sink: Sink, lastEventId: string | null): Promise<void>;
  /** How many consumers there are. */
  consumers(): number;
}

/** Consumers that read what is past at a time; the others wait. */
const READERS = 4;
/** Clocks of two machines differ by less. */
const CLOCKS_DIFFER_MILLIS = 60_000;

export function changesFeed(options: ChangesFeedOptions): ChangesFeed {
  const consumers = new Set<Consumer>();
  const readers = pLimit(READERS);
  // One text for all consumers that are told of an event.
  const frames = new WeakMap<FeedEvent, string>();
  const frameOf = (event: FeedEvent): string => {
    const known = frames.get(event);
    if (known !== undefined) return known;
    const change = toChangeEvent(event, options.usersMayWrite);
    const frame = change === null ? '' : changeFrame(event.position, change);
    frames.set(event, frame);
    return frame;
  };
  return {
    serve: async (sink, lastEventId) => {
      const consumer = new Consumer({ ...options, sink, frameOf, readers });
      consumers.add(consumer);
      try {
        await consumer.serve(lastEventId);
      } finally {
        consumers.delete(consumer);
      }
    },
    consumers: () => consumers.size,
  };
}

interface ConsumerOptions extends ChangesFeedOptions {
  readonly sink: Sink;
  readonly frameOf: (event: FeedEvent) => string;
  readonly readers: ReturnType<typeof pLimit>;
}

/** Why a consumer does not listen any more. */
type End = 'GAP' | 'OVER';

class Consumer {
  readonly #options: ConsumerOptions;
  #position: string | null = null;

  constructor(options: ConsumerOptions) {
    this.#options = options;
  }

  async serve(lastEventId: string | null): Promise<void> {
    const { sink } = this.#options;
    this.#position = lastEventId;
    try {
      for (;;) {
        const position = await this.#options.readers(() => this.#catchUp());
        if (position === null || (await this.#listen(position)) === 'OVER') break;
        this.#loseTrack();
      }
      sink.end('ORDERLY');
    } catch (error) {
      // It comes back, and goes on from where it was.
      sink.end('AT_ONCE');
      throw error;
    }
  }

  /** What is past, page by page, as fast as the consumer takes it. Null where it does not. */
  async #catchUp(): Promise<string | null> {
    const { ledger, tokenLifetime, nowMillis, sink } = this.#options;
    for (;;) {
      const sinceMillis = nowMillis() - tokenLifetime.longest() - CLOCKS_DIFFER_MILLIS;
      const page = await ledger.events(this.#position ?? { sinceMillis }, PAGE);
      if (page.isGap && this.#position !== null) {
        this.#loseTrack();
        continue;
      }
      this.#send(page.events);
      if (sink.gone.aborted || !(await sink.drained())) {
        sink.end('AT_ONCE');
        return null;
      }
      this.#position = page.position;
      if (!page.isFull) return page.position;
    }
  }

  async #listen(after: string): Promise<End> {
    const { follower, heartbeatMillis, sink } = this.#options;
    let finish: (end: End) => void = () => undefined;
    const ended = new Promise<End>((resolve) => {
      finish = resolve;
    });
    const listener: Listener = {
      events: (events) => {
        this.#send(events);
      },
      gap: () => {
        finish('GAP');
      },
      closed: () => {
        finish('OVER');
      },
    };
    sink.gone.addEventListener('abort', () => {
      finish('OVER');
    });
    const leave = await follower.follow(listener, after);
    this.#tellTime('ready');
    const timer = setInterval(() => {
      this.#tellTime('heartbeat');
    }, heartbeatMillis);
    try {
      return sink.gone.aborted ? 'OVER' : await ended;
    } finally {
      clearInterval(timer);
      leave();
    }
  }

  #loseTrack(): void {
    this.#position = null;
    this.#write(gapFrame());
  }

  #send(events: readonly FeedEvent[]): void {
    const text = events.map(this.#options.frameOf).join('');
    this.#position = events.at(-1)?.position ?? this.#position;
    if (text !== '') this.#write(text);
  }

  #tellTime(event: 'ready' | 'heartbeat'): void {
    const clock = this.#options.follower.clock();
    if (clock === null) return;
    const tokenLifetimeMillis = this.#options.tokenLifetime.longest();
    this.#write(clockFrame(event, this.#position, { ...clock, tokenLifetimeMillis }));
  }

  /** What is not taken is not kept without end: a consumer that is cut off comes back to where it was. */
  #write(text: string): void {
    if (!this.#options.sink.write(text)) this.#options.sink.end('AT_ONCE');
  }
}
