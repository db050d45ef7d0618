import type { Stream } from '../claims/history/types.ts';
import type { Ledger } from '../ledger/ledger.ts';

const HOUR_MILLIS = 3_600_000;
const DAY_MILLIS = 24 * HOUR_MILLIS;
const CHANGES_AT_A_TIME = 1_000;
const SESSIONS_AT_A_TIME = 1_000;
const PAGES_A_ROUND = 100;

/**
 * Deletes, each hour, changes that are older than the retention, and has sessions that nobody writes to looked at: of one
 * that has expired nothing is kept. @returns what ends it, when what is under way is done
 */
export function startPurge(
  ledger: Pick<Ledger, 'purge' | 'watchQuiet'>,
  retentionDays: number,
  onError: (error: unknown) => void,
  { everyMillis = HOUR_MILLIS, now = Date.now }: { readonly everyMillis?: number; readonly now?: () => number } = {},
): () => Promise<void> {
  let isOver = false;
  const purge = async (): Promise<void> => {
    const beforeMillis = now() - retentionDays * DAY_MILLIS;
    while (!isOver && (await ledger.purge(beforeMillis, CHANGES_AT_A_TIME)) === CHANGES_AT_A_TIME);
  };
  let last: Stream | null = null;
  const watch = async (): Promise<void> => {
    for (let pages = 0; pages < PAGES_A_ROUND && !isOver; pages += 1) {
      last = await ledger.watchQuiet(last, SESSIONS_AT_A_TIME);
      if (last === null) return;
    }
  };
  let underWay = Promise.resolve();
  const timer = setInterval(() => {
    underWay = underWay.then(purge).catch(onError).then(watch).catch(onError);
  }, everyMillis);
  timer.unref();
  return () => {
    isOver = true;
    clearInterval(timer);
    return underWay;
  };
}
