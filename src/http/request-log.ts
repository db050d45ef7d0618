import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Logger } from 'pino';

import { withoutRedaction } from '../log/logger.ts';
import { requestId } from './request-id.ts';

/** The path alone: the query of a GET has the operation and its variables. */
function pathOf(req: IncomingMessage): string | undefined {
  return req.url?.split('?', 1)[0];
}

/**
 * One line for each request that is answered, without headers, query or body.
 * Errors have a line of their own where they happen, so this one has none.
 */
export function createRequestLog(
  logger: Logger,
): (req: IncomingMessage, res: ServerResponse, next: () => void) => void {
  const lines = withoutRedaction(logger);
  return (req, res, next) => {
    const path = pathOf(req);
    const beganAtMillis = performance.now();
    // Probes ask every few seconds.
    if (path?.startsWith('/health/') !== true) {
      res.once('close', () => {
        const durationMillis = Math.round(performance.now() - beganAtMillis);
        const entry = { requestId: requestId(req), method: req.method, path, status: res.statusCode, durationMillis };
        lines.info(entry, res.writableFinished ? 'request' : 'request aborted');
      });
    }
    next();
  };
}
