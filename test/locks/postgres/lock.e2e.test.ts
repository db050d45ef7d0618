import { describe, expect, it } from 'vitest';

import { sessionLockKey } from '../../../src/locks/lock.ts';
import { holding, lockContract } from '../contract.ts';
import { TIMEOUT, useInstances } from '../instances.ts';

const instances = useInstances();
const { instance, untilLocks, untilWaiting } = instances;

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
    await Promise.all(
      Array.from({ length: 50 }, (_, i) => holding(instances[i % 2] ?? instance(), sessionLockKey('a'), add)),
    );
    expect(stored).toBe(50);
  });

  it('have one waiter per key and instance in PostgreSQL', async () => {
    const [first, second] = [instance(), instance()];
    const held = await first.acquire(sessionLockKey('a'));
    const waiting = Array.from({ length: 20 }, () => holding(second, sessionLockKey('a'), (lock) => lock.assertHeld()));
    await untilWaiting(1);
    await held.release();
    await Promise.all(waiting);
  });

  it('time out on each other, and leave nothing behind', async () => {
    const held = await instance().acquire(sessionLockKey('a'));
    await expect(instance().acquire(sessionLockKey('a'), { waitMillis: 50 })).rejects.toMatchObject(TIMEOUT);
    await untilLocks(1);
    await held.assertHeld();
    await held.release();
  });

  it('keep the connection of a waiter that timed out', async () => {
    const second = instance();
    await second.check();
    const connections = `SELECT pid FROM pg_stat_activity WHERE application_name = 'claimset' ORDER BY pid`;
    const held = await instance().acquire(sessionLockKey('a'));
    const before = await instances.server.query(connections);
    await expect(second.acquire(sessionLockKey('a'), { waitMillis: 100 })).rejects.toMatchObject(TIMEOUT);
    expect(await instances.server.query(connections)).toEqual(before);
    await held.release();
  });
});
