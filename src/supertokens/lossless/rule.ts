import { isSameJson } from '../../claims/merge.ts';
import type { ComputeClaims } from '../../claims/ports.ts';
import { changeByLedger } from './by-ledger.ts';
import type { Recording } from './journal.ts';
import type { ChangeOutcome, PayloadStore } from './payload-store.ts';
import type { Exclusively, LockedSection } from './section.ts';

/**
 * The rule: every change of a session's payload is done so, and none is lost. Why:
 * 1. Whoever changes a session holds its lock, so changes come one after another.
 * 2. Under the lock, what is stored is read anew; so each change sees all that came before it.
 * 3. The next payload is a function of what was read, and of what the caller does to it: never of what the caller saw
 *    earlier, such as their token. So nothing that was removed comes back.
 * 4. The lock is kept until the core has answered, so that the write does not land on top of a later one.
 * 5. Success is said only where the lock was still held when the answer had come; else the outcome is unknown, for then
 *    somebody else may have read before the write and written after it.
 * With a ledger, the ledger takes the place of 4 and 5: see `changeByLedger`.
 * @throws ClaimsetError LOCK_TIMEOUT, LOCKS_UNAVAILABLE, LEDGER_UNAVAILABLE, SESSION_CORE_UNAVAILABLE, and what `compute` throws
 */
export function changePayload<Result, Written>(
  exclusively: Exclusively,
  store: PayloadStore<Written>,
  compute: ComputeClaims<Result>,
  recording: Recording | null,
): Promise<ChangeOutcome<Result, Written>> {
  return exclusively((section) =>
    recording === null ? changeByLock(section, store, compute) : changeByLedger(section, store, compute, recording),
  );
}

async function changeByLock<Result, Written>(
  section: LockedSection,
  store: PayloadStore<Written>,
  compute: ComputeClaims<Result>,
): Promise<ChangeOutcome<Result, Written>> {
  const stored = await section.read(() => store.read());
  if (stored === null) return { kind: 'ended' };
  const { next, result } = compute(stored);
  if (next === null || isSameJson(next, stored.payload)) return { kind: 'unchanged', stored, result };
  const written = await section.lastWrite(() => store.write(next, stored));
  return written === null ? { kind: 'ended' } : { kind: 'written', result, written };
}
