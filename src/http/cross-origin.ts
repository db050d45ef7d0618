import cors from 'cors';
import type { Request, RequestHandler } from 'express';
import type { Logger } from 'pino';

const SECONDS_A_PREFLIGHT_HOLDS = 600;
/** Anybody can name origins: the log is told of so many. */
const ORIGINS_TOLD = 100;
const LONGEST_ORIGIN_TOLD = 200;

/**
 * Lets pages of the allowed origins call with credentials, and with whichever headers they send. A page elsewhere fails
 * in the browser without a word of why, so the log says it: once for each origin.
 */
export function crossOrigin(websiteOrigins: readonly string[], logger: Logger): RequestHandler {
  const allow = cors({
    origin: [...websiteOrigins],
    credentials: true,
    methods: ['GET', 'POST', 'PUT', 'DELETE'],
    exposedHeaders: ['x-request-id', 'retry-after'],
    maxAge: SECONDS_A_PREFLIGHT_HOLDS,
  });
  const told = new Set<string>();
  return (req, res, next) => {
    const origin = refusedOrigin(req, websiteOrigins);
    if (origin !== null && !told.has(origin) && told.size < ORIGINS_TOLD) {
      told.add(origin);
      const message = 'a page of this origin was refused: WEBSITE_ORIGINS does not name it';
      logger.warn({ event: 'origin.refused', origin, setting: 'WEBSITE_ORIGINS' }, message);
    }
    allow(req, res, next);
  };
}

/** The origin of a preflight that will be refused. */
function refusedOrigin({ method, headers }: Request, allowed: readonly string[]): string | null {
  const { origin } = headers;
  const isPreflight = method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;
  return isPreflight && origin !== undefined && !allowed.includes(origin) ? origin.slice(0, LONGEST_ORIGIN_TOLD) : null;
}
