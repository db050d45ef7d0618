import type { ClaimsLock, HeldLock } from '../../locks/lock.ts';
import { coreFailure } from '../remote-core/failure.ts';

/** How long the core may take. */
export interface CoreTimeLimits {
  /** A read that takes longer has failed. */
  readonly readMillis: number;
  /** The caller of a write that takes longer is told that its outcome is unknown. */
  readonly writeMillis: number;
  /**
   * A write that has not settled keeps the lock for so long, lest it lands on top of a later one. `postgresLock` keeps
   * no lock for longer than 60 s.
   */
  readonly holdMillis: number;
}

export const DEFAULT_TIME_LIMITS: CoreTimeLimits = { readMillis: 5_000, writeMillis: 10_000, holdMillis: 30_000 };

/** What may be done while the lock is held. */
export interface LockedSection {
  /** False once the lock has been given up. */
  readonly isOpen: boolean;
  /** @throws ClaimsetError SESSION_CORE_UNAVAILABLE (NOT_APPLIED) where the lock has been lost meanwhile. */
  assertHeld(): Promise<void>;
  /** @throws ClaimsetError SESSION_CORE_UNAVAILABLE (NOT_APPLIED) where the core fails or takes too long. */
  read<T>(start: () => Promise<T>): Promise<T>;
  /**
   * Checks that the lock is still held, and writes.
   * @throws ClaimsetError SESSION_CORE_UNAVAILABLE, UNKNOWN where the write may have happened all the same.
   */
  write<T>(start: () => Promise<T>): Promise<T>;
}

/**
 * Runs `work` while the lock of `key` is held. A write that hangs keeps the lock until it has settled or `holdMillis`
 * have passed since it began, also after `work` has ended: the core has no compare-and-set that would stop it from landing later.
 * @throws ClaimsetError LOCK_TIMEOUT, SESSION_CORE_UNAVAILABLE, and whatever `work` throws.
 */
export async function underLock<T>(
  lock: ClaimsLock,
  key: string,
  options: { readonly limits: CoreTimeLimits; readonly waitMillis?: number | undefined },
  work: (section: LockedSection) => Promise<T>,
): Promise<T> {
  const held = await lock.acquire(key, options.waitMillis === undefined ? {} : { waitMillis: options.waitMillis });
  const writes: Promise<unknown>[] = [];
  let isOpen = true;
  const section: LockedSection = {
    ...lockedSection(held, options.limits, writes),
    get isOpen() {
      return isOpen;
    },
  };
  try {
    return await work(section);
  } finally {
    isOpen = false;
    void Promise.all(writes).then(() => held.release());
  }
}

function lockedSection(
  held: HeldLock,
  limits: CoreTimeLimits,
  writes: Promise<unknown>[],
): Omit<LockedSection, 'isOpen'> {
  return {
    assertHeld: () => held.assertHeld(),
    read: async (start) => {
      try {
        return await within(start(), limits.readMillis);
      } catch (error) {
        throw coreFailure(error, 'NOT_APPLIED');
      }
    },
    write: async (start) => {
      await held.assertHeld();
      const writing = start();
      writes.push(within(writing, limits.holdMillis).catch(() => undefined));
      try {
        return await within(writing, limits.writeMillis);
      } catch (error) {
        throw coreFailure(error, 'UNKNOWN');
      }
    },
  };
}

/** The promise's result, or a failure after `millis`. */
export async function within<T>(promise: Promise<T>, millis: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const expiry = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${millis} ms`));
    }, millis);
  });
  try {
    return await Promise.race([promise, expiry]);
  } finally {
    clearTimeout(timer);
  }
}
