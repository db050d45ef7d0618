import type { Request, Response } from 'express';

/** A stream of server-sent events to one client, bounded: what the client does not take is not kept without end. */
export interface EventStream {
  /** Sends text; the first brings the head of the response. False where too much waits to be taken. */
  write(text: string): boolean;
  /** Resolves when everything was taken; false where that takes too long. */
  drained(): Promise<boolean>;
  end(how: 'AT_ONCE' | 'ORDERLY'): void;
  /** Aborted when the client has gone, or the stream has ended. */
  readonly gone: AbortSignal;
}

export interface EventStreamLimits {
  readonly maxWaitingBytes: number;
  readonly drainMillis: number;
}

const EVENT_STREAM_HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  // Nothing on the way may keep it, change it (as by compressing it), or hold it back until there is more.
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
} as const;

/** The response as a stream of events. Nothing is sent before the first write. */
export function eventStream(req: Request, res: Response, limits: EventStreamLimits): EventStream {
  const gone = new AbortController();
  res.once('close', () => {
    gone.abort();
  });
  // Nobody else than the server itself decides when it ends.
  req.socket.setTimeout(0);
  return {
    write: (text) => {
      if (gone.signal.aborted) return true;
      if (!res.headersSent) res.writeHead(200, EVENT_STREAM_HEADERS);
      res.write(text);
      return res.writableLength <= limits.maxWaitingBytes;
    },
    drained: () => drained(res, gone.signal, limits.drainMillis),
    end: (how) => {
      if (how === 'AT_ONCE' && res.headersSent) res.destroy();
      else if (how === 'ORDERLY') endOrderly(res);
    },
    gone: gone.signal,
  };
}

function endOrderly(res: Response): void {
  if (!res.headersSent) res.writeHead(200, EVENT_STREAM_HEADERS);
  res.end();
}

async function drained(res: Response, gone: AbortSignal, drainMillis: number): Promise<boolean> {
  if (res.writableLength === 0 || !res.writableNeedDrain) return true;
  return new Promise((resolve) => {
    const finish = (isDrained: boolean) => (): void => {
      clearTimeout(timer);
      resolve(isDrained);
    };
    const timer = setTimeout(finish(false), drainMillis);
    res.once('drain', finish(true));
    gone.addEventListener('abort', finish(false), { once: true });
  });
}
