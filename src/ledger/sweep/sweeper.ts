import type { Stream } from '../../claims/history/types.ts';
import type { Ledger } from '../ledger.ts';
import { SWEEP_DELAYS_MILLIS } from '../schedule.ts';

/** REPAIRED: what was intended was written again. ADOPTED: what was found was taken as it is. */
export type SweepOutcome = 'SETTLED' | 'REPAIRED' | 'ADOPTED' | 'ENDED';

/** How to look at one stream, and to bring its core to where the log is: under the stream's lock, by the rule. */
export interface SweepStream {
  /**
   * @param mayRepair false where repairs have been undone again and again: then what is found is recorded as OUTSIDE.
   * @throws where the core, the lock or the ledger does not answer; the stream's next turn comes by itself
   */
  (stream: Stream, mayRepair: boolean): Promise<SweepOutcome>;
}

export interface SweeperOptions {
  readonly ledger: Pick<Ledger, 'takeDue' | 'recentRepairs'>;
  readonly sweep: SweepStream;
  /** Some application writes stale payloads over this stream again and again. */
  readonly onAlarm: (stream: Stream) => void;
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

const MAX_REPAIRS = 3;
const REPAIRS_WITHIN_MILLIS = 600_000;
const STREAMS_PER_ROUND = 100;

const systemTimers: Timers = {
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
    const { ledger, sweep, onAlarm, onError } = this.#options;
    try {
      const repairs = await ledger.recentRepairs(stream, REPAIRS_WITHIN_MILLIS);
      const outcome = await sweep(stream, repairs < MAX_REPAIRS);
      if (outcome === 'ADOPTED') onAlarm(stream);
    } catch (error) {
      onError(error, stream);
    }
  }
}
