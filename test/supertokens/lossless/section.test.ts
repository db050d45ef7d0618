import { afterEach, describe, expect, it, vi } from 'vitest';

import { inProcessLock } from '../../../src/locks/in-process.ts';
import { sessionLockKey } from '../../../src/locks/lock.ts';
import { DEFAULT_TIME_LIMITS, type LockedSection, underLock } from '../../../src/supertokens/lossless/section.ts';

const KEY = sessionLockKey('a');
const hanging = () => new Promise<never>(() => undefined);
const refused = () =>
  Promise.reject(new Error('SuperTokens core threw an error with status code: 400 and message: no'));
const failing = () =>
  Promise.reject(new Error('SuperTokens core threw an error with status code: 500 and message: oh'));

/** Runs work under a lock of its own, with limits that let a test end. */
function locked<T>(lock: ReturnType<typeof inProcessLock>, work: (section: LockedSection) => Promise<T>, limits = {}) {
  return underLock(lock, KEY, { ...DEFAULT_TIME_LIMITS, ...limits }, work);
}

afterEach(() => {
  vi.useRealTimers();
});

describe('work under a lock', () => {
  it.each([
    ['hangs', hanging],
    ['is answered with 500', failing],
  ])('a read that %s has changed nothing', async (_name, read) => {
    const done = locked(inProcessLock(), (section) => section.read(read), { readMillis: 1 });
    await expect(done).rejects.toMatchObject({ code: 'SESSION_CORE_UNAVAILABLE', outcome: 'NOT_APPLIED' });
  });

  it.each([
    ['hangs', hanging],
    ['is answered with 500', failing],
  ])('a write that %s may have happened', async (_name, write) => {
    const done = locked(inProcessLock(), (section) => section.write(write), { writeMillis: 1, holdMillis: 1 });
    await expect(done).rejects.toMatchObject({ code: 'SESSION_CORE_UNAVAILABLE', outcome: 'UNKNOWN' });
  });

  it('what the core refuses reaches the caller as it is', async () => {
    await expect(locked(inProcessLock(), (section) => section.write(refused))).rejects.toThrow('status code: 400');
  });

  it('a write that hangs keeps the lock until it settles', async () => {
    const lock = inProcessLock();
    let land = (): void => undefined;
    const landing = new Promise<void>((resolve) => (land = resolve));
    await expect(locked(lock, (section) => section.write(() => landing), { writeMillis: 1 })).rejects.toThrow();
    await expect(lock.acquire(KEY, { waitMillis: 1 })).rejects.toMatchObject({ code: 'LOCK_TIMEOUT' });
    land();
    await expect(lock.acquire(KEY)).resolves.toBeDefined();
  });

  it('a write that never settles keeps the lock no longer than it may', async () => {
    const lock = inProcessLock();
    const limits = { writeMillis: 1, holdMillis: 5 };
    await expect(locked(lock, (section) => section.write(hanging), limits)).rejects.toThrow();
    await expect(lock.acquire(KEY)).resolves.toBeDefined();
  });

  it('that time is counted from the beginning of the write', async () => {
    vi.useFakeTimers();
    const lock = inProcessLock();
    const failing = expect(locked(lock, (section) => section.write(hanging))).rejects.toThrow();
    await vi.advanceTimersByTimeAsync(DEFAULT_TIME_LIMITS.writeMillis);
    await failing;
    await vi.advanceTimersByTimeAsync(DEFAULT_TIME_LIMITS.holdMillis - DEFAULT_TIME_LIMITS.writeMillis - 1);
    expect(lock.size).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(lock.size).toBe(0);
  });

  it('the lock is free after work that throws', async () => {
    const lock = inProcessLock();
    await expect(locked(lock, () => Promise.reject(new Error('mine')))).rejects.toThrow('mine');
    await expect(lock.acquire(KEY)).resolves.toBeDefined();
  });

  it('nothing is written where the lock has been lost', async () => {
    const lost = { acquire: () => Promise.resolve(lostLock), close: () => Promise.resolve() };
    const lostLock = { assertHeld: () => Promise.reject(new Error('lost')), release: () => Promise.resolve(false) };
    let isWritten = false;
    const write = () => Promise.resolve((isWritten = true));
    await expect(locked({ ...lost, size: 0 }, (section) => section.write(write))).rejects.toThrow('lost');
    expect(isWritten).toBe(false);
  });

  it.each([
    ['that is kept afterwards', 'write'],
    ['that is given back with it', 'lastWrite'],
  ] as const)('a write under a lock %s is not acknowledged where the lock was lost meanwhile', async (_name, how) => {
    let isLost = false;
    const held = {
      assertHeld: () => (isLost ? Promise.reject(new Error('lost')) : Promise.resolve()),
      release: () => Promise.resolve(!isLost),
    };
    const lock = { acquire: () => Promise.resolve(held), close: () => Promise.resolve() };
    const write = () => Promise.resolve((isLost = true));
    const done = underLock(lock, KEY, DEFAULT_TIME_LIMITS, (section) => section[how](write));
    await expect(done).rejects.toMatchObject({ code: 'SESSION_CORE_UNAVAILABLE', outcome: 'UNKNOWN' });
  });
});
