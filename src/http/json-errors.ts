import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import type { GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { z } from 'zod';

import { formatThrown } from './graphql/error-format.ts';
import { requestLimits } from './graphql/limits.ts';
import { requestId } from './request-id.ts';
import { factsOf } from './requests/facts.ts';
import { retryAfterOf, statusOfCodes } from './status.ts';

interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  /** Only with 429 and 503. */
  readonly retryAfterSeconds?: number;
}

/** What the body parser throws; its message may quote the body, so only these two members are used. */
const bodyFault = z.object({ status: z.int().min(400).max(499), type: z.string().optional() });

const TOO_LARGE: Refusal = {
  status: 413,
  code: 'PAYLOAD_TOO_LARGE',
  message: `The request body is too large; at most ${requestLimits.bodyBytes} bytes are allowed.`,
};
const BODY_FAULTS: Readonly<Record<string, Refusal>> = {
  'entity.too.large': TOO_LARGE,
  'entity.parse.failed': badRequest('The request body is not valid JSON.'),
  'entity.verify.failed': badRequest('The request body is not valid UTF-8.'),
  'request.size.invalid': badRequest('The request body is shorter or longer than its content-length.'),
  'request.aborted': badRequest('The request was aborted.'),
  'charset.unsupported': unsupported('The charset of the request is not supported: send UTF-8.'),
  'encoding.unsupported': unsupported('The content-encoding is not supported: send gzip, deflate, br or none.'),
};

/** Answers with an error of GraphQL's form. */
export function sendError(res: Response, { status, code, message, retryAfterSeconds }: Refusal): void {
  const retry = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
  sendErrors(res, status, [{ message, extensions: { code, ...retry } }]);
}

/** Refuses paths that nothing is at. */
export const refuseUnknownPath: RequestHandler = (req, res) => {
  sendError(res, { status: 404, code: 'NOT_FOUND', message: `There is nothing at ${req.method} ${req.path}.` });
};

/** Refuses other methods than these. */
export function allowMethods(...methods: readonly string[]): RequestHandler {
  return (req, res, next) => {
    if (methods.includes(req.method)) {
      next();
      return;
    }
    res.set('allow', methods.join(', '));
    const message = `${req.method} is not allowed here: use ${methods.join(' or ')}.`;
    sendError(res, { status: 405, code: 'METHOD_NOT_ALLOWED', message });
  };
}

/** Refuses bodies that do not say that they are JSON: a form on a foreign page can send those without being asked. */
export const requireJson: RequestHandler = (req, res, next) => {
  if (req.method !== 'POST' || req.is('application/json') !== false) {
    next();
    return;
  }
  sendError(res, unsupported('Send the request with content-type: application/json.'));
};

/** The last of the middleware: whatever failed is answered as JSON, and shows nothing of what is inside. */
export function createJsonErrorHandler(logger: Logger): ErrorRequestHandler {
  // Express knows an error handler by its four parameters.
  return (error: unknown, req: Request, res: Response, next) => {
    if (res.headersSent) {
      next(error);
      return;
    }
    const refusal = refusalOf(error);
    if (refusal !== null) {
      sendError(res, refusal);
      return;
    }
    const shown = formatThrown(error, { requestId: requestId(req), logger, logged: new WeakSet() });
    const status = statusOfCodes([shown.extensions?.['code']]) ?? 400;
    sendErrors(res, status, [shown]);
  };
}

function sendErrors(res: Response, status: number, errors: readonly GraphQLFormattedError[]): void {
  const retryAfter = retryAfterOf(
    status,
    errors.map(({ extensions = {} }) => extensions),
  );
  if (retryAfter !== null) res.set('retry-after', retryAfter);
  factsOf(res.req).errorCodes = errors.map(({ extensions }) => String(extensions?.['code']));
  res.status(status).json({ errors });
}

function refusalOf(error: unknown): Refusal | null {
  const fault = bodyFault.safeParse(error);
  if (!fault.success) return null;
  const { status, type = '' } = fault.data;
  const known = BODY_FAULTS[type];
  if (known !== undefined) return known;
  return status === 413 ? TOO_LARGE : badRequest('The request cannot be read.');
}

function badRequest(message: string): Refusal {
  return { status: 400, code: 'BAD_REQUEST', message };
}

function unsupported(message: string): Refusal {
  return { status: 415, code: 'UNSUPPORTED_MEDIA_TYPE', message };
}
