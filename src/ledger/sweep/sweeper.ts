import type { Stream } from '../../claims/history/types.ts';
import type { Ledger } from '../ledger.ts';
import { SWEEP_DELAYS_MILLIS } from '../schedule.ts';
import { type MayRepair, Repairs } from './repairs.ts';

/**
 * SETTLED: there was nothing to do. LANDED: what was not known to be written had been. REPAIRED: what was intended was
 * written again. ADOPTED: what was found was taken as it is.
 */
export type SweepOutcome = 'SETTLED' | 'LANDED' | 'REPAIRED' | 'ADOPTED' | 'ENDED';

/** How to look at one stream, and to bring its core to where the log is: under the stream's lock, by the rule. */
export interface SweepStream {
  /**
   * @param mayRepair asked with what was found: false where it was repaired again and again. Then it is recorded as
   *   OUTSIDE, and stays.
   * @throws where the core, the lock or the ledger does not answer; the stream's next turn comes by itself
   */
  (stream: Stream, mayRepair: MayRepair): Promise<SweepOutcome>;
}

export interface SweeperOptions {
  readonly ledger: Pick<Ledger, 'takeDue'>;
  readonly sweep: SweepStream;
  /** Some application writes stale payloads over this stream again and again. */
  readonly onAlarm: (stream: Stream) => void;
  /** What was unknown of this stream is known now. */
  readonly onSettled?: (stream: Stream, outcome: Exclude<SweepOutcome, 'SETTLED'>) => void;
  readonly onError: (error: unknown, stream: Stream | null) => void;
  readonly timers?: Timers;
  /** How often it asks for what is due: 1,000 by default. */
  readonly everyMillis?: number;
  /** How many streams it looks at at once: 4 by default. */
  readonly atOnce?: number;
}

/** The clock, for tests. */
export interface Timers {
  /** Calls back once, later; the function it gives forgets that. */
  after(millis: number, callback: () => void): () => void;
}

export interface Sweeper {
  /** Looks at everything that is due now; a round that is under way is waited for. */
  round(): Promise<void>;
  /** Waits for the round that is under way, and begins no other. */
  close(): Promise<void>;
}

const STREAMS_PER_ROUND = 100;

export const systemTimers: Timers = {
  after: (millis, callback) => {
    const timer = setTimeout(callback, millis);
    timer.unref();
    return () => {
      clearTimeout(timer);
    };
  },
};

/**
 * Ends what was left unknown: after a write without an answer it looks at the session again and again. When each stream
 * is due is kept in the ledger, by the clock of its database: so it does not matter which process asks, nor whether
 * the one that wrote still lives.
 */
export function startSweeper(options: SweeperOptions): Sweeper {
  return new PeriodicSweeper(options);
}

class PeriodicSweeper implements Sweeper {
  readonly #options: SweeperOptions;
  readonly #timers: Timers;
  readonly #everyMillis: number;
  readonly #repairs = new Repairs();
  #cancel: () => void = () => undefined;
  #round: Promise<void> | undefined;
  #isClosed = false;

  constructor(options: SweeperOptions) {
    this.#options = options;
    this.#timers = options.timers ?? systemTimers;
    this.#everyMillis = options.everyMillis ?? SWEEP_DELAYS_MILLIS[0];
    this.#schedule();
  }

  round(): Promise<void> {
    this.#round ??= this.#run().finally(() => {
      this.#round = undefined;
    });
    return this.#round;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancel();
    await this.#round;
  }

  #schedule(): void {
    if (this.#isClosed) return;
    this.#cancel = this.#timers.after(this.#everyMillis, () => {
      void this.round().finally(() => {
        this.#schedule();
      });
    });
  }

  async #run(): Promise<void> {
    const due = await this.#options.ledger.takeDue(STREAMS_PER_ROUND).catch((error: unknown) => {
      this.#options.onError(error, null);
      return [];
    });
    const queue = [...due];
    const workers = Array.from({ length: this.#options.atOnce ?? 4 }, async () => {
      for (let stream = queue.shift(); stream !== undefined && !this.#isClosed; stream = queue.shift()) {
        await this.#look(stream);
      }
    });
    await Promise.all(workers);
  }

  async #look(stream: Stream): Promise<void> {
    const { sweep, onAlarm, onSettled, onError } = this.#options;
    const repair = this.#repairs.begin(stream);
    try {
      const outcome = await sweep(stream, repair.may);
      if (outcome === 'REPAIRED') repair.done();
      if (outcome === 'ADOPTED') onAlarm(stream);
      if (outcome !== 'SETTLED') onSettled?.(stream, outcome);
    } catch (error) {
      onError(error, stream);
    }
  }
}
