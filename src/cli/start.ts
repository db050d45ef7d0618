import { parseConfig, type Environment } from '../config.ts';
import { createLogger } from '../http/logger.ts';
import { serve } from '../main.ts';
import { startServer } from '../server.ts';
import { expectNoArguments } from './arguments.ts';

/** Serves the GraphQL API, with the embedded core where no other is configured, until a signal stops it. */
export async function start(args: readonly string[], env: Environment): Promise<void> {
  expectNoArguments(args);
  const config = parseConfig(env);
  const logger = createLogger(config.logLevel);
  await serve(logger, () => startServer(config, { logger }));
}
