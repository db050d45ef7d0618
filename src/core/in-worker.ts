import { once } from 'node:events';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { CoreOptions, RunningCore } from './start.ts';

/** What can cross to another thread. */
export type CoreThreadInput = Omit<CoreOptions, 'log' | 'now'>;

/** What a core's thread says. */
export type FromCoreThread =
  | { readonly started: { readonly url: string; readonly apiKey: string | null } }
  | { readonly refused: string; readonly code: string | null }
  | { readonly failure: { readonly details: object; readonly message: string } };

/** Starts the whole core in a thread of its own, so that it does not share an event loop with the caller. */
export async function startCoreInWorker({
  log,
  ...input
}: CoreThreadInput & Pick<CoreOptions, 'log'>): Promise<RunningCore> {
  const url = new URL(`./thread${extname(fileURLToPath(import.meta.url))}`, import.meta.url);
  const worker = new Worker(url, { workerData: input });
  worker.on('message', (message: FromCoreThread) => {
    if ('failure' in message) log?.error(message.failure.details, message.failure.message);
  });
  const ended = once(worker, 'exit');
  const started = await firstWord(worker);
  worker.on('error', (error) => {
    log?.error({ err: error }, "the embedded core's thread failed");
  });
  return {
    ...started,
    close: async () => {
      worker.postMessage('close');
      await ended;
    },
  };
}

function firstWord(worker: Worker): Promise<{ url: string; apiKey: string | null }> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.on('message', (message: FromCoreThread) => {
      if ('started' in message) resolve(message.started);
      else if ('refused' in message) reject(Object.assign(new Error(message.refused), { code: message.code }));
    });
  });
}
