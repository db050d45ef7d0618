import type { Ledger } from '../ledger/ledger.ts';

const HOUR_MILLIS = 3_600_000;
const DAY_MILLIS = 24 * HOUR_MILLIS;
const CHANGES_AT_A_TIME = 1_000;

/** Deletes, each hour, changes that are older than the retention. @returns what ends it, when what is under way is done */
export function startPurge(
  ledger: Pick<Ledger, 'purge'>,
  retentionDays: number,
  onError: (error: unknown) => void,
  { everyMillis = HOUR_MILLIS, now = Date.now }: { readonly everyMillis?: number; readonly now?: () => number } = {},
): () => Promise<void> {
  let isOver = false;
  const purge = async (): Promise<void> => {
    const beforeMillis = now() - retentionDays * DAY_MILLIS;
    while (!isOver && (await ledger.purge(beforeMillis, CHANGES_AT_A_TIME)) === CHANGES_AT_A_TIME);
  };
  let underWay = Promise.resolve();
  const timer = setInterval(() => {
    underWay = underWay.then(purge).catch(onError);
  }, everyMillis);
  timer.unref();
  return () => {
    isOver = true;
    clearInterval(timer);
    return underWay;
  };
}
