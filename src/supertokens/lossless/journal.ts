import { ClaimsetError, undecided } from '../../claims/errors.ts';
import type { Actor, Change, ChangeOrigin, Origin, Stream } from '../../claims/history/types.ts';
import type { StoredSession } from '../../claims/types.ts';
import { changeIds } from '../../ledger/ids.ts';
import type { IntendOptions, Intent } from '../../ledger/intend.ts';
import type { IdempotentCommand, IntendOutcome, Landed, Ledger } from '../../ledger/ledger.ts';
import { randomSuffix } from '../../ledger/marker.ts';
import type { Settled } from '../../ledger/settle.ts';
import type { Timers } from '../../ledger/sweep/sweeper.ts';
import { Ends } from './ends/ends.ts';

/** What of a ledger is used while payloads are written. */
export type JournalLedger = Pick<
  Ledger,
  'read' | 'markers' | 'intend' | 'withdraw' | 'applied' | 'unanswered' | 'ending' | 'end' | 'wake'
>;

/** How one change of one stream is recorded. */
export interface Recording {
  readonly journal: Journal;
  readonly stream: Stream;
  /** The change that is recorded; asked for once, when something is to be written. */
  readonly changeOf: (stored: Pick<StoredSession, 'userId'>) => Change;
  /** It is committed with an idempotency key, and so in an intent of its own. */
  readonly isApart?: boolean;
  /** Which changes have put values there that this one only brings. */
  readonly putThere?: Readonly<Record<string, Origin>>;
}

export interface JournalOptions {
  readonly ledger: JournalLedger;
  /** Told of what failed in the background, and is done later by a sweep. */
  readonly onError: (error: unknown) => void;
  /** False for claims whose values the history does not keep. */
  readonly keepsValues?: (key: string) => boolean;
  readonly timers?: Timers;
}

/** Where nobody else is told of what failed in the background. */
export const errorOnConsole = (error: unknown): void => {
  console.error('The ledger of claims could not be kept up to date; it is done later.', error);
};

export function sessionStream(handle: string): Stream {
  return `session:${handle}`;
}

/** What is committed with the intent of a change that has an idempotency key. */
export function commandOf({ id, command }: Change): IdempotentCommand | undefined {
  return command && { ...command, changeId: id };
}

/** A recording of a change that has begun. */
export function recordAs(journal: Journal, stream: Stream, change: Change): Recording {
  return { journal, stream, changeOf: () => change, isApart: change.command !== undefined };
}

/** Nobody's command: Claimset itself does it. */
export const SYSTEM: Actor = { kind: 'SYSTEM', id: null, name: null };
const OUTSIDE = { kind: 'OUTSIDE', id: null, name: null } as const;

/** A ledger as those who write payloads use it: what is not needed for the answer is done in the background. */
export class Journal {
  readonly ledger: JournalLedger;
  readonly ends: Ends;
  readonly #options: JournalOptions;
  readonly #nextId = changeIds();
  readonly #underWay = new Set<Promise<unknown>>();

  constructor(options: JournalOptions) {
    this.ledger = options.ledger;
    this.#options = options;
    const { ledger, timers, onError } = options;
    this.ends = new Ends({
      ...{ ledger, onError, ...(timers === undefined ? {} : { timers }) },
      inBackground: (work) => {
        this.inBackground(work);
      },
      systemChange: (userId) => this.newChange({ actor: SYSTEM, userId }),
    });
  }

  newChange(origin: ChangeOrigin): Change {
    const unknown = { reason: null, userId: null, mode: null, requestId: null, reverts: null, causedBy: null };
    return { ...unknown, ...origin, id: this.#nextId(), atMillis: Date.now() };
  }

  intendOptions(stream: Stream, userId: string | null): IntendOptions {
    const { keepsValues } = this.#options;
    return {
      stream,
      userId,
      random: randomSuffix(),
      outsideChange: () => this.newChange({ actor: OUTSIDE, userId }),
      ...(keepsValues === undefined ? {} : { keepsValues }),
    };
  }

  /** @throws ClaimsetError LEDGER_UNAVAILABLE; where the intent may have been committed, it will be written. */
  async intend(intent: Intent, change: Change): Promise<IntendOutcome | undefined> {
    try {
      return (await this.ledger.intend([intent], commandOf(change)))[0];
    } catch (error) {
      throw isUnknown(error) ? undecided(change.id, error) : error;
    }
  }

  /** What was read shows that writes without an answer have landed. */
  seen(stream: Stream, { landedSeq }: Settled): void {
    if (landedSeq === null) return;
    this.inBackground(this.ledger.applied([{ stream, seq: landedSeq, isAnswered: false }]));
  }

  /** The core has answered to the write of an intent. */
  answered({ stream, head: { seq } }: Intent): void {
    this.inBackground(this.#mark({ stream, seq, isAnswered: true, mayWait: true }));
  }

  /** The same, for who has to wait until others see it. False where it cannot be marked now: a sweep does it. */
  async answeredNow({ stream, head: { seq } }: Intent): Promise<boolean> {
    try {
      await this.#mark({ stream, seq, isAnswered: true });
      return true;
    } catch (error) {
      this.#options.onError(error);
      return false;
    }
  }

  async #mark(landed: Landed): Promise<void> {
    const [outcome] = await this.ledger.applied([landed]);
    // Somebody who did not wait for the lock has written since: which of the two is stored must be looked at.
    if (outcome === 'NEWER') await this.ledger.wake([landed.stream]);
  }

  /** The core has refused a write, or has not answered. @returns what the caller is to be told */
  async failed(intent: Intent, change: Change, error: unknown): Promise<unknown> {
    return (await this.mayHappen(intent, error)) ? undecided(change.id, error) : error;
  }

  /** The core has refused a write, or has not answered: whether it may happen all the same. Else it is withdrawn. */
  async mayHappen(intent: Intent, error: unknown): Promise<boolean> {
    const { stream, head } = intent;
    if (isUnknown(error)) {
      this.inBackground(this.ledger.unanswered([{ stream, seq: head.seq }]));
      return true;
    }
    return !(await this.#withdraw(intent));
  }

  /** The core has refused a write, since the session has ended: it never happens, whatever becomes of what else is open. */
  async refusedAsEnded(intent: Intent): Promise<void> {
    const isWithdrawn = await this.#withdraw(intent);
    await this.ends.known([intent.stream]);
    // Somebody else may have recorded the end at the same moment.
    if (!isWithdrawn) await this.#withdraw(intent);
  }

  #withdraw(intent: Intent): Promise<boolean> {
    return this.ledger.withdraw(intent).catch((cause: unknown) => {
      this.#options.onError(cause);
      return false;
    });
  }

  /** This could not be done now; a sweep does it. */
  leave(error: unknown): void {
    this.#options.onError(error);
  }

  inBackground(work: Promise<unknown>): void {
    const done = work.catch(this.#options.onError).finally(() => this.#underWay.delete(done));
    this.#underWay.add(done);
  }

  /** Waits for what is under way in the background. */
  async settled(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  /** The same, and nothing is tried again after it: what is left of ends is found by sweeps. */
  async close(): Promise<void> {
    await this.ends.close();
    await this.settled();
  }
}

/** Whether what has failed may have happened all the same. */
export function isUnknown(error: unknown): boolean {
  return error instanceof ClaimsetError && error.outcome === 'UNKNOWN';
}
