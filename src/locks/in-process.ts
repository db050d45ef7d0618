import { E_CANCELED, Semaphore, type SemaphoreInterface } from 'async-mutex';

import { type ClaimsetError, coreUnavailable, lockTimeout } from '../claims/errors.ts';
import type { ClaimsLock, HeldLock } from './lock.ts';

export const DEFAULT_WAIT_MILLIS = 10_000;
export const DEFAULT_MAX_WAITERS_PER_KEY = 100;

/** Timers count in 32 bits; a longer one would fire at once. */
const LONGEST_TIMER_MILLIS = 2 ** 31 - 1;

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

/** A door that lets a number of callers through at a time, in fair order; waiting is bounded in time and in number. */
export class FairGate {
  readonly #places: Semaphore;
  readonly #maxWaiters: number;
  #waiting = 0;

  constructor(places: number, maxWaiters: number) {
    this.#places = new Semaphore(places);
    this.#maxWaiters = maxWaiters;
  }

  /**
   * Waits for a place; the function it gives frees the place, and may be called more than once.
   * @throws ClaimsetError SESSION_CORE_UNAVAILABLE where it is closed, LOCK_TIMEOUT after `waitMillis`, or at once where too many wait already.
   */
  async enter(waitMillis: number): Promise<() => void> {
    const waits = this.#places.isLocked() ? 1 : 0;
    if (this.#waiting + waits > this.#maxWaiters) throw lockTimeout();
    this.#waiting += waits;
    try {
      // Who has given up stays in the queue, and hands its turn on the moment it comes.
      const [, leave] = await settleWithin(this.#places.acquire(), waitMillis, leaveAtOnce);
      return leave;
    } catch (error) {
      throw error === E_CANCELED ? lockClosed() : error;
    } finally {
      this.#waiting -= waits;
    }
  }

  /** Sends everybody away who waits. */
  close(): void {
    this.#places.cancel();
  }
}

function leaveAtOnce([, leave]: [number, SemaphoreInterface.Releaser]): void {
  leave();
}

/**
 * What a promise gives, if it does so in time; otherwise it throws, and `onLate` gets what comes later, so that
 * nothing stays taken that nobody waits for any more.
 */
export function settleWithin<T>(
  promise: Promise<T>,
  millis: number,
  onLate: (value: T) => void,
  tooLate: () => Error = lockTimeout,
): Promise<T> {
  return new Promise((resolve, reject) => {
    let late = false;
    const timer = setTimeout(
      () => {
        late = true;
        reject(tooLate());
      },
      Math.min(millis, LONGEST_TIMER_MILLIS),
    );
    promise.then(
      (value) => {
        clearTimeout(timer);
        if (late) onLate(value);
        else resolve(value);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error instanceof Error ? error : new Error(String(error)));
      },
    );
  });
}

/** The number given, if it can bound a wait; a mistake in it would otherwise show only under load. */
export function checkedBound(name: string, value: number): number {
  if (!(value >= 0)) throw new TypeError(`${name} must be a number that is not negative.`);
  return value;
}

/** Where `close` has been called: for those who come later, and those who were waiting. */
export function lockClosed(): ClaimsetError {
  return coreUnavailable('NOT_APPLIED', new Error('The lock has been closed.'));
}

interface KeyedGate {
  readonly gate: FairGate;
  /** Holders and waiters; without any, the gate is forgotten. */
  users: number;
}

class KeyedLock implements InProcessLock {
  readonly #waitMillis: number;
  readonly #maxWaitersPerKey: number;
  readonly #gates = new Map<string, KeyedGate>();
  readonly #held = new Set<InProcessHeldLock>();
  #closed = false;

  constructor({ waitMillis, maxWaitersPerKey }: InProcessLockOptions) {
    this.#waitMillis = checkedBound('waitMillis', waitMillis ?? DEFAULT_WAIT_MILLIS);
    this.#maxWaitersPerKey = checkedBound('maxWaitersPerKey', maxWaitersPerKey ?? DEFAULT_MAX_WAITERS_PER_KEY);
  }

  get size(): number {
    return this.#gates.size;
  }

  async acquire(key: string, options: { readonly waitMillis?: number } = {}): Promise<HeldLock> {
    const waitMillis = checkedBound('waitMillis', options.waitMillis ?? this.#waitMillis);
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
    return Promise.reject(coreUnavailable('NOT_APPLIED', new Error('The lock is no longer held.')));
  }

  release(): Promise<void> {
    if (!this.#released) {
      this.#released = true;
      this.#free();
    }
    return Promise.resolve();
  }
}
