import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

import { tooLate } from '../deadline.ts';
import type { OperationName, Result, Store } from '../port.ts';
import type { FromWorker, Request, ToWorker, WorkerInput } from './messages.ts';

// What passes through is short-lived: collected early, it takes a quarter of the memory and no more time.
const YOUNG_GENERATION_MB = 3;

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Opens the database file in its worker thread; rejects when it is in use or was written by a newer version. */
export async function openStore(path: string, onFailure: (error: Error) => void): Promise<Store> {
  const worker = new Worker(new URL(`./store-worker${extname(fileURLToPath(import.meta.url))}`, import.meta.url), {
    workerData: { path } satisfies WorkerInput,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
  });
  const failed = failureOf(worker);
  await Promise.race([opened(worker), failed]);
  return connect(worker, failed, onFailure);
}

function connect(worker: Worker, failed: Promise<never>, onFailure: (error: Error) => void): Store {
  const pending = new Map<number, Pending>();
  const link: Link = { worker, queue: [], pending, lastId: 0, failure: null };
  worker.on('message', (message: FromWorker) => {
    if ('answers' in message) for (const { id, settled } of message.answers) settle(link, id, settled);
  });
  let isClosed = false;
  failed.catch((error: unknown) => {
    if (isClosed) return;
    link.failure = error instanceof Error ? error : new Error(String(error));
    for (const { reject } of pending.values()) reject(link.failure);
    pending.clear();
    onFailure(link.failure);
  });
  return {
    call: (name, input, deadlineMillis) =>
      enqueue(link, deadlineMillis === undefined ? { name, input } : { name, input, deadlineMillis }),
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      flush(link);
      const done = new Promise<void>((resolve) => {
        worker.once('exit', () => {
          resolve();
        });
      });
      post(worker, { close: true });
      if (link.failure === null) await done;
    },
  };
}

interface Link {
  readonly worker: Worker;
  readonly pending: Map<number, Pending>;
  queue: Request[];
  lastId: number;
  failure: Error | null;
}

function enqueue<K extends OperationName>(
  link: Link,
  operation: Request['operation'] & { name: K },
): Promise<Result<K>> {
  return new Promise<Result<K>>((resolve, reject) => {
    if (link.failure !== null) {
      reject(link.failure);
      return;
    }
    const id = ++link.lastId;
    // The worker answers each number with what its operation returns: both sides are compiled from one port.
    link.pending.set(id, {
      resolve: (value) => {
        resolve(value as Result<K>);
      },
      reject,
    });
    // What one turn of the event loop asks for travels in one message.
    if (link.queue.push({ id, operation }) === 1) setImmediate(flush, link);
  });
}

function flush(link: Link): void {
  if (link.queue.length === 0) return;
  const requests = link.queue;
  link.queue = [];
  post(link.worker, { requests });
}

function settle(
  { pending }: Link,
  id: number,
  settled: { readonly value: unknown } | { readonly error: string } | { readonly isTooLate: true },
): void {
  const waiting = pending.get(id);
  pending.delete(id);
  if ('isTooLate' in settled) waiting?.reject(tooLate());
  else if ('error' in settled) waiting?.reject(new Error(settled.error));
  else waiting?.resolve(settled.value);
}

function post(worker: Worker, message: ToWorker): void {
  worker.postMessage(message);
}

function opened(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.once('message', (message: FromWorker) => {
      if ('refused' in message) reject(new Error(message.refused));
      else resolve();
    });
  });
}

function failureOf(worker: Worker): Promise<never> {
  const failed = new Promise<never>((_resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', (code) => {
      reject(new Error(`The store's thread ended (code ${code})`));
    });
  });
  failed.catch(() => undefined);
  return failed;
}
