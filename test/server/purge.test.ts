import { describe, expect, it, onTestFinished, vi } from 'vitest';

import type { Stream } from '../../src/claims/history/types.ts';
import { startPurge } from '../../src/server/purge.ts';

const DAY_MILLIS = 86_400_000;
const NOW = 1_000 * DAY_MILLIS;

/** Purges by a clock that the test moves, with a ledger of so many changes that are too old. */
function purging(old: number, fail = false) {
  vi.useFakeTimers();
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const asked: { beforeMillis: number; limit: number }[] = [];
  const errors: unknown[] = [];
  let left = old;
  const purge = (beforeMillis: number, limit: number): Promise<number> => {
    asked.push({ beforeMillis, limit });
    if (fail) return Promise.reject(new Error('the ledger is away'));
    const count = Math.min(limit, left);
    left -= count;
    return Promise.resolve(count);
  };
  const watched: (Stream | null)[] = [];
  const watchQuiet = (after: Stream | null): Promise<Stream | null> => {
    watched.push(after);
    return Promise.resolve<Stream | null>(watched.length === 150 ? null : `session:${watched.length}`);
  };
  const stop = startPurge({ purge, watchQuiet }, 400, (error) => errors.push(error), { now: () => NOW });
  return { asked, watched, errors, stop, anHour: () => vi.advanceTimersByTimeAsync(3_600_000) };
}

describe('old changes', () => {
  it('are deleted each hour, those before the retention', async () => {
    const { asked, anHour, stop } = purging(5);
    expect(asked).toEqual([]);
    await anHour();
    expect(asked).toEqual([{ beforeMillis: NOW - 400 * DAY_MILLIS, limit: 1_000 }]);
    await anHour();
    expect(asked).toHaveLength(2);
    await stop();
  });

  it('are deleted some at a time, until none is left', async () => {
    const { asked, anHour, stop } = purging(2_500);
    await anHour();
    expect(asked).toHaveLength(3);
    await stop();
  });

  it('stay for another hour where the ledger does not answer', async () => {
    const { asked, errors, anHour, stop } = purging(5, true);
    await anHour();
    await anHour();
    expect([asked.length, errors.length]).toEqual([2, 2]);
    await stop();
  });

  it('of sessions go with these: each hour some are looked for, from where it was left on, also where purging fails', async () => {
    const { watched, anHour, stop } = purging(5, true);
    await anHour();
    expect([watched.length, watched[0], watched.at(-1)]).toEqual([100, null, 'session:99']);
    await anHour();
    expect([watched.length, watched[100]]).toEqual([150, 'session:100']);
    await stop();
  });

  it('are left alone once it has ended', async () => {
    const { asked, anHour, stop } = purging(5);
    await stop();
    await anHour();
    expect(asked).toEqual([]);
  });
});
