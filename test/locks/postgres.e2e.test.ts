import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type PostgresLock, postgresLock, type PostgresLockOptions } from '../../src/locks/postgres.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { holding, lockContract } from './contract.ts';

const UNAVAILABLE = { code: 'SESSION_CORE_UNAVAILABLE', outcome: 'NOT_APPLIED' };
const TIMEOUT = { code: 'LOCK_TIMEOUT' };

let server: TestPostgres;
const opened: PostgresLock[] = [];

beforeAll(async () => {
  server = await startPostgres();
});
afterAll(async () => {
  await server.stop();
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((lock) => lock.close()));
  await untilLocks(0);
});

/** Like one more instance: locks of different calls share nothing but the database. */
function instance(options: Partial<PostgresLockOptions> = {}): PostgresLock {
  const lock = postgresLock({ connectionString: server.connectionString, ...options });
  opened.push(lock);
  return lock;
}

/** The server processes that hold advisory locks, or wait for them. */
async function backends(granted: boolean): Promise<number[]> {
  const rows = await server.query<{ pid: number }>(
    `SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted = ${String(granted)}`,
  );
  return rows.map(({ pid }) => pid);
}

async function untilWaiting(count: number): Promise<void> {
  await vi.waitFor(async () => {
    expect(await backends(false)).toHaveLength(count);
  }, 5_000);
}

async function untilLocks(count: number): Promise<void> {
  await vi.waitFor(async () => {
    expect([...(await backends(true)), ...(await backends(false))]).toHaveLength(count);
  }, 5_000);
}

async function terminateHolder(): Promise<void> {
  await server.query(`SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted`);
}

lockContract('PostgreSQL', instance);

describe('two instances on one PostgreSQL', () => {
  it('exclude each other', async () => {
    const instances = [instance(), instance()];
    let stored = 0;
    const add = async (): Promise<void> => {
      const read = stored;
      await new Promise(setImmediate);
      stored = read + 1;
    };
    await Promise.all(Array.from({ length: 50 }, (_, i) => holding(instances[i % 2] ?? instance(), 'session:a', add)));
    expect(stored).toBe(50);
  });

  it('have one waiter per key and instance in PostgreSQL', async () => {
    const [first, second] = [instance(), instance()];
    const held = await first.acquire('session:a');
    const waiting = Array.from({ length: 20 }, () => holding(second, 'session:a', (lock) => lock.assertHeld()));
    await untilWaiting(1);
    await held.release();
    await Promise.all(waiting);
  });

  it('time out on each other, and leave nothing behind', async () => {
    const held = await instance().acquire('session:a');
    await expect(instance().acquire('session:a', { waitMillis: 50 })).rejects.toMatchObject(TIMEOUT);
    await untilLocks(1);
    await held.assertHeld();
    await held.release();
  });

  it('keep the connection of a waiter that timed out', async () => {
    const second = instance();
    await second.check();
    const connections = `SELECT pid FROM pg_stat_activity WHERE application_name = 'claimset' ORDER BY pid`;
    const held = await instance().acquire('session:a');
    const before = await server.query(connections);
    await expect(second.acquire('session:a', { waitMillis: 100 })).rejects.toMatchObject(TIMEOUT);
    expect(await server.query(connections)).toEqual(before);
    await held.release();
  });
});

describe('a deadline that meets the grant', () => {
  it('leaves no lock behind', async () => {
    const [first, second] = [instance(), instance()];
    await Promise.all([first.check(), second.check()]);
    let timeouts = 0;
    for (let round = 0; round < 60; round += 1) {
      const held = await first.acquire('session:a');
      const waiting = second.acquire('session:a', { waitMillis: 10 });
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

  it('leaves no lock behind where PostgreSQL hangs beyond it', async () => {
    const [first, second] = [instance(), instance()];
    const held = await first.acquire('session:a');
    const waiting = expect(second.acquire('session:a', { waitMillis: 1_000 })).rejects.toMatchObject(TIMEOUT);
    await untilWaiting(1);
    const pids = await backends(false);
    for (const pid of pids) process.kill(pid, 'SIGSTOP');
    await held.release();
    await waiting;
    for (const pid of pids) process.kill(pid, 'SIGCONT');
    await untilLocks(0);
    await holding(first, 'session:a', (lock) => lock.assertHeld());
  });
});

describe('a holder that is lost', () => {
  it('frees the lock when its process is killed', async () => {
    const holder = spawn(
      process.execPath,
      ['--import', 'tsx', fileURLToPath(new URL('hold-lock.ts', import.meta.url)), 'session:a'],
      { env: { ...process.env, DATABASE_URL: server.connectionString }, stdio: ['pipe', 'pipe', 'inherit'] },
    );
    await once(holder.stdout, 'data');
    const waiting = instance().acquire('session:a');
    await untilWaiting(1);
    holder.kill('SIGKILL');
    await (await waiting).release();
  });

  it('is told when its connection is cut, and the next one proceeds', async () => {
    const held = await instance().acquire('session:a');
    const waiting = instance().acquire('session:a');
    await untilWaiting(1);
    await terminateHolder();
    const next = await waiting;
    await expect(held.assertHeld()).rejects.toMatchObject(UNAVAILABLE);
    await next.assertHeld();
    await held.release();
    await next.assertHeld();
    await next.release();
  });

  it('is told when PostgreSQL does not answer for the lock in time', async () => {
    const lock = instance({ answerMillis: 100 });
    const held = await lock.acquire('session:a');
    const pids = await backends(true);
    for (const pid of pids) process.kill(pid, 'SIGSTOP');
    await expect(held.assertHeld()).rejects.toMatchObject(UNAVAILABLE);
    await held.release();
    for (const pid of pids) process.kill(pid, 'SIGCONT');
    await holding(lock, 'session:a', (next) => next.assertHeld());
  });

  it('lets go of a connection that does not answer to its release', async () => {
    const lock = instance({ answerMillis: 100 });
    const held = await lock.acquire('session:a');
    const pids = await backends(true);
    for (const pid of pids) process.kill(pid, 'SIGSTOP');
    await held.release();
    for (const pid of pids) process.kill(pid, 'SIGCONT');
    await holding(lock, 'session:a', (next) => next.assertHeld());
  });
});

describe('a PostgreSQL that restarts', () => {
  it('takes the lock from holders and waiters with a clear error, and serves again afterwards', async () => {
    const [first, second] = [instance(), instance()];
    const held = await first.acquire('session:a');
    const waiting = expect(second.acquire('session:a')).rejects.toMatchObject(UNAVAILABLE);
    await untilWaiting(1);
    await server.restart();
    await waiting;
    await expect(held.assertHeld()).rejects.toMatchObject(UNAVAILABLE);
    await held.release();
    for (const lock of [first, second]) await holding(lock, 'session:a', (next) => next.assertHeld());
  });

  it('is noticed on idle connections, and told without secrets', async () => {
    const onError = vi.fn<(error: Error) => void>();
    const lock = instance({ onError });
    await lock.check();
    await server.restart();
    await vi.waitFor(() => {
      expect(onError).toHaveBeenCalled();
    });
    expect(Object.keys(onError.mock.calls[0]?.[0] ?? {})).not.toContain('client');
    await holding(lock, 'session:a', (next) => next.assertHeld());
  });

  it('is unavailable while it is down', async () => {
    const lock = instance();
    await server.halt();
    await expect(lock.acquire('session:a')).rejects.toMatchObject(UNAVAILABLE);
    await expect(lock.check()).rejects.toMatchObject(UNAVAILABLE);
    await server.resume();
    await lock.check();
    await holding(lock, 'session:a', (next) => next.assertHeld());
  });
});
