import type { Change, Stream } from '../../../claims/history/types.ts';
import type { EndingSessions, Ledger } from '../../../ledger/ledger.ts';
import { DEAD_AFTER_MILLIS, SWEEP_DELAYS_MILLIS } from '../../../ledger/schedule.ts';
import type { Timers } from '../../../ledger/sweep/sweeper.ts';
import { type Attempt, Retries } from './retries.ts';

export interface EndsOptions {
  readonly ledger: Pick<Ledger, 'read' | 'ending' | 'end'>;
  /** Told of what failed, and is tried again. */
  readonly onError: (error: unknown) => void;
  readonly inBackground: (work: Promise<unknown>) => void;
  /** The change under which an end is recorded whose cause is not known. */
  readonly systemChange: (userId: string | null) => Change;
  readonly timers?: Timers;
}

/** The ends of sessions as a journal records them. That they have ended is so whether it can be recorded: nothing here fails. */
export class Ends {
  readonly #options: EndsOptions;
  readonly #retries: Retries;

  constructor(options: EndsOptions) {
    this.#options = options;
    const { timers, onError } = options;
    this.#retries = new Retries({ onGivenUp: onError, ...(timers === undefined ? {} : { timers }) });
  }

  /** These sessions are about to be ended: sweeps look after them, should this process die before it records that. */
  begin(sessions: EndingSessions): void {
    const { ledger, inBackground } = this.#options;
    // Where the ledger is away the end itself is recorded later.
    inBackground(ledger.ending(sessions, DEAD_AFTER_MILLIS).catch(() => undefined));
  }

  /** Whether these sessions have ended is not known: sweeps look after them, and soon. */
  unanswered(sessions: EndingSessions): void {
    const { ledger, inBackground } = this.#options;
    inBackground(this.#inTheEnd(() => ledger.ending(sessions, SWEEP_DELAYS_MILLIS[0])));
  }

  /** These sessions have ended: recorded now or, where the ledger is away, as soon as it answers. */
  async record(streams: readonly Stream[], change: Change): Promise<void> {
    await this.#inTheEnd(() => this.#options.ledger.end(streams.map((stream) => ({ stream, change }))));
  }

  /** The sessions have ended, for whatever reason. Of one that has no log there is nothing to say. */
  async known(streams: readonly Stream[]): Promise<void> {
    if (streams.length === 0) return;
    const { ledger, systemChange } = this.#options;
    await this.#inTheEnd(async () => {
      const heads = [...(await ledger.read(streams)).values()].flatMap(({ head }) => head ?? []);
      if (heads.length === 0) return;
      await ledger.end(heads.map(({ stream, userId }) => ({ stream, change: systemChange(userId) })));
    });
  }

  /** Tries again and again, in the background, until it is done or this is closed. */
  untilDone(attempt: Attempt): void {
    this.#retries.add(attempt);
  }

  /** Nothing is tried again any more: what is left is found by sweeps. */
  close(): Promise<void> {
    return this.#retries.close();
  }

  async #inTheEnd(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#options.onError(error);
      this.#retries.add(async () => {
        await work();
        return true;
      });
    }
  }
}
