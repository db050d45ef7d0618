interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

export interface BatcherOptions<Item, Result> {
  /** Does all of them at once, and answers in their order. */
  readonly run: (items: readonly Item[]) => Promise<readonly Result[]>;
  /** Two items with a key in common do not go together. */
  readonly keysOf: (item: Item) => readonly string[];
  /** Whether a failure may be that of one item alone, so that the others are to be tried without it. */
  readonly isOfOne: (error: unknown) => boolean;
  readonly maxItems: number;
}

/** Group commit: what comes while a batch is under way goes together in the next one. */
export class Batcher<Item, Result> {
  readonly #options: BatcherOptions<Item, Result>;
  #queue: Waiting<Item, Result>[] = [];
  #isRunning = false;

  constructor(options: BatcherOptions<Item, Result>) {
    this.#options = options;
  }

  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ item, resolve, reject });
      if (!this.#isRunning) void this.#runAll();
    });
  }

  async #runAll(): Promise<void> {
    this.#isRunning = true;
    // What one turn of the event loop asks for goes together.
    await Promise.resolve();
    while (this.#queue.length > 0) await this.#runBatch(this.#take());
    this.#isRunning = false;
  }

  async #runBatch(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.#options.run(batch.map(({ item }) => item));
      for (const [index, { resolve, reject }] of batch.entries()) {
        const result = results[index];
        if (result === undefined) reject(new Error('A batch answered less than it was asked for.'));
        else resolve(result);
      }
    } catch (error) {
      if (batch.length > 1 && this.#options.isOfOne(error)) {
        for (const one of batch) await this.#runBatch([one]);
      } else for (const { reject } of batch) reject(error);
    }
  }

  #take(): readonly Waiting<Item, Result>[] {
    const keys = new Set<string>();
    const batch: Waiting<Item, Result>[] = [];
    const rest: Waiting<Item, Result>[] = [];
    for (const waiting of this.#queue) {
      const own = this.#options.keysOf(waiting.item);
      const fits = batch.length < this.#options.maxItems && own.every((key) => !keys.has(key));
      (fits ? batch : rest).push(waiting);
      // What comes behind keeps its place behind.
      for (const key of own) keys.add(key);
    }
    this.#queue = rest;
    return batch;
  }
}
