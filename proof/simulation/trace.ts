import type { VirtualClock } from './clock.ts';

/** What happened, line by line, with the time at which it did. */
export class Trace {
  readonly #clock: VirtualClock;
  readonly #beganAtMillis: number;
  readonly lines: string[] = [];

  constructor(clock: VirtualClock) {
    this.#clock = clock;
    this.#beganAtMillis = clock.nowMillis;
  }

  get elapsedMillis(): number {
    return this.#clock.nowMillis - this.#beganAtMillis;
  }

  say(line: string): void {
    this.lines.push(`${String(this.elapsedMillis).padStart(7)} ms  ${line}`);
  }
}
