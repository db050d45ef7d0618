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
    ledger: { takeDue: () => Promise.resolve(due.shift() ?? []) },
    sweep: (stream, mayRepair) => {
      const may = mayRepair({ marker: '1aaaa', hash: 'stale' });
      told.swept.push([stream, may]);
      return Promise.resolve(may ? 'REPAIRED' : 'ADOPTED');
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

  it('gives up after the same was repaired three times, and raises an alarm', async () => {
    const due: Stream[][] = [['session:a'], ['session:stale'], ['session:stale'], ['session:stale'], ['session:stale']];
    const { tick, swept, alarms, close } = sweeper(due);
    for (let round = 0; round < 5; round += 1) await tick();
    expect(swept.map(([, may]) => may)).toEqual([true, true, true, true, false]);
    expect(alarms).toEqual(['session:stale']);
    await close();
  });

  it('tells what became of a stream, where there was something to do', async () => {
    const settled: string[] = [];
    const { tick, close } = sweeper([['session:a', 'session:b']], {
      sweep: (stream) => Promise.resolve(stream === 'session:a' ? 'LANDED' : 'SETTLED'),
      onSettled: (stream, outcome) => settled.push(`${stream} ${outcome}`),
    });
    await tick();
    expect(settled).toEqual(['session:a LANDED']);
    await close();
  });

  it('goes on where a stream or the ledger fails, and says so', async () => {
    const fault = new Error('the core is down');
    const { tick, errors, close } = sweeper([['session:a', 'session:b']], { sweep: () => Promise.reject(fault) });
    await tick();
    expect(errors).toEqual([fault, fault]);
    await close();
    const dead = sweeper([], {
      ledger: { takeDue: () => Promise.reject(fault) },
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
