import { eventReader } from '../../src/guard/server-sent-events.ts';
import { type ChangeEvent, type FeedClock, type FeedMessage, readFeedMessage } from '../../src/guard/wire.ts';

/** A consumer of a real feed, and everything that it was told. */
export interface FeedReader {
  readonly messages: FeedMessage[];
  readonly changes: () => ChangeEvent[];
  /** What the last heartbeat said. */
  readonly clock: () => FeedClock | null;
  readonly lastEventId: () => string | null;
  close(): void;
}

/** Connects to `GET /changes`; resolves when the feed is ready. */
export async function readFeed(url: string, apiKey: string, lastEventId?: string | null): Promise<FeedReader> {
  const aborted = new AbortController();
  const resume = lastEventId === undefined || lastEventId === null ? {} : { 'last-event-id': lastEventId };
  const response = await fetch(`${url}/changes`, {
    headers: { 'x-api-key': apiKey, ...resume },
    signal: aborted.signal,
  });
  if (response.status !== 200 || response.body === null) throw new Error(`the feed answered ${response.status}`);
  const messages: FeedMessage[] = [];
  let last: string | null = null;
  const read = eventReader();
  const isReady = new Promise<void>((resolve, reject) => {
    const consume = async (body: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<void> => {
      for await (const text of body.pipeThrough(new TextDecoderStream())) {
        for (const event of read(text)) {
          const message = readFeedMessage(event.event, event.data);
          if (message !== null) messages.push(message);
          last = event.id ?? last;
          if (message?.type === 'ready') resolve();
        }
      }
    };
    // A stream that is closed by the test or its server says so by an error.
    consume(response.body ?? new ReadableStream()).then(reject, reject);
  });
  await isReady;
  return {
    messages,
    changes: () => messages.flatMap((message) => (message.type === 'change' ? [message.change] : [])),
    clock: () => {
      const message = messages.findLast(({ type }) => type === 'heartbeat' || type === 'ready');
      return message !== undefined && 'clock' in message ? message.clock : null;
    },
    lastEventId: () => last,
    close: () => {
      aborted.abort();
    },
  };
}
