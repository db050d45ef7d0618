import type { Logger } from 'pino';

import { withoutRedaction } from './logger.ts';

/** Why somebody was not let in. */
export type AuthFailure = 'WRONG_PASSWORD' | 'WRONG_API_KEY' | 'TOO_MANY';

/** Writes down who was not let in: by the id of the request, never by an address, and nothing of what they sent. */
export function securityLog(logger: Logger): (reason: AuthFailure, requestId: string) => void {
  const lines = withoutRedaction(logger);
  return (reason, requestId) => {
    lines.warn({ event: 'auth.failed', reason, requestId }, 'auth.failed');
  };
}
