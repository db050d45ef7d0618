import pLimit from 'p-limit';

import type { Pushes, PushTask } from '../../ledger/ledger.ts';

type Say = (message: string, details: Readonly<Record<string, unknown>>) => void;

/** Brings the live sessions of a user up to date; false where that failed, and was logged. */
export type TellUser = (userId: string, reason: string) => Promise<boolean>;

export interface PushQueueOptions {
  readonly pushes: Pushes;
  readonly warn: Say;
  readonly progress: Say;
  /** How often it is looked for users whom a process that died has left: each 15 seconds where it is left out. */
  readonly everyMillis?: number;
}

export const USERS_AT_A_TIME = 8;
export const USERS_FOR_A_LINE = 1_000;
const TAKEN_AT_ONCE = 40;
const EVERY_MILLIS = 15_000;
/** The source changes within this time after it was said who is to be told. */
const PREPARED_MILLIS = 60_000;
/** Whoever cannot be told again and again is told by the next refresh. */
const MOST_TAKES = 10;

/**
 * Tells many users in the background, with the ledger as the memory of who is left: any process that shares it goes on
 * after a crash.
 */
export class PushQueue {
  readonly #options: PushQueueOptions;
  #tell: TellUser | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;
  #underWay: Promise<void> | null = null;
  #isFailing = false;
  #isClosed = false;

  constructor(options: PushQueueOptions) {
    this.#options = options;
  }

  /** Begins to look for users who are left over, now and from time to time. */
  start(tell: TellUser): void {
    this.#tell = tell;
    this.#timer = setInterval(() => {
      this.#begin();
    }, this.#options.everyMillis ?? EVERY_MILLIS);
    this.#timer.unref();
    this.#begin();
  }

  /** Keeps who is to be told, before the source changes: should this process die in between, another one tells them. */
  prepare(userIds: readonly string[], reason: string): Promise<void> {
    return this.#options.pushes.addPushes(userIds, reason, PREPARED_MILLIS);
  }

  /** The source has changed: begins to tell these users. */
  async add(userIds: readonly string[], reason: string): Promise<void> {
    await this.#options.pushes.addPushes(userIds, reason, 0);
    this.#begin();
  }

  /** Waits for the users who are being told, and begins with no others: they are kept. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#timer);
    await this.#underWay;
  }

  #begin(): void {
    const { warn } = this.#options;
    // Who is added while the last ones are told is found by the next look.
    this.#underWay ??= this.#run()
      .then(
        () => {
          this.#isFailing = false;
        },
        (error: unknown) => {
          if (!this.#isFailing)
            warn('Who is to be told of changed claims cannot be read; it is tried again.', { err: error });
          this.#isFailing = true;
        },
      )
      .finally(() => {
        this.#underWay = null;
      });
  }

  async #run(): Promise<void> {
    const { pushes, progress } = this.#options;
    const tell = this.#tell;
    if (tell === null) return;
    let done = 0;
    for (;;) {
      const tasks = this.#isClosed ? [] : await pushes.takePushes(TAKEN_AT_ONCE);
      if (tasks.length === 0) break;
      const told = await this.#tellAll(tasks, tell);
      await pushes.donePushes(told);
      const before = done;
      done += told.length;
      if (Math.floor(before / USERS_FOR_A_LINE) < Math.floor(done / USERS_FOR_A_LINE)) {
        progress('Claims are brought up to date.', { done, left: await pushes.countPushes() });
      }
    }
    if (done > 0) progress('Claims were brought up to date.', { done, left: await pushes.countPushes() });
  }

  /** Answers those with whom nothing is left to be done. */
  async #tellAll(tasks: readonly PushTask[], tell: TellUser): Promise<readonly PushTask[]> {
    const results = await pLimit(USERS_AT_A_TIME).map(tasks, async (task) => {
      const isTold = await tell(task.userId, task.reason);
      return isTold || task.takes >= MOST_TAKES ? task : null;
    });
    return results.filter((task) => task !== null);
  }
}
