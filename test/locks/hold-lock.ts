/** A process that takes a lock, says so, and keeps it until it is killed: `tsx hold-lock.ts HANDLE`, DATABASE_URL set. */
import { sessionLockKey } from '../../src/locks/lock.ts';
import { postgresLock } from '../../src/locks/postgres/lock.ts';

const [, , handle = ''] = process.argv;
const held = await postgresLock({ connectionString: process.env['DATABASE_URL'] ?? '' }).acquire(
  sessionLockKey(handle),
);
await held.assertHeld();
console.log('held');
process.stdin.resume();
