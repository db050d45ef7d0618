import { type Environment, parseCoreConfig } from '../config/config.ts';
import { startCoreInWorker } from '../embedded-core/core-thread/start.ts';
import { createLogger } from '../log/logger.ts';
import { expectNoArguments } from './arguments.ts';
import { serve, type Service } from './process.ts';

/** Serves the embedded core alone, until a signal stops it. */
export async function core(args: readonly string[], env: Environment): Promise<void> {
  expectNoArguments(args);
  const { host, port, dataDir, settings, logLevel } = parseCoreConfig(env);
  const log = createLogger(logLevel);
  await serve(log, async (): Promise<Service> => {
    const running = await startCoreInWorker({ host, port, dataDir, settings, apiKeys: [], log });
    const summary = [
      `Session core  ${running.url}`,
      `Storage       SQLite, in ${dataDir}`,
      'The embedded core is for development and small use; production runs the SuperTokens core on PostgreSQL.',
    ];
    return { summary, close: () => running.close() };
  });
}
