import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

// What proxies use (UUIDs, AWS's `Root=1-67891233-abc`, traceparent), and nothing that could forge a line of a log.
const HARMLESS_ID = /^[\w.:=+-]{1,64}$/;

/** The id of a request: the caller's own `x-request-id` where it is short and harmless, else a random one. */
function requestIdOf(presented: string | string[] | undefined): string {
  return typeof presented === 'string' && HARMLESS_ID.test(presented) ? presented : randomUUID();
}

/** Gives the request its id, in its header, where also Apollo's plugins see it; and tells the caller. */
export function assignRequestId(req: IncomingMessage, res: ServerResponse, next: () => void): void {
  const id = requestIdOf(req.headers['x-request-id']);
  req.headers['x-request-id'] = id;
  res.setHeader('x-request-id', id);
  next();
}

/** The id that {@link assignRequestId} gave. */
export function requestId(req: IncomingMessage): string {
  const id = req.headers['x-request-id'];
  return typeof id === 'string' ? id : '-';
}
