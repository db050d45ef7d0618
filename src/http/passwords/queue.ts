import { isIPv6 } from 'node:net';

import type { NextFunction, Request, RequestHandler, Response } from 'express';

import { sendError } from '../json-errors.ts';
import { fairQueue, type Leave, type QueueLimits } from './fair-queue.ts';

// A password takes about 50 ms of a whole processor: whoever waits behind others is still served within 2 s. Two, so that
// one is hashed while the other is looked up.
const LIMITS: QueueLimits = { atATime: 2, waitingOfOne: 16, waiting: 128 };
/** For who measures, or has a proxy before it that limits: many from one address wait, still two at a time. */
export const WIDE: QueueLimits = { atATime: LIMITS.atATime, waitingOfOne: 2000, waiting: 2000 };
/** The routes at which SuperTokens has a password hashed, below any tenant. */
const PASSWORD_ROUTE = /^\/auth\/(?:[^/]+\/)?(?:signin|signup|user\/password\/reset)\/*$/i;
/** What belongs to one customer of a network: of IPv6 the first 64 bits. */
const NETWORK_GROUPS = 4;

/**
 * Bounds how many passwords are hashed at a time and how many wait, address by address in turn. Who finds no room gets
 * 429; who hangs up while waiting is forgotten. Everything else passes.
 *
 * @param handle resolves when its work is done, which may be long after its client has gone
 */
export function queuePasswords(handle: RequestHandler, limits: QueueLimits = LIMITS): RequestHandler {
  const enter = fairQueue(limits);
  return (req, res, next) => {
    if (req.method !== 'POST' || !PASSWORD_ROUTE.test(req.path)) {
      void done(handle, req, res, next);
      return;
    }
    let hasBegun = false;
    let leave: Leave = () => undefined;
    const begin = (): void => {
      hasBegun = true;
      // Not sooner than its work is done, or who hangs up at once would make room for the next.
      void done(handle, req, res, next).finally(() => {
        leave();
      });
    };
    leave = enter({
      key: networkOf(req.ip ?? ''),
      begin,
      refuse: () => {
        refuse(res);
      },
    });
    res.once('close', () => {
      if (!hasBegun) leave();
    });
  };
}

async function done(handle: RequestHandler, req: Request, res: Response, next: NextFunction): Promise<void> {
  try {
    await handle(req, res, next);
  } catch (error) {
    next(error);
  }
}

function refuse(res: Response): void {
  const message = 'Too many sign-ins from there are waiting. Nothing was done; try again in a moment.';
  sendError(res, { status: 429, code: 'RATE_LIMITED', message });
}

/** As some proxies write it, with the port of the connection: the next one would be somebody else. */
const WITH_PORT = /^(?:\[([^\]]+)\]|(\d+\.\d+\.\d+\.\d+))(?::\d+)?$/;

/** Whoever has one address of IPv6 has 2^64 of them. */
export function networkOf(ip: string): string {
  const [, v6, v4] = WITH_PORT.exec(ip) ?? [];
  const address = v6 ?? v4 ?? ip;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined || !isIPv6(address)) return mapped ?? address;
  const [head = '', tail] = (address.split('%', 1)[0] ?? '').split('::');
  const first = head === '' ? [] : head.split(':');
  const last = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - first.length - last.length;
  const groups = [...first, ...Array.from({ length: zeros }, () => '0'), ...last];
  return `${groups
    .slice(0, NETWORK_GROUPS)
    .map((group) => parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
