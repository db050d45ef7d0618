import type { Core } from './context.ts';
import { describeError } from './http/errors.ts';
import type { CoreLog } from './options.ts';

const EVERY_TEN_MINUTES_MILLIS = 600_000;

/**
 * Deletes expired rows and makes due keys, now and again and again (docs/core-contract.md, 'Keys' and 'Settings'); gives
 * back what stops it. Nobody waits for the first keys of a new core but who needs one: to find them takes longer than all
 * the rest of its start.
 */
export function startMaintenance(
  core: Core,
  log: CoreLog,
  intervalMillis = EVERY_TEN_MINUTES_MILLIS,
): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  let isRunning = false;
  const run = (): void => {
    if (isRunning) return;
    isRunning = true;
    running = maintain(core)
      .catch((error: unknown) => {
        log.error({ error: describeError(error) }, 'the session core could not make its keys, or not clean up');
      })
      .finally(() => {
        isRunning = false;
      });
  };
  const timer = setInterval(run, intervalMillis);
  timer.unref();
  run();
  return async () => {
    clearInterval(timer);
    await running;
  };
}

async function maintain({ store, keys, now }: Core): Promise<void> {
  await keys.maintain(now());
  let removed: number;
  // A bounded number at a time, so that requests get their turn.
  do removed = await store.call('removeExpired', { now: now() });
  while (removed > 0);
}
