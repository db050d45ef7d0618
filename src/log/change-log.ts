import type { Logger } from 'pino';

import type { ChangeLog } from '../claims/ports.ts';
import { withoutRedaction } from './logger.ts';

/** Writes changes of claims to the log: who, whose, which keys, never a value. Answers with the log of each request. */
export function changeLogs(logger: Logger): (requestId: string) => ChangeLog {
  const changes = withoutRedaction(logger);
  return (requestId) => ({
    changed: (record) => {
      changes.info({ event: 'claims.changed', requestId, ...record }, 'claims.changed');
    },
    ended: (record) => {
      changes.info({ event: 'session.ended', requestId, ...record }, 'session.ended');
    },
    failed: (error, handle) => {
      logger.error({ err: error, requestId, handle }, 'the claims of a session could not be changed');
    },
    notListed: (error, userId) => {
      logger.error({ err: error, requestId, userId }, 'the live sessions of a user could not be listed');
    },
  });
}

/** Writes down changes of which the core did not say in time whether they were made. */
export function changeOutcomes(logger: Logger): (change: UnknownChange, requestId: string) => void {
  const lines = withoutRedaction(logger);
  return ({ mutation, handle }, requestId) => {
    lines.warn({ event: 'change.unknown', requestId, mutation, handle }, 'change.unknown');
  };
}

/** Writes down what became of changes that were unknown. */
export function settledLog(logger: Logger): (stream: string, outcome: string) => void {
  const lines = withoutRedaction(logger);
  return (stream, outcome) => {
    lines.info({ event: 'change.settled', stream, outcome }, 'change.settled');
  };
}

interface UnknownChange {
  readonly mutation: string;
  readonly handle: string | null;
}
