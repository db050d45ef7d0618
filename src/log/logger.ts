import { type DestinationStream, type LevelWithSilent, type Logger, pino } from 'pino';

/** How much is logged. */
export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** What no line of the log may hold, wherever it comes from. */
const SECRETS = [
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'x-api-key',
  'api-key',
  'st-access-token',
  'st-refresh-token',
  'front-token',
  'anti-csrf',
  'password',
  'accessToken',
  'refreshToken',
  'antiCsrfToken',
  'apiKey',
  'variables',
];
const REDACTED_PATHS = SECRETS.flatMap((name) => ['', '*', '*.*', '*.*.*'].map((parent) => `${parent}["${name}"]`));
const CAUSES_SHOWN = 5;

interface SerializedError {
  readonly type: string;
  readonly message: string;
  readonly stack?: string | undefined;
  readonly code?: string;
  readonly cause?: SerializedError;
}

/** An error as the log shows it: named members only, because errors of libraries carry bodies, headers and variables. */
export function serializeError(error: unknown, depth = 0): SerializedError {
  if (!(error instanceof Error)) return { type: typeof error, message: 'a value was thrown that is no Error' };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const hasCause = error.cause instanceof Error && depth < CAUSES_SHOWN;
  const cause = hasCause ? { cause: serializeError(error.cause, depth + 1) } : {};
  return { type: error.name, message: error.message, stack: error.stack, ...code, ...cause };
}

/** The log of the process: one JSON object a line, on stdout unless told otherwise, without secrets. */
export function createLogger(level: LevelWithSilent, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    redact: { paths: REDACTED_PATHS, censor: '[redacted]' },
    serializers: { err: serializeError },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/** The same log for lines whose members are all known to hold no secret: looking for them costs more than the line. */
export function withoutRedaction(logger: Logger): Logger {
  return logger.child({}, { redact: { paths: [] } });
}
