import type { Request, RequestHandler } from 'express';

import { networkOf } from '../passwords/queue.ts';
import { requestId } from '../request-id.ts';
import { type OnRefused, refuseTooMany } from './refuse.ts';

interface AccountCounter {
  take(key: string): Promise<{ readonly isWithin: boolean; readonly retryAfterSeconds: number }>;
}

/** What makes an account, sends a mail, or sets a password without the old one. */
const ACCOUNT_ROUTE = /^\/auth\/(?:[^/]+\/)?(?:signup|user\/password\/reset(?:\/token)?)\/*$/i;

/** What tells whether there is an account, as a sign-up does. */
const LOOKUP_ROUTE = /^\/auth\/(?:[^/]+\/)?(?:signup|emailpassword)\/email\/exists\/*$/i;

/** Limits sign-ups, password resets, and questions whether there is an account, of each address. */
export function limitAccounts(ofAddress: AccountCounter, onRefused: OnRefused): RequestHandler {
  return async (req, res, next) => {
    if (!isLimited(req)) {
      next();
      return;
    }
    const { isWithin, retryAfterSeconds } = await ofAddress.take(networkOf(req.ip ?? ''));
    if (isWithin) {
      next();
      return;
    }
    onRefused('sign-up', requestId(req));
    refuseTooMany(res, 'sign-ups, password resets or searches for accounts', retryAfterSeconds);
  };
}

function isLimited({ method, path }: Request): boolean {
  if (method === 'GET') return LOOKUP_ROUTE.test(path);
  return method === 'POST' && ACCOUNT_ROUTE.test(path);
}
