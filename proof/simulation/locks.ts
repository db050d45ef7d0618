import { inProcessLock } from '../../src/locks/in-process.ts';
import type { ClaimsLock, HeldLock, LockKey } from '../../src/locks/lock.ts';

/** A process's view of the locks that all share; what it holds can be taken from it. */
export interface LocksOfProcess extends ClaimsLock {
  /** Its locks are given to others, as when its connection ends with it. */
  free(): void;
  /** The same, but it goes on. False where it holds none. */
  lose(): boolean;
}

/** Locks in one database, which several processes share. */
export class SimulatedLocks {
  readonly #shared = inProcessLock();

  ofProcess(isAlive: () => boolean): LocksOfProcess {
    const held = new Set<LosableLock>();
    const loseAll = (): boolean => {
      const some = held.size > 0;
      for (const one of held) one.lose();
      held.clear();
      return some;
    };
    return {
      acquire: async (key: LockKey, options) => {
        const lock = new LosableLock(await this.#shared.acquire(key, options), () => held.delete(lock));
        held.add(lock);
        if (isAlive()) return lock;
        lock.lose();
        return new Promise(() => undefined);
      },
      close: () => Promise.resolve(),
      free: loseAll,
      lose: loseAll,
    };
  }
}

class LosableLock implements HeldLock {
  readonly #held: HeldLock;
  readonly #onRelease: () => void;
  #isLost = false;

  constructor(held: HeldLock, onRelease: () => void) {
    this.#held = held;
    this.#onRelease = onRelease;
  }

  lose(): void {
    this.#isLost = true;
    void this.#held.release();
  }

  async assertHeld(): Promise<void> {
    await this.#held.assertHeld();
  }

  async release(): Promise<boolean> {
    this.#onRelease();
    const wasHeld = await this.#held.release();
    return wasHeld && !this.#isLost;
  }
}
