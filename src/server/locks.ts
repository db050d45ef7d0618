import type { Logger } from 'pino';

import type { Config } from '../config/config.ts';
import { inProcessLock } from '../locks/in-process.ts';
import type { ClaimsLock } from '../locks/lock.ts';
import { connectionsOf } from './connections.ts';

/** The lock that all who change claims share: in PostgreSQL where there is one, else in this process. */
export async function claimsLock(config: Config, logger: Logger): Promise<ClaimsLock> {
  if (config.databaseUrl !== null) {
    const onError = (err: Error): void => {
      logger.warn({ err }, 'a connection to PostgreSQL broke; the next lock connects again');
    };
    const maxConnections = connectionsOf(config.databaseConnections, config.rateLimits).locks;
    const { postgresLock } = await import('../locks/postgres/lock.ts');
    return postgresLock({ connectionString: config.databaseUrl, maxConnections, onError });
  }
  if (config.externalCore !== null) {
    logger.warn(
      'DATABASE_URL is not set: nothing is lost while this is the only process that changes claims on this core. ' +
        'With a second instance, or an application with claimset/supertokens beside it, set it for all of them.',
    );
  }
  return inProcessLock();
}
