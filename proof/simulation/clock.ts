import { mock } from 'node:test';

/** Real, whatever becomes of the timers. */
const realImmediate = setImmediate;
const LONGEST_TIMER_MILLIS = 2 ** 31 - 1;

/**
 * A clock that only moves when everything has come to rest: then it jumps to the next thing that is due. It stands in
 * for `setTimeout` and `Date` of the whole process, so that the code that is simulated needs to know nothing of it.
 */
export class VirtualClock {
  readonly #due: { atMillis: number; order: number; wake: () => void }[] = [];
  #order = 0;

  /** From here on time stands still until {@link runUntil}. */
  static start(): VirtualClock {
    mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_700_000_000_000 });
    return new VirtualClock();
  }

  stop(): void {
    mock.timers.reset();
  }

  get nowMillis(): number {
    return Date.now();
  }

  /** Resolves when so much time has passed. */
  sleep(millis: number): Promise<void> {
    return new Promise((wake) => {
      this.#order += 1;
      this.#due.push({ atMillis: Date.now() + Math.min(millis, LONGEST_TIMER_MILLIS), order: this.#order, wake });
    });
  }

  /** Lets time pass until this promise has settled. */
  async runUntil<T>(done: Promise<T>): Promise<T> {
    const state = { isDone: false };
    const settled = done.finally(() => {
      state.isDone = true;
    });
    settled.catch(() => undefined);
    await rest();
    while (!state.isDone) {
      this.#advance();
      await rest();
    }
    return settled;
  }

  /** To the next of our own sleepers, at most a step: timers of the code that is simulated fire on the way. */
  #advance(): void {
    this.#due.sort((a, b) => a.atMillis - b.atMillis || a.order - b.order);
    const next = this.#due[0];
    const step = next === undefined ? STEP_MILLIS : Math.min(STEP_MILLIS, next.atMillis - Date.now());
    if (step > 0) mock.timers.tick(step);
    if (next !== undefined && next.atMillis <= Date.now()) {
      this.#due.shift();
      next.wake();
    }
  }
}

/** How far time jumps at once where nobody sleeps: timers of the code that is simulated are to the millisecond anyway. */
const STEP_MILLIS = 2_000;

/** Until all promises that can go on have gone on. */
function rest(): Promise<void> {
  return new Promise((resolve) => {
    realImmediate(() => {
      resolve();
    });
  });
}
