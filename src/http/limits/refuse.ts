import type { Response } from 'express';

import { sendError } from '../json-errors.ts';

/** Told of each request that a limit refuses, by the limit's name; null where it is not known which. */
export type OnRefused = (limit: 'sign-in' | 'sign-up' | 'api-key' | 'mutation', requestId: string | null) => void;

/** Answers that there were too many of these from there; nothing was done. */
export function refuseTooMany(res: Response, what: string, retryAfterSeconds: number): void {
  const message = `Too many ${what} from there. Nothing was done; try again in ${retryAfterSeconds} s.`;
  sendError(res, { status: 429, code: 'RATE_LIMITED', message, retryAfterSeconds });
}
