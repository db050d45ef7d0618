import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { inspect } from 'node:util';

import { describe, expect, it } from 'vitest';

import { commandLockKey, sessionLockKey, userLockKey } from '../../../src/locks/lock.ts';
import { Connections } from '../../../src/locks/postgres/connections.ts';
import { postgresLock } from '../../../src/locks/postgres/lock.ts';
import { LockTransaction } from '../../../src/locks/postgres/transaction.ts';
import { holding } from '../contract.ts';
import { TIMEOUT, UNAVAILABLE, useInstances } from '../instances.ts';

const instances = useInstances();
const { instance: open } = instances;

describe('connections that are all in use', () => {
  it('are waited for until the deadline of the lock', async () => {
    const lock = open({ maxConnections: 1 });
    const held = await lock.acquire(sessionLockKey('a'));
    await expect(lock.acquire(sessionLockKey('b'), { waitMillis: 30 })).rejects.toMatchObject(TIMEOUT);
    const waiting = lock.acquire(sessionLockKey('b'));
    await held.release();
    await (await waiting).release();
  });

  it('are waited for by so many, and no more', async () => {
    const lock = open({ maxConnections: 1, maxWaitersPerKey: 1 });
    const held = await lock.acquire(sessionLockKey('a'));
    const waiting = lock.acquire(sessionLockKey('b'));
    await expect(lock.acquire(sessionLockKey('c'))).rejects.toMatchObject(TIMEOUT);
    await held.release();
    await (await waiting).release();
  });

  it('are no deadlock where holders of commands wait for users, and these for sessions', async () => {
    const lock = open({ maxConnections: 1, waitMillis: 5_000 });
    const done = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        holding(lock, commandLockKey('key:crm', `${i}`), () =>
          holding(lock, userLockKey(`${i % 3}`), () =>
            holding(lock, sessionLockKey(`${i % 4}`), () => Promise.resolve(i)),
          ),
        ),
      ),
    );
    expect(done).toHaveLength(10);
  });
});

describe('a transaction that ended behind the back of its holder', () => {
  it('does not pass as held, although the connection lives', async () => {
    const connections = new Connections({
      connectionString: instances.server.connectionString,
      maxConnections: 1,
      maxWaiters: 1,
      onError: () => undefined,
    });
    const lease = await connections.lease(performance.now() + 5_000);
    const transaction = await LockTransaction.begin(lease, 1n, 1_000, 1_000);
    await transaction.assertOpen();
    await lease.query('COMMIT', 1_000);
    await expect(transaction.assertOpen()).rejects.toMatchObject(UNAVAILABLE);
    await connections.close();
  });

  it('does not confuse one holder with the next on the same connection', async () => {
    const lock = open({ maxConnections: 1 });
    await holding(lock, sessionLockKey('a'), (held) => held.assertHeld());
    await expect(
      holding(lock, sessionLockKey('a'), (held) => Promise.all([held.assertHeld(), held.assertHeld()])),
    ).resolves.toEqual([undefined, undefined]);
  });
});

describe('a PostgreSQL that cannot be used', () => {
  it('is said to be unavailable where nothing listens', async () => {
    const lock = open({ connectionString: 'postgres://me:s3cret@127.0.0.1:1/none' });
    const error = await rejection(lock.acquire(sessionLockKey('a')));
    expect(error).toMatchObject({ ...UNAVAILABLE, cause: { code: 'ECONNREFUSED' } });
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('s3cret');
  });

  it('is said to be unavailable where it refuses the password, which nobody gets to see', async () => {
    const url = new URL(instances.server.connectionString);
    url.password = 's3cret';
    const error = await rejection(open({ connectionString: url.href }).acquire(sessionLockKey('a')));
    expect(error).toMatchObject({ ...UNAVAILABLE, cause: { code: '28P01' } });
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('s3cret');
  });

  it('is waited for no longer than the deadline where it accepts and says nothing', async () => {
    const sockets: Socket[] = [];
    const mute = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const address = mute.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const lock = open({ connectionString: `postgres://me:s3cret@127.0.0.1:${port}/none` });
    await expect(lock.acquire(sessionLockKey('a'), { waitMillis: 50 })).rejects.toMatchObject(TIMEOUT);
    for (const socket of sockets) socket.destroy();
    mute.close();
  });

  it.each(['', 'postgres://me:s3cret@host:port/none'])('is refused with a bad address: %j', (connectionString) => {
    expect(() => postgresLock({ connectionString })).toThrow(TypeError);
    expect(() => postgresLock({ connectionString })).not.toThrow(/s3cret/);
  });

  it.each([0, 1.5])('is refused with %d connections', (maxConnections) => {
    expect(() => open({ maxConnections })).toThrow(TypeError);
  });
});

async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => expect.fail('It should have been rejected.'),
    (error: unknown) => error,
  );
}
