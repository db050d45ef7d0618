import type { Core } from './context.ts';
import { describeError } from './http/errors.ts';
import type { CoreLog } from './options.ts';

const EVERY_TEN_MINUTES_MILLIS = 600_000;
/** To find the first keys of a new core takes as long as the rest of a start, which is over by then. */
const FIRST_AFTER_MILLIS = 1_000;

/**
 * Deletes expired rows and makes due keys, soon and again and again (docs/core-contract.md, 'Keys' and 'Settings'); gives
 * back what stops it. Who needs a key before has it made.
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
  const first = setTimeout(run, FIRST_AFTER_MILLIS).unref();
  return async () => {
    clearInterval(timer);
    clearTimeout(first);
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
