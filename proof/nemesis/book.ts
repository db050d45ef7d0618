import type { Attempt, Begun, Fault } from './history.ts';

/** A user with the session that is used now. */
export interface Seat {
  readonly email: string;
  userId: string;
  handle: string;
  /** The token that the session began with: it grows stale. */
  firstToken: string;
  newestToken: string;
}

/** What everybody writes down. */
export class Book {
  readonly attempts: Attempt[] = [];
  readonly sessions: Begun[] = [];
  readonly faults: Fault[] = [];
  readonly #beganAtMillis = performance.now();
  #value = 0;
  #ended = 0;

  get nowMillis(): number {
    return Math.round(performance.now() - this.#beganAtMillis);
  }

  /** A value that nobody else writes. */
  nextValue(): number {
    this.#value += 1;
    return this.#value;
  }

  fault(about: string): void {
    this.faults.push({ atMillis: this.nowMillis, about });
  }

  sessionEnded(): void {
    this.#ended += 1;
  }

  /** How much was done: changes, sign-ins, ends of sessions. */
  get operations(): number {
    return this.attempts.length + this.sessions.length + this.#ended;
  }
}
