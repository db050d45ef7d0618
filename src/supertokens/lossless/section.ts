import { lockLost } from '../../claims/errors.ts';
import { CORE_HOLD, CORE_READ, CORE_WRITE } from '../../claims/time-limits.ts';
import type { ClaimsLock, HeldLock, LockKey } from '../../locks/lock.ts';
import { within } from '../../locks/within.ts';
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

export const DEFAULT_TIME_LIMITS: CoreTimeLimits = {
  readMillis: CORE_READ,
  writeMillis: CORE_WRITE,
  holdMillis: CORE_HOLD,
};

/** What may be done while the lock is held. */
export interface LockedSection {
  /** False once the lock has been given up. */
  readonly isOpen: boolean;
  /** @throws ClaimsetError LOCKS_UNAVAILABLE (NOT_APPLIED) where the lock has been lost meanwhile. */
  assertHeld(): Promise<void>;
  /** @throws ClaimsetError SESSION_CORE_UNAVAILABLE (NOT_APPLIED) where the core fails or takes too long. */
  read<T>(start: () => Promise<T>): Promise<T>;
  /**
   * Checks that the lock is held, writes, and checks that the lock was held until the write had returned.
   * @throws ClaimsetError LOCKS_UNAVAILABLE (NOT_APPLIED); SESSION_CORE_UNAVAILABLE, UNKNOWN where the write may have
   *   happened all the same, or where another may have written over it.
   */
  write<T>(start: () => Promise<T>): Promise<T>;
  /** The same, as the last thing under the lock: giving it back is the second check, and costs nothing more. */
  lastWrite<T>(start: () => Promise<T>): Promise<T>;
  /**
   * Writes, whatever has become of the lock: where a ledger keeps the order, the lock only keeps others from writing in vain.
   * @throws ClaimsetError SESSION_CORE_UNAVAILABLE, UNKNOWN where the write may have happened all the same.
   */
  send<T>(start: () => Promise<T>): Promise<T>;
}

/**
 * Runs `work` while the lock of `key` is held. A write that hangs keeps the lock until it has settled or `holdMillis`
 * have passed since it began, also after `work` has ended: the core has no compare-and-set that would stop it from landing later.
 * @throws ClaimsetError LOCK_TIMEOUT, LOCKS_UNAVAILABLE, SESSION_CORE_UNAVAILABLE, and whatever `work` throws.
 */
export async function underLock<T>(
  lock: ClaimsLock,
  key: LockKey,
  limits: CoreTimeLimits,
  work: (section: LockedSection) => Promise<T>,
  wait: { readonly waitMillis?: number } = {},
): Promise<T> {
  const section = new Section(await lock.acquire(key, wait), limits);
  try {
    return await work(section);
  } finally {
    section.close();
  }
}

class Section implements LockedSection {
  readonly #held: HeldLock;
  readonly #limits: CoreTimeLimits;
  readonly #writes: Promise<unknown>[] = [];
  #isOpen = true;

  constructor(held: HeldLock, limits: CoreTimeLimits) {
    this.#held = held;
    this.#limits = limits;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  assertHeld(): Promise<void> {
    return this.#held.assertHeld();
  }

  async read<T>(start: () => Promise<T>): Promise<T> {
    try {
      return await within(start(), this.#limits.readMillis);
    } catch (error) {
      throw coreFailure(error, 'NOT_APPLIED');
    }
  }

  async write<T>(start: () => Promise<T>): Promise<T> {
    const written = await this.#write(start);
    try {
      await this.#held.assertHeld();
    } catch (error) {
      throw lockLost(error);
    }
    return written;
  }

  async lastWrite<T>(start: () => Promise<T>): Promise<T> {
    const written = await this.#write(start);
    this.#isOpen = false;
    if (!(await this.#held.release())) throw lockLost(new Error('the lock was not held until the write had returned'));
    return written;
  }

  /** Gives the lock back, at once or when the last write has settled. */
  close(): void {
    this.#isOpen = false;
    void Promise.all(this.#writes).then(() => this.#held.release());
  }

  async #write<T>(start: () => Promise<T>): Promise<T> {
    await this.#held.assertHeld();
    return this.send(start);
  }

  async send<T>(start: () => Promise<T>): Promise<T> {
    const writing = start();
    this.#writes.push(within(writing, this.#limits.holdMillis).catch(() => undefined));
    try {
      return await within(writing, this.#limits.writeMillis);
    } catch (error) {
      throw coreFailure(error, 'UNKNOWN');
    }
  }
}
