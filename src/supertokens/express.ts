import type { ErrorRequestHandler, RequestHandler } from 'express';
import SuperTokens from 'supertokens-node';
import { errorHandler, middleware } from 'supertokens-node/framework/express/index.js';

import { coreFailure } from './core-failure.ts';

/** SuperTokens' own routes: sign-in, refresh, sign-out. */
export function sessionMiddleware(): RequestHandler {
  return middleware();
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
