import { IncomingMessage, ServerResponse } from 'node:http';

import type { Express } from 'express';

/** The classes of which a server makes its requests and responses. */
export interface MessageClasses {
  readonly IncomingMessage: typeof IncomingMessage;
  readonly ServerResponse: typeof ServerResponse;
}

/** Classes for one server, since the application is part of them that it serves. */
export function messageClasses(): MessageClasses {
  return {
    IncomingMessage: class extends IncomingMessage {},
    ServerResponse: class<Request extends IncomingMessage> extends ServerResponse<Request> {},
  };
}

/**
 * Gives a server's messages the methods of an Express application from the start. Express would change the prototype of
 * each of them, and whatever hangs on an object that was changed so outlives its request in V8's heap (docs/benchmarks.md).
 */
export function makeMessagesOf(
  app: Express,
  { IncomingMessage: Request, ServerResponse: Response }: MessageClasses,
): void {
  const prototypes = { request: Request.prototype, response: Response.prototype };
  for (const name of ['request', 'response'] as const) {
    Object.setPrototypeOf(prototypes[name], app[name]);
    // Express finds that each message has this prototype already.
    Object.defineProperty(app, name, { value: prototypes[name] });
  }
}
