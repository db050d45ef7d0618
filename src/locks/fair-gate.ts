import { E_CANCELED, Semaphore, type SemaphoreInterface } from 'async-mutex';

import { type ClaimsetError, locksUnavailable, lockTimeout } from '../claims/errors.ts';
import { within } from './within.ts';

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
   * @throws ClaimsetError LOCKS_UNAVAILABLE where it is closed, LOCK_TIMEOUT after `waitMillis`, or at once where too many wait already.
   */
  async enter(waitMillis: number): Promise<() => void> {
    const waits = this.#places.isLocked() ? 1 : 0;
    if (this.#waiting + waits > this.#maxWaiters) throw lockTimeout();
    this.#waiting += waits;
    try {
      // Who has given up stays in the queue, and hands its turn on the moment it comes.
      const tooLate = { error: lockTimeout, onLate: leaveAtOnce };
      const [, leave] = await within(this.#places.acquire(), waitMillis, tooLate);
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

/** Where `close` has been called: for those who come later, and those who were waiting. */
export function lockClosed(): ClaimsetError {
  return locksUnavailable(new Error('The lock has been closed.'));
}
