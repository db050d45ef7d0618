import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { describe, expect, it, vi } from 'vitest';

import { sessionLockKey } from '../../../src/locks/lock.ts';
import { holding } from '../contract.ts';
import { TIMEOUT, UNAVAILABLE, useInstances } from '../instances.ts';
import { startProxy } from '../proxy.ts';

const instances = useInstances();
const { backends, instance, untilLocks, untilWaiting } = instances;

describe('a deadline that meets the grant', () => {
  it('leaves no lock behind', async () => {
    const [first, second] = [instance(), instance()];
    await Promise.all([first.check(), second.check()]);
    let timeouts = 0;
    for (let round = 0; round < 60; round += 1) {
      const held = await first.acquire(sessionLockKey('a'));
      const waiting = second.acquire(sessionLockKey('a'), { waitMillis: 10 });
      const released = new Promise((resolve) => setTimeout(resolve, 8 + (round % 5))).then(() => held.release());
      await waiting.then(
        (lock) => lock.release(),
        () => (timeouts += 1),
      );
      await released;
    }
    expect(timeouts).toBeGreaterThan(0);
    await untilLocks(0);
  });

  it('leaves no lock behind where the grant does not arrive in time', async () => {
    const proxy = await startProxy(instances.server.connectionString);
    const lock = instance({ connectionString: proxy.connectionString });
    await lock.check();
    proxy.holdBackAnswers();
    await expect(lock.acquire(sessionLockKey('a'), { waitMillis: 50 })).rejects.toMatchObject(TIMEOUT);
    await untilLocks(0);
    await proxy.close();
  });

  it('leaves no lock behind where PostgreSQL hangs beyond it', async () => {
    const [first, second] = [instance(), instance()];
    const held = await first.acquire(sessionLockKey('a'));
    const waiting = expect(second.acquire(sessionLockKey('a'), { waitMillis: 1_000 })).rejects.toMatchObject(TIMEOUT);
    await untilWaiting(1);
    const pids = await backends(false);
    for (const pid of pids) process.kill(pid, 'SIGSTOP');
    await held.release();
    await waiting;
    for (const pid of pids) process.kill(pid, 'SIGCONT');
    await untilLocks(0);
    await holding(first, sessionLockKey('a'), (lock) => lock.assertHeld());
  });
});

describe('a holder that is lost', () => {
  it('frees the lock when its process is killed', async () => {
    const holder = spawn(
      process.execPath,
      ['--import', 'tsx', fileURLToPath(new URL('../hold-lock.ts', import.meta.url)), 'a'],
      { env: { ...process.env, DATABASE_URL: instances.server.connectionString }, stdio: ['pipe', 'pipe', 'inherit'] },
    );
    await once(holder.stdout, 'data');
    const waiting = instance().acquire(sessionLockKey('a'));
    await untilWaiting(1);
    holder.kill('SIGKILL');
    await (await waiting).release();
  });

  it('is told when its connection is cut, and the next one proceeds', async () => {
    const held = await instance().acquire(sessionLockKey('a'));
    const waiting = instance().acquire(sessionLockKey('a'));
    await untilWaiting(1);
    await instances.server.query(
      `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted`,
    );
    const next = await waiting;
    await next.assertHeld();
    expect(await held.release()).toBe(false);
    await expect(held.assertHeld()).rejects.toMatchObject(UNAVAILABLE);
    await next.assertHeld();
    await next.release();
  });

  it('is told when PostgreSQL has ended its transaction for being idle', async () => {
    const held = await instance().acquire(sessionLockKey('a'));
    await instances.server.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction'`,
    );
    await untilLocks(0);
    expect(await held.release()).toBe(false);
  });

  it('is told when its process has slept over the answer', async () => {
    const held = await instance({ answerMillis: 50 }).acquire(sessionLockKey('a'));
    const answer = expect(held.assertHeld()).rejects.toMatchObject(UNAVAILABLE);
    await new Promise(setImmediate);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    await answer;
    expect(await held.release()).toBe(false);
  });

  it('is told when PostgreSQL does not answer for the lock in time', async () => {
    const lock = instance({ answerMillis: 100 });
    const held = await lock.acquire(sessionLockKey('a'));
    const pids = await backends(true);
    for (const pid of pids) process.kill(pid, 'SIGSTOP');
    await expect(held.assertHeld()).rejects.toMatchObject(UNAVAILABLE);
    await held.release();
    for (const pid of pids) process.kill(pid, 'SIGCONT');
    await holding(lock, sessionLockKey('a'), (next) => next.assertHeld());
  });

  it('lets go of a connection that does not answer to its release', async () => {
    const lock = instance({ answerMillis: 100 });
    const held = await lock.acquire(sessionLockKey('a'));
    const pids = await backends(true);
    for (const pid of pids) process.kill(pid, 'SIGSTOP');
    await held.release();
    for (const pid of pids) process.kill(pid, 'SIGCONT');
    await holding(lock, sessionLockKey('a'), (next) => next.assertHeld());
  });
});

describe('a PostgreSQL that restarts', () => {
  it('takes the lock from holders and waiters with a clear error, and serves again afterwards', async () => {
    const [first, second] = [instance(), instance()];
    const held = await first.acquire(sessionLockKey('a'));
    const waiting = expect(second.acquire(sessionLockKey('a'))).rejects.toMatchObject(UNAVAILABLE);
    await untilWaiting(1);
    await instances.server.restart();
    await waiting;
    await expect(held.assertHeld()).rejects.toMatchObject(UNAVAILABLE);
    await held.release();
    for (const lock of [first, second]) await holding(lock, sessionLockKey('a'), (next) => next.assertHeld());
  });

  it('is noticed on idle connections, and told without secrets', async () => {
    const onError = vi.fn<(error: Error) => void>();
    const lock = instance({ onError });
    await lock.check();
    await instances.server.restart();
    await vi.waitFor(() => {
      expect(onError).toHaveBeenCalled();
    });
    expect(Object.keys(onError.mock.calls[0]?.[0] ?? {})).not.toContain('client');
    await holding(lock, sessionLockKey('a'), (next) => next.assertHeld());
  });

  it('is unavailable while it is down', async () => {
    const lock = instance();
    await instances.server.halt();
    await expect(lock.acquire(sessionLockKey('a'))).rejects.toMatchObject(UNAVAILABLE);
    await expect(lock.check()).rejects.toMatchObject(UNAVAILABLE);
    await instances.server.resume();
    await lock.check();
    await holding(lock, sessionLockKey('a'), (next) => next.assertHeld());
  });
});
