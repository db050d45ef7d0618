import type { Logger } from 'pino';

import type { ChangeLog } from '../claims/ports.ts';

/** Writes changes of claims to the log: who, whose, which keys, never a value. */
export function changeLog(logger: Logger, requestId: string): ChangeLog {
  return {
    changed: (record) => {
      logger.info({ event: 'claims.changed', requestId, ...record }, 'claims.changed');
    },
    failed: (error, handle) => {
      logger.error({ err: error, requestId, handle }, 'the claims of a session could not be changed');
    },
  };
}
