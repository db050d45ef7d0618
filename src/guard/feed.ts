import type { RecentChanges } from './changes.ts';
import { type FeedLag, feedLag } from './lag.ts';
import { eventReader, type ServerSentEvent } from './server-sent-events.ts';
import { readFeedMessage } from './wire.ts';

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
  /** A feed that is later than this again and again is asked for anew, too. */
  readonly maxGapMillis: number;
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
  readonly lag: FeedLag;
  failures: number;
}

const MOST_WAITS = 50;

/** Begins to consume `GET /changes`, and goes on until it is closed. */
export function consumeFeed(options: FeedOptions): Feed {
  const state: FeedState = { lastEventId: null, lag: feedLag(options.maxGapMillis), failures: 0 };
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
    lagMillis: () => state.lag.millis(options.nowMillis()),
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
    state.lag.connecting(options.nowMillis());
    const body = await open(options, state.lastEventId, signal);
    const read = eventReader();
    // Stops the stream too where what follows throws.
    for await (const text of body.pipeThrough(new TextDecoderStream(), { signal })) {
      clearTimeout(timer);
      timer = setTimeout(giveUp, options.silenceMillis);
      for (const event of read(text)) take(event, options, state, ready);
      if (state.lag.isStuck) throw new Error('the feed was late again and again, or its clock was set back');
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
    state.lag.forget();
    state.lastEventId = null;
  } else if (message?.type === 'ready' || (message?.type === 'heartbeat' && state.lag.isKnown)) {
    state.lag.told(message.clock, now);
    if (!state.lag.isLate) state.failures = 0;
    if (message.type === 'ready') changes.endReplay();
    changes.forgetBefore(now - message.clock.tokenLifetimeMillis);
    ready.resolve();
  }
  if (event.id !== null && event.id !== '') state.lastEventId = event.id;
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
