/** A process that takes a lock, says so, and keeps it until it is killed: `tsx hold-lock.ts KEY`, DATABASE_URL set. */
import { postgresLock } from '../../src/locks/postgres/lock.ts';

const [, , key = ''] = process.argv;
const held = await postgresLock({ connectionString: process.env['DATABASE_URL'] ?? '' }).acquire(key);
await held.assertHeld();
console.log('held');
process.stdin.resume();
