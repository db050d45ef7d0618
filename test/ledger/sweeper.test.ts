import { describe, expect, it } from 'vitest';

import type { Stream } from '../../src/claims/history/types.ts';
import { startSweeper, type SweeperOptions } from '../../src/ledger/sweep/sweeper.ts';

interface Told {
  readonly swept: [Stream, boolean][];
  readonly alarms: Stream[];
  readonly errors: unknown[];
}

function sweeper(
  due: Stream[][],
  options: Partial<SweeperOptions> = {},
): Told & { tick: () => Promise<void>; close: () => Promise<void>; waits: number[] } {
  const told: Told = { swept: [], alarms: [], errors: [] };
  const waits: number[] = [];
  let callback: (() => void) | undefined;
  const running = startSweeper({
    ledger: {
      takeDue: () => Promise.resolve(due.shift() ?? []),
      recentRepairs: (stream) => Promise.resolve(stream === 'session:stale' ? 3 : 2),
    },
    sweep: (stream, mayRepair) => {
      told.swept.push([stream, mayRepair]);
      return Promise.resolve(mayRepair ? 'REPAIRED' : 'ADOPTED');
    },
    onAlarm: (stream) => told.alarms.push(stream),
    onError: (error) => told.errors.push(error),
    timers: {
      after: (millis, then) => {
        waits.push(millis);
        callback = then;
        return () => (callback = undefined);
      },
    },
    ...options,
  });
  const tick = async (): Promise<void> => {
    callback?.();
    await running.round();
    await new Promise(setImmediate);
  };
  return { ...told, tick, waits, close: () => running.close() };
}

describe('the sweeper', () => {
  it('looks at what is due, round after round', async () => {
    const { tick, swept, waits, close } = sweeper([['session:a', 'session:b'], [], ['session:a']]);
    for (let round = 0; round < 3; round += 1) await tick();
    expect(swept.map(([stream]) => stream)).toEqual(['session:a', 'session:b', 'session:a']);
    expect(waits).toEqual([1_000, 1_000, 1_000, 1_000]);
    await close();
  });

  it('gives repairs up after three of them, and raises an alarm', async () => {
    const { tick, swept, alarms, close } = sweeper([['session:stale', 'session:a']]);
    await tick();
    expect(swept).toEqual([
      ['session:stale', false],
      ['session:a', true],
    ]);
    expect(alarms).toEqual(['session:stale']);
    await close();
  });

  it('goes on where a stream or the ledger fails, and says so', async () => {
    const fault = new Error('the core is down');
    const { tick, errors, close } = sweeper([['session:a', 'session:b']], { sweep: () => Promise.reject(fault) });
    await tick();
    expect(errors).toEqual([fault, fault]);
    await close();
    const dead = sweeper([], {
      ledger: { takeDue: () => Promise.reject(fault), recentRepairs: () => Promise.resolve(0) },
    });
    await dead.tick();
    await dead.tick();
    expect(dead.errors).toEqual([fault, fault]);
    await dead.close();
  });

  it('begins no other round once it is closed, and waits for the one under way', async () => {
    let finish = (): void => undefined;
    const { tick, swept, close } = sweeper([['session:a'], ['session:b']], {
      sweep: () =>
        new Promise(
          (resolve) =>
            (finish = (): void => {
              resolve('SETTLED');
            }),
        ),
    });
    const round = tick();
    await new Promise(setImmediate);
    const closed = close();
    finish();
    await Promise.all([round, closed]);
    await tick();
    expect(swept).toEqual([]);
  });
});
