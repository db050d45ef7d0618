import { once } from 'node:events';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

import { type CoreLog, type CoreOptions, type RunningCore, silentLog } from '../options.ts';
import type { FromCore } from './messages.ts';

// Requests leave only what is short-lived: collected early, it takes a fraction of the memory.
const YOUNG_GENERATION_MB = 3;

/**
 * Starts a whole core in a worker thread of its own, so that signing and storing never wait for the caller's work.
 * What it has to say comes back by messages.
 * @throws what {@link startCore} throws
 */
export async function startCoreInWorker({ log = silentLog, ...options }: CoreOptions): Promise<RunningCore> {
  const worker = new Worker(new URL(`./core-worker${extname(fileURLToPath(import.meta.url))}`, import.meta.url), {
    workerData: options,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
  });
  const { url, apiKey } = await started(worker, log);
  worker.on('error', (error) => {
    log.error({ error: error.message }, 'the session core has failed: start again');
  });
  let closed: Promise<void> | null = null;
  return { url, apiKey, close: () => (closed ??= close(worker)) };
}

function started(worker: Worker, log: CoreLog): Promise<Pick<RunningCore, 'url' | 'apiKey'>> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', (code) => {
      reject(new Error(`The thread of the session core ended (code ${code})`));
    });
    worker.on('message', (message: FromCore) => {
      if ('log' in message) log[message.log](message.details, message.message);
      else if ('failed' in message) reject(Object.assign(new Error(message.failed), message.fields));
      else if ('url' in message) resolve(message);
    });
  });
}

async function close(worker: Worker): Promise<void> {
  if (worker.threadId === -1) return;
  const ended = once(worker, 'exit');
  worker.postMessage('close');
  await ended;
}
