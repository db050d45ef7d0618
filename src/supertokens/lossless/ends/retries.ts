import pLimit from 'p-limit';

import { systemTimers, type Timers } from '../../../ledger/sweep/sweeper.ts';

/** False: it is not done yet, and tried again, as where it throws. */
export type Attempt = () => Promise<boolean>;

const FIRST_WAIT_MILLIS = 500;
const LONGEST_WAIT_MILLIS = 30_000;
const AT_ONCE = 4;
/** A few hundred bytes each. */
const MOST = 10_000;

export interface RetriesOptions {
  readonly timers?: Timers;
  /** Told where so many are waiting that the oldest is given up. */
  readonly onGivenUp: (error: Error) => void;
}

/**
 * Tries what must be done in the end again and again, at first after half a second, and later every half minute. It is
 * known to this process alone, and given up when that ends.
 */
export class Retries {
  readonly #options: RetriesOptions;
  readonly #waiting = new Set<Attempt>();
  #waitMillis = FIRST_WAIT_MILLIS;
  #cancel: (() => void) | null = null;
  #round: Promise<void> | null = null;
  #isClosed = false;

  constructor(options: RetriesOptions) {
    this.#options = options;
  }

  add(attempt: Attempt): void {
    if (this.#isClosed) return;
    const [oldest] = this.#waiting;
    if (oldest !== undefined && this.#waiting.size >= MOST) {
      // Its tokens are the first to expire.
      this.#waiting.delete(oldest);
      this.#options.onGivenUp(new Error(`More than ${MOST} things are to be tried again: the oldest is given up.`));
    }
    this.#waiting.add(attempt);
    this.#schedule();
  }

  /** Waits for what is being tried, and tries nothing any more. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancel?.();
    await this.#round;
  }

  #schedule(): void {
    if (this.#isClosed || this.#waiting.size === 0 || this.#cancel !== null || this.#round !== null) return;
    this.#cancel = (this.#options.timers ?? systemTimers).after(this.#waitMillis, () => {
      this.#cancel = null;
      this.#round = this.#tryAll().finally(() => {
        this.#round = null;
        this.#schedule();
      });
    });
  }

  async #tryAll(): Promise<void> {
    const outcomes = await pLimit(AT_ONCE).map([...this.#waiting], (attempt) => this.#try(attempt));
    const isProgress = outcomes.includes(true);
    this.#waitMillis = isProgress ? FIRST_WAIT_MILLIS : Math.min(this.#waitMillis * 2, LONGEST_WAIT_MILLIS);
  }

  async #try(attempt: Attempt): Promise<boolean> {
    if (this.#isClosed) return false;
    const isDone = await attempt().catch(() => false);
    if (isDone) this.#waiting.delete(attempt);
    return isDone;
  }
}
