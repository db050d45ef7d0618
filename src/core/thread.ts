import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import type { CoreThreadInput, FromCoreThread } from './in-worker.ts';
import { startCore, type RunningCore } from './start.ts';

/** The core's own thread: starts it, and stops it when it is told to. */
async function run(port: MessagePort, input: CoreThreadInput): Promise<void> {
  const say = (message: FromCoreThread): void => {
    port.postMessage(message);
  };
  const log = {
    error: (details: object, message: string) => {
      say({ failure: { details, message } });
    },
  };
  try {
    const core = await startCore({ ...input, log });
    port.once('message', () => void close(core, port));
    say({ started: { url: core.url, apiKey: core.apiKey } });
  } catch (error) {
    const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
    say({ refused: error instanceof Error ? error.message : String(error), code });
    port.close();
  }
}

async function close(core: RunningCore, port: MessagePort): Promise<void> {
  await core.close();
  port.close();
}

// What the parent gives is of its own making: both sides are compiled from one type.
if (parentPort !== null) await run(parentPort, workerData as CoreThreadInput);
