import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

import { ledgerUnavailable } from '../unavailable.ts';
import type { FromThread, Input, OperationName, Request, Result, Settled, ToThread } from './messages.ts';

// What passes through is short-lived: collected early, it takes a fraction of the memory.
const YOUNG_GENERATION_MB = 3;

/**
 * More messages than one that is being worked on and one that is next keep nobody busier: what comes meanwhile travels in
 * one when there is room.
 */
const MESSAGES_AT_A_TIME = 2;

/** What may wait goes with what comes next, or after so long. */
const WAITS_FOR_MILLIS = 1;

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** The thread that has a ledger's file open. */
export class LedgerThread {
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending>();
  readonly #exited: Promise<void>;
  #queue: Request[] = [];
  /** The last number of each message that has not been answered. */
  readonly #posted: number[] = [];
  #isFlushedSoon = false;
  /** Until a message has been answered. */
  #isHeldBack = false;
  #timer: NodeJS.Timeout | undefined;
  #lastId = 0;
  #end: Error | undefined;
  #damage: Error | undefined;

  private constructor(worker: Worker) {
    this.#worker = worker;
    worker.on('message', (message: FromThread) => {
      if ('answers' in message) this.#answered(message.answers);
    });
    worker.once('error', (error) => {
      this.#stop(error);
    });
    this.#exited = new Promise((resolve) => {
      worker.once('exit', () => {
        this.#stop(new Error('The thread of the ledger has ended.'));
        resolve();
      });
    });
  }

  /** @throws Error that names the file and says what to do, where it cannot be opened. */
  static async open(path: string): Promise<LedgerThread> {
    const worker = new Worker(new URL(`./ledger-worker${extname(fileURLToPath(import.meta.url))}`, import.meta.url), {
      workerData: path,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
    });
    await new Promise<void>((resolve, reject) => {
      worker.once('error', reject);
      worker.once('message', (message: FromThread) => {
        if ('refused' in message) reject(new Error(message.refused));
        else resolve();
      });
    });
    return new LedgerThread(worker);
  }

  /**
   * All is done in the order in which it is called. What may wait travels with what comes next, in one message and one
   * transaction.
   * @throws ClaimsetError LEDGER_UNAVAILABLE
   */
  call<K extends OperationName>(name: K, input: Input<K>, { mayWait = false } = {}): Promise<Result<K>> {
    return new Promise<Result<K>>((resolve, reject) => {
      if (this.#end !== undefined) {
        reject(ledgerUnavailable('NOT_APPLIED', this.#end));
        return;
      }
      this.#lastId += 1;
      // The thread answers each number with what its operation returns: both sides are compiled from one list.
      this.#pending.set(this.#lastId, { reject, resolve: resolve as (value: unknown) => void });
      this.#queue.push({ id: this.#lastId, name, input });
      if (mayWait) this.#flushLater();
      else this.#flushSoon();
    });
  }

  /**
   * @throws ClaimsetError LEDGER_UNAVAILABLE, also once the file was found damaged: from then on some changes can be made,
   * and others cannot.
   */
  async check(): Promise<void> {
    if (this.#damage !== undefined) throw ledgerUnavailable('NOT_APPLIED', this.#damage);
    await this.call('query', { sql: 'SELECT 1', values: [] });
  }

  async close(): Promise<void> {
    if (this.#end !== undefined) return;
    this.#send();
    this.#post({ close: true });
    await this.#exited;
  }

  /** What one turn of the event loop asks for travels in one message. */
  #flushSoon(): void {
    if (this.#isFlushedSoon) return;
    this.#isFlushedSoon = true;
    setImmediate(() => {
      this.#flush();
    });
  }

  #flushLater(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#flush();
    }, WAITS_FOR_MILLIS);
  }

  #flush(): void {
    this.#isFlushedSoon = false;
    this.#isHeldBack = this.#posted.length >= MESSAGES_AT_A_TIME;
    if (!this.#isHeldBack) this.#send();
  }

  #send(): void {
    const requests = this.#queue;
    if (requests.length === 0) return;
    this.#queue = [];
    this.#posted.push(this.#lastId);
    this.#post({ requests });
  }

  #post(message: ToThread): void {
    this.#worker.postMessage(message);
  }

  /** All is done in order: what was posted before the last of these has been answered. */
  #answered(answers: readonly { readonly id: number; readonly settled: Settled }[]): void {
    for (const { id, settled } of answers) this.#settle(id, settled);
    const lastId = answers.at(-1)?.id ?? 0;
    while ((this.#posted[0] ?? Infinity) <= lastId) this.#posted.shift();
    if (this.#isHeldBack) this.#flush();
  }

  #settle(id: number, settled: Settled): void {
    const waiting = this.#pending.get(id);
    this.#pending.delete(id);
    // What failed has been undone.
    if ('error' in settled) waiting?.reject(ledgerUnavailable('NOT_APPLIED', this.#faultOf(settled)));
    else waiting?.resolve(settled.value);
  }

  #faultOf({ error, isDamage }: Extract<Settled, { readonly error: string }>): Error {
    const fault = new Error(error);
    if (isDamage === true) this.#damage ??= fault;
    return fault;
  }

  #stop(error: Error): void {
    this.#end ??= error;
    for (const { reject } of this.#pending.values()) reject(ledgerUnavailable('UNKNOWN', error));
    this.#pending.clear();
  }
}
