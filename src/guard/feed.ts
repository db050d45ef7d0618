import type { RecentChanges } from './changes.ts';
import { eventReader, type ServerSentEvent } from './server-sent-events.ts';
import { type FeedClock, readFeedMessage } from './wire.ts';

/** What the consumer of a feed needs. */
export interface FeedOptions {
  /** Where Claimset is, without a path. */
  readonly url: string;
  readonly apiKey: string;
  readonly changes: RecentChanges;
  readonly fetch: typeof fetch;
  /** Told why the feed is away; it is asked for again by itself. */
  readonly onProblem: (error: Error) => void;
  /** A clock that never goes back. */
  readonly nowMillis: () => number;
  /** How long to wait before the feed is asked for again: this at first, and up to `50` times this. */
  readonly reconnectMillis: number;
  /** A feed that says nothing for so long is asked for anew. */
  readonly silenceMillis: number;
}

/** A feed that is consumed. */
export interface Feed {
  /** How old what is known may be; infinite before the feed was complete for the first time. */
  lagMillis(): number;
  /** Resolves when it was complete for the first time; rejects where it refuses the API key, or was closed. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

interface FeedState {
  lastEventId: string | null;
  clock: (FeedClock & { readonly receivedAtMillis: number; readonly delayMillis: number }) | null;
  /** The smallest difference of the two clocks that this connection has seen: what is above it is delay. */
  leastOffsetMillis: number;
  failures: number;
}

const MOST_WAITS = 50;

/** Begins to consume `GET /changes`, and goes on until it is closed. */
export function consumeFeed(options: FeedOptions): Feed {
  const state: FeedState = { lastEventId: null, clock: null, leastOffsetMillis: Infinity, failures: 0 };
  const closing = new AbortController();
  const isClosed = (): boolean => closing.signal.aborted;
  const ready = firstTime();
  const run = async (): Promise<void> => {
    while (!isClosed()) {
      try {
        await consumeOnce(options, state, closing.signal, ready);
      } catch (error) {
        if (!isClosed()) report(error, options, ready.reject);
      }
      state.failures += 1;
      await pause(waitMillis(options.reconnectMillis, state.failures), closing.signal);
    }
  };
  const done = run();
  return {
    lagMillis: () => lagOf(state, options.nowMillis()),
    ready: () => ready.promise,
    close: async () => {
      closing.abort();
      ready.reject(new Error('the guard was closed'));
      await done;
    },
  };
}

class FeedRefusedError extends Error {}

interface FirstTime {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

function firstTime(): FirstTime {
  let resolve = (): void => undefined;
  let reject: FirstTime['reject'] = () => undefined;
  const promise = new Promise<void>((onReady, onError) => {
    resolve = onReady;
    reject = onError;
  });
  // Nobody needs to wait for it.
  promise.catch(() => undefined);
  return { promise, resolve, reject };
}

function report(error: unknown, options: FeedOptions, giveUp: (error: Error) => void): void {
  const problem = error instanceof Error ? error : new Error(String(error));
  if (problem instanceof FeedRefusedError) giveUp(problem);
  options.onProblem(problem);
}

async function consumeOnce(
  options: FeedOptions,
  state: FeedState,
  closed: AbortSignal,
  ready: { resolve(): void },
): Promise<void> {
  const silence = new AbortController();
  const signal = AbortSignal.any([closed, silence.signal]);
  const giveUp = (): void => {
    silence.abort(new Error(`the feed said nothing for ${options.silenceMillis} ms`));
  };
  let timer = setTimeout(giveUp, options.silenceMillis);
  try {
    const body = await open(options, state.lastEventId, signal);
    state.leastOffsetMillis = Infinity;
    const read = eventReader();
    // Stops the stream too where what follows throws.
    for await (const text of body.pipeThrough(new TextDecoderStream(), { signal })) {
      clearTimeout(timer);
      timer = setTimeout(giveUp, options.silenceMillis);
      for (const event of read(text)) take(event, options, state, ready);
    }
    throw new Error('the feed ended');
  } finally {
    clearTimeout(timer);
    silence.abort();
  }
}

async function open(
  { url, apiKey, fetch }: FeedOptions,
  lastEventId: string | null,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const headers = {
    accept: 'text/event-stream',
    'x-api-key': apiKey,
    ...(lastEventId === null ? {} : { 'last-event-id': lastEventId }),
  };
  const response = await fetch(`${url}/changes`, { headers, signal, redirect: 'error' });
  if (response.status === 200 && response.body !== null) return response.body;
  await response.body?.cancel();
  const message = `the feed at ${url}/changes answered with status ${response.status}`;
  if (response.status !== 401 && response.status !== 403) throw new Error(message);
  throw new FeedRefusedError(`${message}: the guard needs an API key with the scope claims:watch`);
}

function take(
  event: ServerSentEvent,
  { changes, nowMillis }: FeedOptions,
  state: FeedState,
  ready: { resolve(): void },
): void {
  const message = readFeedMessage(event.event, event.data);
  const now = nowMillis();
  if (message?.type === 'change') changes.add(message.change, now);
  else if (message?.type === 'gap') {
    // What was known may lack changes: everything young enough follows, and then `ready`.
    changes.startAnew();
    state.clock = null;
    state.lastEventId = null;
  } else if (message?.type === 'ready' || (message?.type === 'heartbeat' && state.clock !== null)) {
    const offset = now - message.clock.nowMillis;
    state.leastOffsetMillis = Math.min(state.leastOffsetMillis, offset);
    state.clock = { ...message.clock, receivedAtMillis: now, delayMillis: offset - state.leastOffsetMillis };
    state.failures = 0;
    if (message.type === 'ready') changes.endReplay();
    changes.forgetBefore(now - message.clock.tokenLifetimeMillis);
    ready.resolve();
  }
  if (event.id !== null && event.id !== '') state.lastEventId = event.id;
}

/** By the time in the feed's own words, so that a proxy that holds them back is noticed. */
function lagOf({ clock }: FeedState, nowMillis: number): number {
  if (clock === null) return Infinity;
  const atItsSending = clock.nowMillis - clock.completeUntilMillis;
  return atItsSending + clock.delayMillis + (nowMillis - clock.receivedAtMillis);
}

function waitMillis(firstMillis: number, failures: number): number {
  const most = firstMillis * Math.min(2 ** (failures - 1), MOST_WAITS);
  return most * (0.5 + Math.random() / 2);
}

function pause(millis: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, signal.aborted ? 0 : millis);
    signal.addEventListener('abort', done);
  });
}
