import type { Logger } from 'pino';

import { withoutRedaction } from './logger.ts';

/** A call to the session core: which, and how long it took. */
export interface CoreCall {
  readonly method: string;
  /** Without its query, which may name users. */
  readonly path: string;
  /** Null where no answer came. */
  readonly status: number | null;
  readonly durationMillis: number;
}

/** Shows calls to the core with their times, at the level debug. */
export function coreCallLog(logger: Logger): (call: CoreCall) => void {
  const lines = withoutRedaction(logger);
  return (call) => {
    // There are some for each request, and nobody looks: not even the line is put together.
    if (!lines.isLevelEnabled('debug')) return;
    lines.debug({ event: 'core.called', ...call, durationMillis: Math.round(call.durationMillis) }, 'core.called');
  };
}
