import type { Logger } from 'pino';

import { withoutRedaction } from './logger.ts';

/** How long somebody waited for a lock. */
export interface LockWait {
  readonly kind: string;
  readonly waitedMillis: number;
  /** The code of the error where they did not get it. */
  readonly failure: string | null;
}

/** A lock that is free is there in a few milliseconds: who waits for this long waits for somebody. */
const WORTH_A_LINE_MILLIS = 500;

/** Writes down long waits for a lock, and those in vain. */
export function lockWaitLog(logger: Logger): (wait: LockWait) => void {
  const lines = withoutRedaction(logger);
  return (wait) => {
    if (wait.failure === null && wait.waitedMillis < WORTH_A_LINE_MILLIS) return;
    const entry = { event: 'lock.waited', ...wait, waitedMillis: Math.round(wait.waitedMillis) };
    if (wait.failure === null) lines.info(entry, 'lock.waited');
    else lines.warn(entry, 'lock.waited');
  };
}
