import { type Environment, parseConfig } from '../config/config.ts';
import { createLogger } from '../log/logger.ts';
import { connectCore } from '../server/core.ts';
import { expectNoArguments } from './arguments.ts';
import { serve } from './process.ts';

/** Serves the GraphQL API, with the embedded core where no other is configured, until a signal stops it. */
export async function start(args: readonly string[], env: Environment): Promise<void> {
  expectNoArguments(args);
  const config = parseConfig(env);
  const logger = createLogger(config.logLevel);
  await serve(logger, async () => {
    // After the configuration is known to be good. The core's threads load while this one loads the server.
    const core = connectCore(config, logger);
    const { startServer } = await import('../server.ts');
    return startServer(config, { logger, core });
  });
}
