import { afterAll, afterEach, beforeAll, expect, vi } from 'vitest';

import { type PostgresLock, postgresLock, type PostgresLockOptions } from '../../src/locks/postgres/lock.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';

export const UNAVAILABLE = { code: 'LOCKS_UNAVAILABLE', outcome: 'NOT_APPLIED' };
export const TIMEOUT = { code: 'LOCK_TIMEOUT' };

export interface Instances {
  readonly server: TestPostgres;
  /** Like one more instance: locks of different calls share nothing but the database. */
  readonly instance: (options?: Partial<PostgresLockOptions>) => PostgresLock;
  /** The server processes that hold advisory locks (granted), or wait for them. */
  readonly backends: (granted: boolean) => Promise<number[]>;
  /** Until so many wait in PostgreSQL. */
  readonly untilWaiting: (count: number) => Promise<void>;
  /** Until so many advisory locks are held or waited for. */
  readonly untilLocks: (count: number) => Promise<void>;
}

/** One PostgreSQL for a test file; after each test, all instances are closed, and no lock is left. */
export function useInstances(): Instances {
  let started: TestPostgres | undefined;
  const opened: PostgresLock[] = [];
  const instances: Instances = {
    get server() {
      return started ?? expect.fail('PostgreSQL has not been started.');
    },
    instance: (options = {}) => {
      const lock = postgresLock({ connectionString: instances.server.connectionString, ...options });
      opened.push(lock);
      return lock;
    },
    backends: async (granted) => {
      const rows = await instances.server.query<{ pid: number }>(
        `SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted = ${String(granted)}`,
      );
      return rows.map(({ pid }) => pid);
    },
    untilWaiting: async (count) => {
      await vi.waitFor(async () => {
        expect(await instances.backends(false)).toHaveLength(count);
      }, 5_000);
    },
    untilLocks: async (count) => {
      await vi.waitFor(async () => {
        const [held, waiting] = [await instances.backends(true), await instances.backends(false)];
        expect([...held, ...waiting]).toHaveLength(count);
      }, 5_000);
    },
  };
  beforeAll(async () => {
    started = await startPostgres();
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((lock) => lock.close()));
    await instances.untilLocks(0);
  });
  afterAll(() => started?.stop());
  return instances;
}
