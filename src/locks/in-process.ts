import { locksUnavailable } from '../claims/errors.ts';
import { LOCK_WAIT } from '../claims/time-limits.ts';
import { FairGate, lockClosed } from './fair-gate.ts';
import { type ClaimsLock, type HeldLock, type LockKey, lockName } from './lock.ts';

export const DEFAULT_MAX_WAITERS_PER_KEY = 100;

export interface InProcessLockOptions {
  /** How long `acquire` waits unless it is told otherwise: 10,000 by default. */
  readonly waitMillis?: number;
  /** How many may wait for one key besides its holder: 100 by default. */
  readonly maxWaitersPerKey?: number;
}

export interface InProcessLock extends ClaimsLock {
  /** How many keys are held or waited for: nothing else takes memory. */
  readonly size: number;
}

/** A lock for all that runs in this one process: enough as long as there is one instance. */
export function inProcessLock(options: InProcessLockOptions = {}): InProcessLock {
  return new KeyedLock(options);
}

/** The number given, if it can bound a wait; a mistake in it would otherwise show only under load. */
export function checkedBound(name: string, value: number): number {
  if (!(value >= 0)) throw new TypeError(`${name} must be a number that is not negative.`);
  return value;
}

interface KeyedGate {
  readonly gate: FairGate;
  /** Holders and waiters; without any, the gate is forgotten. */
  users: number;
}

class KeyedLock implements InProcessLock {
  readonly waitMillis: number;
  readonly #maxWaitersPerKey: number;
  readonly #gates = new Map<string, KeyedGate>();
  readonly #held = new Set<InProcessHeldLock>();
  #closed = false;

  constructor({ waitMillis, maxWaitersPerKey }: InProcessLockOptions) {
    this.waitMillis = checkedBound('waitMillis', waitMillis ?? LOCK_WAIT);
    this.#maxWaitersPerKey = checkedBound('maxWaitersPerKey', maxWaitersPerKey ?? DEFAULT_MAX_WAITERS_PER_KEY);
  }

  get size(): number {
    return this.#gates.size;
  }

  async acquire(locked: LockKey, options: { readonly waitMillis?: number } = {}): Promise<HeldLock> {
    const key = lockName(locked);
    const waitMillis = checkedBound('waitMillis', options.waitMillis ?? this.waitMillis);
    if (this.#closed) throw lockClosed();
    const keyed = this.#join(key);
    try {
      return this.#hold(key, keyed, await keyed.gate.enter(waitMillis));
    } catch (error) {
      this.#part(key, keyed);
      throw error;
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const { gate } of this.#gates.values()) gate.close();
    await Promise.all([...this.#held].map((held) => held.release()));
  }

  #hold(key: string, keyed: KeyedGate, leave: () => void): HeldLock {
    if (this.#closed) {
      leave();
      throw lockClosed();
    }
    const held = new InProcessHeldLock(() => {
      this.#held.delete(held);
      leave();
      this.#part(key, keyed);
    });
    this.#held.add(held);
    return held;
  }

  #join(key: string): KeyedGate {
    const keyed = this.#gates.get(key) ?? { gate: new FairGate(1, this.#maxWaitersPerKey), users: 0 };
    this.#gates.set(key, keyed);
    keyed.users += 1;
    return keyed;
  }

  #part(key: string, keyed: KeyedGate): void {
    keyed.users -= 1;
    if (keyed.users === 0) this.#gates.delete(key);
  }
}

class InProcessHeldLock implements HeldLock {
  readonly #free: () => void;
  #released = false;

  constructor(free: () => void) {
    this.#free = free;
  }

  assertHeld(): Promise<void> {
    if (!this.#released) return Promise.resolve();
    return Promise.reject(locksUnavailable(new Error('The lock is no longer held.')));
  }

  /** Whoever has this lock is in this process, and is gone together with it. */
  release(): Promise<boolean> {
    if (!this.#released) {
      this.#released = true;
      this.#free();
    }
    return Promise.resolve(true);
  }
}
