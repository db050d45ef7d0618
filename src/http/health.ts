import type { RequestHandler } from 'express';
import type { Logger } from 'pino';

const CHECK_TIMEOUT_MILLIS = 2000;

/** A part that changes of claims need: the session core, the locks, the place where something is stored. */
export interface HealthCheck {
  readonly name: string;
  /** Rejects, or does not come to an end, where the part does not work. */
  readonly check: () => Promise<unknown>;
}

/** What readiness depends on. */
export interface HealthDeps {
  readonly checks: readonly HealthCheck[];
  /** How far the feed of changes is behind. It is no reason to take no requests. */
  readonly feedLagMillis: () => Promise<number>;
  readonly logger: Logger;
  readonly isClosing: () => boolean;
}

/** What a part is. Why it fails is told to the log alone. */
export type PartState = 'ok' | 'failing';

/** Answers as long as the process serves. */
export const live: RequestHandler = (_req, res) => {
  res.set('cache-control', 'no-store').json({ status: 'live' });
};

/** Answers 200 only while changes can be made: each part works, and the server is not shutting down. */
export function createReady({ checks, feedLagMillis, logger, isClosing }: HealthDeps): RequestHandler {
  const failing = new Set<string>();
  const report = (name: string, error: unknown): void => {
    if (error === null) failing.delete(name);
    else if (!failing.has(name))
      logger.warn({ event: 'health.failing', part: name, err: error }, 'a part does not work');
    if (error !== null) failing.add(name);
  };
  return async (_req, res) => {
    const [parts, lagMillis] = await Promise.all([checkParts(checks, report), lagOf(feedLagMillis)]);
    const isReady = !isClosing() && Object.values(parts).every((state) => state === 'ok');
    const reason = isClosing() ? { reason: 'shutting down' } : {};
    res.set('cache-control', 'no-store').status(isReady ? 200 : 503);
    res.json({ status: isReady ? 'ready' : 'not ready', ...reason, parts, feed: { lagMillis } });
  };
}

/**
 * Checks all parts at the same time, and waits for none longer than two seconds.
 * @param report is told of each part why it fails, or null
 */
export async function checkParts(
  checks: readonly HealthCheck[],
  report: (name: string, error: unknown) => void = () => undefined,
): Promise<Readonly<Record<string, PartState>>> {
  const states = checks.map(async ({ name, check }) => {
    const error = await faultOf(check);
    report(name, error);
    return [name, error === null ? 'ok' : 'failing'] as const;
  });
  return Object.fromEntries(await Promise.all(states));
}

/** Null where nobody knows. */
async function lagOf(feedLagMillis: HealthDeps['feedLagMillis']): Promise<number | null> {
  let lagMillis: number | null = null;
  await faultOf(async () => {
    lagMillis = Math.round(await feedLagMillis());
  });
  return lagMillis;
}

async function faultOf(check: () => Promise<unknown>): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error('no answer in time'));
    }, CHECK_TIMEOUT_MILLIS);
  });
  try {
    await Promise.race([check(), timeout]);
    return null;
  } catch (error) {
    return error;
  } finally {
    clearTimeout(timer);
  }
}
