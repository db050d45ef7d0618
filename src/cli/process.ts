import { setFlagsFromString } from 'node:v8';

import closeWithGrace from 'close-with-grace';
import type { Logger } from 'pino';

import type { Environment } from '../config/config.ts';

/** Something that runs until the process is told to stop. */
export interface Service {
  /** Where it is and what it runs on, for people: one line each. */
  readonly summary: readonly string[];
  close(): Promise<void>;
}

/** Longer than what the server grants its requests, shorter than what a supervisor grants the process. */
const CLOSE_WITHIN_MILLIS = 9_500;

/** By how much the heap may grow, in percent, before it is collected. V8 lets it grow fourfold where memory is plenty. */
const HEAP_GROWTH_PERCENT = 50;

/** Runs the command line in this process; what it gives back becomes the exit code. */
export async function main(run: (args: readonly string[], env: Environment) => Promise<number>): Promise<void> {
  const env = { ...process.env };
  // The libraries' checks for developers cost time at each request; what the owner configured is in `env`.
  process.env['NODE_ENV'] = env['NODE_ENV']?.trim() ?? 'production';
  process.stdout.on('error', leaveUnread);
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH_PERCENT}`);
  process.exitCode = await run(process.argv.slice(2), env);
  // After a failure nothing is waited for: a core that hangs would keep its connections, and so the process.
  if (process.exitCode !== 0) process.exit();
}

/** Whoever reads the output may stop before its end (`| head`): then a command goes on to its own end, unheard. */
function leaveUnread(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

/**
 * Runs a service as a process: says where it is, stops it on a signal with exit code 0, and on a fault that nobody
 * caught with 1. A signal that arrives while it starts is kept until it can be stopped properly.
 */
export async function serve(logger: Logger, startService: () => Promise<Service>): Promise<void> {
  const starting = startService();
  const grace = closeWithGrace({ delay: CLOSE_WITHIN_MILLIS, logger: null }, async ({ err, signal }) => {
    if (err !== undefined) logger.fatal({ err }, 'a fault that nobody caught');
    else logger.info({ signal }, 'shutting down');
    const service = await starting.catch(() => null);
    await service?.close().catch((error: unknown) => {
      logger.error({ err: error }, 'the shutdown failed');
      throw error;
    });
  });
  try {
    const { summary } = await starting;
    process.stdout.write(`${summary.join('\n')}\n`);
  } catch (error) {
    grace.uninstall();
    throw error;
  }
}
