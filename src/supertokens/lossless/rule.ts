import type { ComputeClaims } from '../../claims/ports.ts';
import { changeByLedger } from './by-ledger.ts';
import { changeByLock } from './by-lock.ts';
import type { Recording } from './journal.ts';
import type { ChangeOutcome, PayloadStore } from './payload-store.ts';
import type { LockedSection } from './section.ts';
import type { Exclusively } from './together/exclusively.ts';
import { type AnyOrder, Order } from './together/order.ts';

/**
 * The rule: every change of a session's payload is done so, and none is lost. Why:
 * 1. Whoever changes a session holds its lock, so changes come one after another.
 * 2. Under the lock, what is stored is read anew; so each change sees all that came before it.
 * 3. The next payload is a function of what was read, and of what the caller does to it: never of what the caller saw
 *    earlier, such as their token. So nothing that was removed comes back.
 * 4. The lock is kept until the core has answered, so that the write does not land on top of a later one.
 * 5. Success is said only where the lock was still held when the answer had come; else the outcome is unknown, for then
 *    somebody else may have read before the write and written after it.
 * Who waits for the lock waits with his function: whoever gets it carries out all that wait in this process, one after
 * another, by one read and one write (`Order`, `OrderQueue`), and each is told what became of his own.
 * With a ledger, the ledger takes the place of 4 and 5: see `changeByLedger`.
 * @throws ClaimsetError LOCK_TIMEOUT, LOCKS_UNAVAILABLE, LEDGER_UNAVAILABLE, SESSION_CORE_UNAVAILABLE, and what `compute` throws
 */
export async function changePayload<Result, Written>(
  exclusively: Exclusively,
  store: PayloadStore<Written>,
  compute: ComputeClaims<Result>,
  recording: Recording | null,
): Promise<ChangeOutcome<Result, Written>> {
  const order = new Order(store, compute, recording);
  const queue = exclusively.queue?.();
  if (queue === undefined) await exclusively((section) => carryOut(section, [order]));
  else await queue.carryOut(order, carryOut);
  return order.conclude();
}

function carryOut(section: LockedSection, orders: readonly AnyOrder[]): Promise<void> {
  const recording = orders[0]?.recording ?? null;
  return recording === null ? changeByLock(section, orders) : changeByLedger(section, orders, recording);
}
