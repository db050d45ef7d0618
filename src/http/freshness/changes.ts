import type { Request, RequestHandler, Response } from 'express';

import type { Caller } from '../../claims/ports.ts';
import { sendError } from '../json-errors.ts';
import { type EventStream, eventStream, type EventStreamLimits } from './event-stream.ts';

/** What `GET /changes` needs. */
export interface ChangesDeps {
  callerOf(req: Request): Caller | Promise<Caller>;
  /** Whose the key of a request is by now; nobody is told of a wrong one. */
  callerNow(req: Request): Caller;
  /** Calls back when keys have changed; what it gives ends that. */
  onKeysChanged(listener: () => void): () => void;
  /** Serves one consumer to its end, after a position or from the beginning. */
  serve(stream: EventStream, lastEventId: string | null): Promise<void>;
  /** How many are served. */
  consumers(): number;
  readonly maxConsumers: number;
  readonly limits: EventStreamLimits;
}

const SCOPE = 'claims:watch';
const POSITION = /^[\w.:-]{1,100}$/;

/** Serves the feed of changes to API keys with the scope `claims:watch`. */
export function createChanges(deps: ChangesDeps): RequestHandler {
  return async (req, res) => {
    if (!isAllowed(await deps.callerOf(req), res)) return;
    if (deps.consumers() >= deps.maxConsumers) {
      const message = `There are ${deps.maxConsumers} consumers already, which is all that are served.`;
      sendError(res, { status: 503, code: 'UNAVAILABLE', message });
      return;
    }
    res.set('cache-control', 'no-store');
    const stream = eventStream(req, res, deps.limits);
    // Whoever comes back is told why.
    const ignoreKeys = deps.onKeysChanged(() => {
      if (faultOf(deps.callerNow(req)) !== null) stream.end('AT_ONCE');
    });
    try {
      await deps.serve(stream, lastEventId(req));
    } finally {
      ignoreKeys();
    }
  };
}

function isAllowed(caller: Caller, res: Response): boolean {
  const fault = faultOf(caller);
  if (fault === null) return true;
  if (caller.kind === 'none') sendError(res, { status: 401, code: 'UNAUTHENTICATED', message: fault });
  else sendError(res, { status: 403, code: 'FORBIDDEN', message: fault });
  return false;
}

function faultOf(caller: Caller): string | null {
  if (caller.kind === 'none') return `Send an API key with the scope ${SCOPE}.`;
  if (caller.kind === 'invalid') return 'The API key in x-api-key is not valid.';
  const { name, scopes, bounds } = caller;
  if (!scopes.includes(SCOPE)) return `The API key "${name}" does not have the scope ${SCOPE}.`;
  // A guard that was told of some tenants only would take all other sessions for unchanged.
  return bounds.tenants === null ? null : `The API key "${name}" is bound to tenants, and the feed is of all.`;
}

/** What cannot be a position is told as one that is gone: the consumer starts anew. */
function lastEventId(req: Request): string | null {
  const presented = req.headers['last-event-id'];
  if (presented === undefined || presented === '') return null;
  return typeof presented === 'string' && POSITION.test(presented) ? presented : '-';
}
