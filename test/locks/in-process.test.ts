import { describe, expect, it } from 'vitest';

import { inProcessLock } from '../../src/locks/in-process.ts';
import { commandLockKey, lockName, sessionLockKey, userLockKey } from '../../src/locks/lock.ts';
import { codeOf, holding, lockContract } from './contract.ts';

lockContract('in-process', inProcessLock);

describe('inProcessLock', () => {
  it('forgets a key when nobody holds it or waits for it', async () => {
    const lock = inProcessLock();
    const held = await lock.acquire(sessionLockKey('a'));
    const waiting = lock.acquire(sessionLockKey('a'));
    expect(lock.size).toBe(1);
    await held.release();
    await (await waiting).release();
    expect(lock.size).toBe(0);
  });

  it('forgets a key after timeouts, refusals and errors', async () => {
    const lock = inProcessLock({ waitMillis: 10, maxWaitersPerKey: 3 });
    const held = await lock.acquire(sessionLockKey('a'));
    const attempts = await Promise.allSettled(Array.from({ length: 10 }, () => lock.acquire(sessionLockKey('a'))));
    expect(attempts.map(codeOf)).toEqual(Array.from({ length: 10 }, () => 'LOCK_TIMEOUT'));
    await held.release();
    await holding(lock, sessionLockKey('b'), () => Promise.reject(new Error('failed'))).catch(() => undefined);
    expect(lock.size).toBe(0);
  });

  it('lets in exactly as many waiters as it says', async () => {
    const lock = inProcessLock({ maxWaitersPerKey: 2 });
    const asked = Array.from({ length: 5 }, () => lock.acquire(sessionLockKey('a')));
    const refused = await Promise.allSettled(asked.slice(3));
    expect(refused.map(codeOf)).toEqual(['LOCK_TIMEOUT', 'LOCK_TIMEOUT']);
    for (const held of asked.slice(0, 3)) await (await held).release();
  });

  it('has room again after waiters gave up', async () => {
    const lock = inProcessLock({ maxWaitersPerKey: 1 });
    const held = await lock.acquire(sessionLockKey('a'));
    await expect(lock.acquire(sessionLockKey('a'), { waitMillis: 5 })).rejects.toMatchObject({ code: 'LOCK_TIMEOUT' });
    const patient = lock.acquire(sessionLockKey('a'));
    await held.release();
    await (await patient).release();
  });

  it('takes a free lock without waiting', async () => {
    const held = await inProcessLock().acquire(sessionLockKey('a'), { waitMillis: 0 });
    await held.assertHeld();
  });

  it('waits without an end where told so', async () => {
    const lock = inProcessLock({ waitMillis: Infinity });
    const held = await lock.acquire(sessionLockKey('a'));
    const waiting = lock.acquire(sessionLockKey('a'));
    await held.release();
    await (await waiting).assertHeld();
  });

  it('gives no lock to one whose turn comes while the lock closes', async () => {
    const lock = inProcessLock();
    const held = await lock.acquire(sessionLockKey('a'));
    const waiting = expect(lock.acquire(sessionLockKey('a'))).rejects.toMatchObject({ code: 'LOCKS_UNAVAILABLE' });
    await Promise.all([held.release(), lock.close()]);
    await waiting;
    expect(lock.size).toBe(0);
  });
});

describe('the keys of locks', () => {
  it('are stable, because other processes use them too', () => {
    expect(lockName(sessionLockKey('h-1'))).toBe('session:h-1');
    expect(lockName(userLockKey('u-1'))).toBe('user:u-1');
    expect(lockName(commandLockKey('user:u-1', 'k-1'))).toBe('command:user:u-1:k-1');
  });
});
