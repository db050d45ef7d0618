import type { RequestHandler } from 'express';

import { networkOf } from '../passwords/queue.ts';
import { requestId } from '../request-id.ts';
import { type OnRefused, refuseTooMany } from './refuse.ts';

interface AccountCounter {
  take(key: string): Promise<{ readonly isWithin: boolean; readonly retryAfterSeconds: number }>;
}

/** What makes an account, sends a mail, or sets a password without the old one. */
const ACCOUNT_ROUTE = /^\/auth\/(?:[^/]+\/)?(?:signup|user\/password\/reset(?:\/token)?)\/*$/i;

/** Limits sign-ups and password resets of each address. */
export function limitAccounts(ofAddress: AccountCounter, onRefused: OnRefused): RequestHandler {
  return async (req, res, next) => {
    if (req.method !== 'POST' || !ACCOUNT_ROUTE.test(req.path)) {
      next();
      return;
    }
    const { isWithin, retryAfterSeconds } = await ofAddress.take(networkOf(req.ip ?? ''));
    if (isWithin) {
      next();
      return;
    }
    onRefused('sign-up', requestId(req));
    refuseTooMany(res, 'sign-ups or password resets', retryAfterSeconds);
  };
}
