import { setImmediate as macrotask } from 'node:timers/promises';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { type ClaimsLock, type HeldLock, type LockKey, sessionLockKey } from '../../src/locks/lock.ts';

export interface LockLimits {
  readonly waitMillis?: number;
  readonly maxWaitersPerKey?: number;
}

/** What every implementation of ClaimsLock must do. */
export function lockContract(name: string, createLock: (limits: LockLimits) => ClaimsLock): void {
  describe(`the contract of a lock: ${name}`, () => {
    const opened: ClaimsLock[] = [];
    const open = (limits: LockLimits = {}): ClaimsLock => {
      const lock = createLock(limits);
      opened.push(lock);
      return lock;
    };
    afterEach(async () => {
      await Promise.all(opened.splice(0).map((lock) => lock.close()));
    });

    exclusion(open);
    bounds(open);
    endings(open);
  });
}

type Open = (limits?: LockLimits) => ClaimsLock;

function exclusion(open: Open): void {
  let lock: ClaimsLock;
  beforeEach(() => {
    lock = open();
  });

  it('lets one at a time into the critical section', async () => {
    let stored = 0;
    await together(30, () =>
      holding(lock, sessionLockKey('a'), async () => {
        const read = stored;
        await macrotask();
        stored = read + 1;
      }),
    );
    expect(stored).toBe(30);
  });

  it('serves in the order of asking', async () => {
    const served: number[] = [];
    await together(10, (i) => holding(lock, sessionLockKey('a'), () => Promise.resolve(served.push(i))));
    expect(served).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('lets different keys pass one another', async () => {
    const first = await lock.acquire(sessionLockKey('a'));
    const second = await lock.acquire(sessionLockKey('b'), { waitMillis: 2_000 });
    await Promise.all([first.release(), second.release()]);
  });

  it('serves a burst of 50 on one key', async () => {
    let served = 0;
    await together(50, () => holding(lock, sessionLockKey('a'), () => Promise.resolve((served += 1))));
    expect(served).toBe(50);
  });
}

function bounds(open: Open): void {
  it('gives up with LOCK_TIMEOUT after the time it was made with', async () => {
    const lock = open({ waitMillis: 500 });
    const held = await lock.acquire(sessionLockKey('a'));
    await expect(lock.acquire(sessionLockKey('a'))).rejects.toMatchObject({ code: 'LOCK_TIMEOUT' });
    await held.release();
  });

  it('gives up after the time said in the call', async () => {
    const lock = open();
    const held = await lock.acquire(sessionLockKey('a'));
    const startedAt = performance.now();
    await expect(lock.acquire(sessionLockKey('a'), { waitMillis: 30 })).rejects.toMatchObject({ code: 'LOCK_TIMEOUT' });
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    await held.release();
  });

  it('leaves nothing behind of one that gave up', async () => {
    const lock = open();
    const held = await lock.acquire(sessionLockKey('a'));
    await expect(lock.acquire(sessionLockKey('a'), { waitMillis: 20 })).rejects.toMatchObject({ code: 'LOCK_TIMEOUT' });
    const patient = lock.acquire(sessionLockKey('a'));
    await held.release();
    const next = await patient;
    await next.assertHeld();
    await next.release();
    await holding(lock, sessionLockKey('a'), () => Promise.resolve());
  });

  it('turns a flood away at once, and hurts no other key', async () => {
    const lock = open({ maxWaitersPerKey: 5 });
    const held = await lock.acquire(sessionLockKey('a'));
    const waiting = Array.from({ length: 5 }, () => lock.acquire(sessionLockKey('a')));
    const startedAt = performance.now();
    const flood = await Promise.allSettled(Array.from({ length: 200 }, () => lock.acquire(sessionLockKey('a'))));
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    expect(new Set(flood.map(codeOf))).toEqual(new Set(['LOCK_TIMEOUT']));
    await holding(lock, sessionLockKey('b'), () => Promise.resolve());
    await held.release();
    for (const next of waiting) await (await next).release();
  });

  it.each([-1, Number.NaN])('refuses to wait %d ms', async (waitMillis) => {
    await expect(open().acquire(sessionLockKey('a'), { waitMillis })).rejects.toThrow(TypeError);
    expect(() => open({ waitMillis })).toThrow(TypeError);
    expect(() => open({ maxWaitersPerKey: waitMillis })).toThrow(TypeError);
  });
}

function endings(open: Open): void {
  it('says that it was held until it was given back, as often as asked', async () => {
    const held = await open().acquire(sessionLockKey('a'));
    expect([await held.release(), await held.release()]).toEqual([true, true]);
  });

  it('knows whether it is held', async () => {
    const held = await open().acquire(sessionLockKey('a'));
    await held.assertHeld();
    await held.release();
    await expect(held.assertHeld()).rejects.toMatchObject({ code: 'LOCKS_UNAVAILABLE', outcome: 'NOT_APPLIED' });
  });

  it('does not release for the next one when it is released twice', async () => {
    const lock = open();
    const first = await lock.acquire(sessionLockKey('a'));
    await Promise.all([first.release(), first.release()]);
    const second = await lock.acquire(sessionLockKey('a'));
    await first.release();
    await second.assertHeld();
    await expect(lock.acquire(sessionLockKey('a'), { waitMillis: 30 })).rejects.toMatchObject({ code: 'LOCK_TIMEOUT' });
    await second.release();
  });

  it('is free again after an error in the critical section', async () => {
    const lock = open();
    const failing = holding(lock, sessionLockKey('a'), () => Promise.reject(new Error('in the critical section')));
    await expect(failing).rejects.toThrow('in the critical section');
    await holding(lock, sessionLockKey('a'), () => Promise.resolve());
  });

  it('sends away on close: holders, waiters and latecomers', async () => {
    const lock = open();
    const held = await lock.acquire(sessionLockKey('a'));
    const waiting = expect(lock.acquire(sessionLockKey('a'))).rejects.toMatchObject({ code: 'LOCKS_UNAVAILABLE' });
    await lock.close();
    await waiting;
    await expect(held.assertHeld()).rejects.toMatchObject({ code: 'LOCKS_UNAVAILABLE' });
    await expect(lock.acquire(sessionLockKey('b'))).rejects.toMatchObject({ code: 'LOCKS_UNAVAILABLE' });
    await held.release();
    await lock.close();
  });
}

/** Runs a critical section the way callers do. */
export async function holding<T>(lock: ClaimsLock, key: LockKey, section: (held: HeldLock) => Promise<T>): Promise<T> {
  const held = await lock.acquire(key);
  try {
    return await section(held);
  } finally {
    await held.release();
  }
}

function together<T>(count: number, run: (index: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => run(index)));
}

/** The code that a promise was rejected with, or what happened instead. */
export function codeOf(result: PromiseSettledResult<unknown>): unknown {
  if (result.status === 'fulfilled') return 'fulfilled';
  const reason: unknown = result.reason;
  return reason instanceof Error && 'code' in reason ? reason.code : reason;
}
