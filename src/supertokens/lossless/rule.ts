import { isSameJson } from '../../claims/merge.ts';
import type { ComputeClaims } from '../../claims/ports.ts';
import type { ClaimsPayload, StoredSession } from '../../claims/types.ts';
import type { Exclusively } from './section.ts';

/** Where the payload of one session is stored. */
export interface PayloadStore<Written> {
  /** What is stored now, asked of the core itself; null where the session has ended. */
  read(): Promise<StoredSession | null>;
  /** Replaces the payload that was read; null where the session has ended. Sent once: a second attempt might land late. */
  write(next: ClaimsPayload, stored: StoredSession): Promise<Written | null>;
}

/** What became of a change. */
export type Change<Result, Written> =
  | { readonly kind: 'ended' }
  | { readonly kind: 'unchanged'; readonly stored: StoredSession; readonly result: Result }
  | { readonly kind: 'written'; readonly next: ClaimsPayload; readonly result: Result; readonly written: Written };

/**
 * The rule: every change of a session's payload is done so, and none is lost. Why:
 * 1. Whoever changes a session holds its lock, so changes come one after another.
 * 2. Under the lock, what is stored is read anew; so each change sees all that came before it.
 * 3. The next payload is a function of what was read, and of what the caller does to it: never of what the caller saw
 *    earlier, such as their token. So nothing that was removed comes back.
 * 4. The lock is kept until the core has answered, so that the write does not land on top of a later one.
 * 5. Success is said only where the lock was still held when the answer had come; else the outcome is unknown, for then
 *    somebody else may have read before the write and written after it.
 * @throws ClaimsetError LOCK_TIMEOUT, LOCKS_UNAVAILABLE, SESSION_CORE_UNAVAILABLE, and what `compute` throws
 */
export function changePayload<Result, Written>(
  exclusively: Exclusively,
  store: PayloadStore<Written>,
  compute: ComputeClaims<Result>,
): Promise<Change<Result, Written>> {
  return exclusively(async (section) => {
    const stored = await section.read(() => store.read());
    if (stored === null) return { kind: 'ended' };
    const { next, result } = compute(stored);
    if (next === null || isSameJson(next, stored.payload)) return { kind: 'unchanged', stored, result };
    const written = await section.lastWrite(() => store.write(next, stored));
    return written === null ? { kind: 'ended' } : { kind: 'written', next, result, written };
  });
}
