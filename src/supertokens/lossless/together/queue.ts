import { ClaimsetError, lockTimeout } from '../../../claims/errors.ts';
import type { LockedSection } from '../section.ts';
import type { AnyOrder } from './order.ts';

/** One write carries at most so many: nobody else waits long for the lock, and an intent stays small. */
const MAX_TOGETHER = 100;
/** Who comes when so many wait is sent away. */
const MAX_WAITING = 2_000;

/** Runs work under the lock of the session, for which it waits at most so long. */
export type UnderLock = (work: (section: LockedSection) => Promise<void>, waitMillis: number) => Promise<void>;

/** Carries out orders by one read and one write, and says of each what became of it. */
export type CarryOut = (section: LockedSection, orders: readonly AnyOrder[]) => Promise<void>;

interface Waiter {
  readonly order: AnyOrder;
  readonly untilMillis: number;
  timer: NodeJS.Timeout | undefined;
  isAlone: boolean;
  /** `LEAD`: the lock is theirs to take, for all that wait. */
  turn: (turn: 'LEAD' | 'DONE') => void;
}

export interface OrderQueueOptions {
  readonly underLock: UnderLock;
  /** How long one may wait. */
  readonly waitMillis: number;
  /** Nobody waits any more. */
  readonly onEmpty: () => void;
}

/**
 * Those in this process who wait to change one session. The first of them takes the lock, for all that wait at that
 * moment; the next one takes it for those that have come since. In between it is given back: other processes have their turn.
 */
export class OrderQueue {
  /** The first one leads, or is about to. */
  readonly #waiting: Waiter[] = [];
  readonly #options: OrderQueueOptions;
  #isLed = false;

  constructor(options: OrderQueueOptions) {
    this.#options = options;
  }

  /** Resolves when it is known what became of the order; what fails is part of that. */
  async carryOut(order: AnyOrder, work: CarryOut): Promise<void> {
    if (this.#waiting.length >= MAX_WAITING) {
      order.fail(lockTimeout());
      return;
    }
    const untilMillis = Date.now() + this.#options.waitMillis;
    const waiter: Waiter = { order, untilMillis, timer: undefined, isAlone: false, turn: () => undefined };
    this.#waiting.push(waiter);
    if (this.#isLed && (await this.#turnOf(waiter)) === 'DONE') return;
    this.#isLed = true;
    do await this.#lead(waiter, work);
    while (order.isToBeTriedAlone);
    this.#handOver();
  }

  #turnOf(waiter: Waiter): Promise<'LEAD' | 'DONE'> {
    return new Promise((resolve) => {
      waiter.turn = resolve;
      this.#setTimer(waiter);
    });
  }

  #setTimer(waiter: Waiter): void {
    waiter.timer = setTimeout(() => {
      this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
      this.#sendAway([waiter], lockTimeout());
    }, this.#millisLeft(waiter));
  }

  /** Takes the lock for all. What is to be tried alone stands first then, the leader's before all. */
  async #lead(leader: Waiter, work: CarryOut): Promise<void> {
    let together: readonly Waiter[] = [];
    const carryOut = async (section: LockedSection): Promise<void> => {
      together = this.#take();
      const orders = together.map(({ order }) => order);
      await work(section, orders);
    };
    try {
      await this.#options.underLock(carryOut, this.#millisLeft(leader));
    } catch (error) {
      if (together.length === 0) this.#notLocked(error);
      for (const { order } of together) if (!order.isRefused) order.fail(error);
    }
    const again = together.filter(({ order }) => order.isToBeTriedAlone);
    this.#waiting.unshift(...again);
    for (const waiter of again) {
      waiter.isAlone = true;
      if (waiter !== leader) this.#setTimer(waiter);
    }
    for (const waiter of together) if (!again.includes(waiter)) waiter.turn('DONE');
  }

  /** Those that wait now, and can be done by one write. */
  #take(): readonly Waiter[] {
    const [leader, ...others] = this.#waiting;
    const ledger = leader?.order.recording?.journal.ledger;
    const isAlone = (waiter: Waiter | undefined): boolean =>
      waiter?.isAlone === true || waiter?.order.recording?.isApart === true;
    const isApart = (waiter: Waiter): boolean => isAlone(waiter) || waiter.order.recording?.journal.ledger !== ledger;
    const apart = isAlone(leader) ? 0 : others.findIndex(isApart);
    const together = this.#waiting.splice(0, Math.min(MAX_TOGETHER, apart < 0 ? MAX_TOGETHER : apart + 1));
    for (const { timer } of together) clearTimeout(timer);
    return together;
  }

  /** The leader has waited long enough; without locks nobody else needs to try. */
  #notLocked(error: unknown): void {
    const isTimeout = error instanceof ClaimsetError && error.code === 'LOCK_TIMEOUT';
    this.#sendAway(this.#waiting.splice(0, isTimeout ? 1 : this.#waiting.length), error);
  }

  #sendAway(waiters: readonly Waiter[], error: unknown): void {
    for (const { order, timer, turn } of waiters) {
      clearTimeout(timer);
      order.fail(error);
      turn('DONE');
    }
  }

  #handOver(): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#isLed = false;
      this.#options.onEmpty();
      return;
    }
    clearTimeout(next.timer);
    next.turn('LEAD');
  }

  #millisLeft({ untilMillis }: Waiter): number {
    return Math.min(this.#options.waitMillis, Math.max(1, untilMillis - Date.now()));
  }
}
