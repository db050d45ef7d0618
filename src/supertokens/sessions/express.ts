import type { ErrorRequestHandler, RequestHandler } from 'express';
import SuperTokens from 'supertokens-node';
import { errorHandler, middleware } from 'supertokens-node/framework/express/index.js';

import { ClaimsetError, coreUnavailable } from '../../claims/errors.ts';
import { AUTH_ROUTE } from '../../claims/time-limits.ts';
import { coreFailure, isOfCore } from '../remote-core/failure.ts';
import { duplicateCookieError } from './duplicate-cookies.ts';

/**
 * SuperTokens' own routes: sign-in, refresh, sign-out. Where the core fails in them, or they take too long, the session
 * core is unavailable. The SDK's own errors are answered by {@link sessionErrorHandler}; all others, as a configuration
 * whose cookies cannot work, are internal ones with their cause in the log.
 */
export function sessionMiddleware(olderCookieDomain: string | null): RequestHandler {
  const serve = middleware();
  return (req, res, next) => {
    // With an older domain, the SDK's refresh clears the older cookies.
    const duplicate = olderCookieDomain === null ? duplicateCookieError(req) : null;
    if (duplicate !== null) {
      next(duplicate);
      return;
    }
    let isOver = false;
    const finish = (error?: unknown): void => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      next(error === undefined ? undefined : ofWholeRequest(isOfCore(error) ? coreFailure(error, 'UNKNOWN') : error));
    };
    const timer = setTimeout(() => {
      finish(coreUnavailable('UNKNOWN'));
    }, AUTH_ROUTE);
    res.once('close', () => {
      clearTimeout(timer);
    });
    return serve(req, res, finish);
  };
}

/**
 * What failed says that it wrote nothing; but it was the last step, as the lock for a new session's claims is, and a
 * sign-up has made the account by then.
 */
function ofWholeRequest(error: unknown): unknown {
  if (!(error instanceof ClaimsetError) || error.outcome === 'UNKNOWN') return error;
  const message =
    'The request could not be finished. Parts of it may have taken effect: a sign-up may have made the account. Try to sign in.';
  return new ClaimsetError(error.code, message, { outcome: 'UNKNOWN', cause: error });
}

/** Answers the SDK's errors, and hands on all others: most have nothing to do with sessions, as a body that is no JSON. */
export function sessionErrorHandler(): ErrorRequestHandler {
  const handle = errorHandler();
  return (error, req, res, next) => {
    if (SuperTokens.Error.isErrorFromSuperTokens(error)) void handle(error, req, res, next);
    else next(error);
  };
}
