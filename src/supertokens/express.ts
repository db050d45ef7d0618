import type { ErrorRequestHandler, RequestHandler } from 'express';
import SuperTokens from 'supertokens-node';
import { errorHandler, middleware } from 'supertokens-node/framework/express/index.js';

import { coreUnavailable } from '../claims/errors.ts';
import { coreFailure } from './core-failure.ts';

/** The SDK's calls to the core have no time limit of their own. */
const ROUTE_MILLIS = 10_000;

/** SuperTokens' own routes: sign-in, refresh, sign-out. One that takes too long fails as a core that does not answer. */
export function sessionMiddleware(): RequestHandler {
  const serve = middleware();
  return (req, res, next) => {
    let isOver = false;
    const finish = (error?: unknown): void => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      next(error);
    };
    const timer = setTimeout(() => {
      finish(coreUnavailable('UNKNOWN'));
    }, ROUTE_MILLIS);
    res.once('close', () => {
      clearTimeout(timer);
    });
    void serve(req, res, finish);
  };
}

/** Answers the SDK's errors; what is left is handed on, as an error of ours where the core does not answer. */
export function sessionErrorHandler(): ErrorRequestHandler {
  const handle = errorHandler();
  return (error, req, res, next) => {
    if (SuperTokens.Error.isErrorFromSuperTokens(error)) void handle(error, req, res, next);
    else next(coreFailure(error, 'UNKNOWN'));
  };
}

/** Headers that SuperTokens' frontend SDKs send, for CORS. */
export function sessionHeaders(): string[] {
  return SuperTokens.getAllCORSHeaders();
}
