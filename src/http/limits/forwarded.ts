import type { RequestHandler } from 'express';
import type { Logger } from 'pino';

/** What proxies send of whom they speak for. */
const HEADERS = ['x-forwarded-for', 'forwarded'];

/**
 * Says once that there is a proxy which nobody trusts: all who come through it are one address to every limit. Its
 * headers are not believed, because anybody can send them.
 */
export function warnOfForwarded(logger: Logger): RequestHandler {
  let isTold = false;
  return (req, _res, next) => {
    if (!isTold && HEADERS.some((name) => req.headers[name] !== undefined)) {
      isTold = true;
      const message =
        'a request came with the headers of a proxy, and TRUSTED_PROXIES is not set: its limits are those of the ' +
        "proxy's address, for all together. Set TRUSTED_PROXIES to the address of your proxy";
      logger.warn({ event: 'proxy.untrusted', setting: 'TRUSTED_PROXIES' }, message);
    }
    next();
  };
}
