import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Logger } from 'pino';

import { withoutRedaction } from '../log/logger.ts';
import { requestId } from './request-id.ts';
import { clientOf, traceIdOf } from './requests/client.ts';
import { factsOf, type RequestFacts } from './requests/facts.ts';

/** A request that was answered, or given up by its client. */
export interface AnsweredRequest {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** Of a stream of events, until it began. */
  readonly durationMillis: number;
  readonly facts: Readonly<RequestFacts>;
}

type Middleware = (req: IncomingMessage, res: ServerResponse, next: () => void) => void;

/**
 * One line for each request that is answered, without headers, query or body.
 * Errors have a line of their own where they happen: this one has their codes.
 */
export function createRequestLog(logger: Logger, onAnswered: (request: AnsweredRequest) => void): Middleware {
  const lines = withoutRedaction(logger);
  return (req, res, next) => {
    const { method = '' } = req;
    const path = pathOf(req);
    const beganAtMillis = performance.now();
    // Probes ask every few seconds.
    if (!path.startsWith('/health/')) {
      res.once('close', () => {
        const durationMillis = performance.now() - beganAtMillis;
        const facts = factsOf(req);
        const what = { requestId: requestId(req), method, path, status: res.statusCode };
        const entry = {
          ...what,
          durationMillis: Math.round(durationMillis),
          ...shown(facts),
          ...clientOf(req.headers),
        };
        const traceId = facts.traceId ?? traceIdOf(req.headers);
        lines.info(
          traceId === null ? entry : { ...entry, traceId },
          res.writableFinished ? 'request' : 'request aborted',
        );
        const { streamBeganAtMillis } = facts;
        const untilAnswered = streamBeganAtMillis === null ? durationMillis : streamBeganAtMillis - beganAtMillis;
        onAnswered({ method, path, status: res.statusCode, durationMillis: untilAnswered, facts });
      });
    }
    next();
  };
}

/** The path alone: the query of a GET has the operation and its variables. */
function pathOf(req: IncomingMessage): string {
  return req.url?.split('?', 1)[0] ?? '';
}

/** The facts that are known. */
function shown({ operationName, rootFields, errorCodes, userId, apiKey }: RequestFacts): Record<string, unknown> {
  return {
    ...(operationName === null ? {} : { operationName }),
    ...(rootFields.length === 0 ? {} : { rootFields }),
    ...(errorCodes.length === 0 ? {} : { errorCodes }),
    ...(userId === null ? {} : { userId }),
    ...(apiKey === null ? {} : { apiKey }),
  };
}
