import type { RequestHandler } from 'express';

const READY_TIMEOUT_MILLIS = 2000;

/** What readiness depends on. */
export interface HealthDeps {
  isCoreReady(): Promise<boolean>;
  isClosing(): boolean;
}

/** Answers as long as the process serves. */
export const live: RequestHandler = (_req, res) => {
  res.set('cache-control', 'no-store').json({ status: 'live' });
};

/** Answers 200 only while requests can be served: the session core answers, and the server is not shutting down. */
export function createReady(deps: HealthDeps): RequestHandler {
  return async (_req, res) => {
    const reason = deps.isClosing() ? 'shutting down' : await coreFault(deps);
    res.set('cache-control', 'no-store');
    if (reason === null) res.json({ status: 'ready' });
    else res.status(503).json({ status: 'not ready', reason });
  };
}

async function coreFault(deps: HealthDeps): Promise<string | null> {
  const timer = new AbortController();
  const timeout = new Promise<boolean>((resolve) => {
    const handle = setTimeout(() => {
      resolve(false);
    }, READY_TIMEOUT_MILLIS);
    timer.signal.addEventListener('abort', () => {
      clearTimeout(handle);
    });
  });
  try {
    // A core that is down is not an error here: it is the answer.
    const ready = await Promise.race([deps.isCoreReady().catch(() => false), timeout]);
    return ready ? null : 'the session core does not answer';
  } finally {
    timer.abort();
  }
}
