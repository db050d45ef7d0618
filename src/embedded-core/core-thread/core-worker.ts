import { type MessagePort, parentPort, workerData } from 'node:worker_threads';

import type { CoreLog, CoreOptions } from '../options.ts';
import { startCore } from '../start.ts';
import type { FromCore } from './messages.ts';

/** The thread of a whole core; its options have come through {@link startCoreInWorker}, which is compiled with it. */
async function run(port: MessagePort, options: CoreOptions): Promise<void> {
  try {
    const core = await startCore({ ...options, log: logTo(port) });
    port.once('message', () => {
      void core.close().finally(() => {
        port.close();
      });
    });
    send(port, { url: core.url, apiKey: core.apiKey });
  } catch (error) {
    send(port, { failed: error instanceof Error ? error.message : String(error), fields: fieldsOf(error) });
    port.close();
  }
}

function logTo(port: MessagePort): CoreLog {
  const write =
    (log: keyof CoreLog) =>
    (details: object, message: string): void => {
      send(port, { log, details, message });
    };
  return { info: write('info'), warn: write('warn'), error: write('error') };
}

function fieldsOf(error: unknown): Record<string, unknown> {
  const names = ['code', 'syscall', 'address', 'hostname', 'port'];
  return error instanceof Error
    ? Object.fromEntries(Object.entries(error).filter(([name]) => names.includes(name)))
    : {};
}

function send(port: MessagePort, message: FromCore): void {
  port.postMessage(message);
}

if (parentPort !== null) void run(parentPort, workerData as CoreOptions);
