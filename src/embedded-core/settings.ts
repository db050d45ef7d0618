import { z } from 'zod';

const MILLIS_PER_SECOND = 1000;
const MILLIS_PER_MINUTE = 60 * MILLIS_PER_SECOND;
const MILLIS_PER_HOUR = 60 * MILLIS_PER_MINUTE;
// Ten years: longer is a slip of the unit, and times stay exact integers.
const LONGEST_MILLIS = 10 * 365 * 24 * MILLIS_PER_HOUR;
const API_KEY = /^[\x21-\x2b\x2d-\x7e]+$/;
const SHORTEST_API_KEY = 20;

/** The settings of docs/core-contract.md, 'Settings', in one unit. */
export interface CoreSettings {
  readonly accessTokenValidityMillis: number;
  /** Also the life of a session that is not used. */
  readonly refreshTokenValidityMillis: number;
  readonly dynamicSigningKeyUpdateIntervalMillis: number;
  readonly passwordResetTokenLifetimeMillis: number;
  readonly emailVerificationTokenLifetimeMillis: number;
  readonly apiKeys: readonly string[];
}

const variables = z.object({
  CORE_ACCESS_TOKEN_VALIDITY: duration('3600', 'seconds', MILLIS_PER_SECOND, MILLIS_PER_SECOND),
  CORE_REFRESH_TOKEN_VALIDITY: duration('144000', 'minutes', MILLIS_PER_MINUTE, MILLIS_PER_SECOND),
  CORE_ACCESS_TOKEN_DYNAMIC_SIGNING_KEY_UPDATE_INTERVAL: duration('168', 'hours', MILLIS_PER_HOUR, MILLIS_PER_SECOND),
  CORE_PASSWORD_RESET_TOKEN_LIFETIME: duration('3600000', 'milliseconds', 1, 1),
  CORE_EMAIL_VERIFICATION_TOKEN_LIFETIME: duration('86400000', 'milliseconds', 1, 1),
  CORE_API_KEYS: z.string().default('').transform(toApiKeys),
});

/** Reads the CORE_* variables, by the names, units and defaults of docs/core-contract.md, 'Settings'; `shape` has their names. */
export const coreEnvSchema = Object.assign(variables.transform(toSettings), { shape: variables.shape });

function toSettings(env: z.output<typeof variables>): CoreSettings {
  return {
    accessTokenValidityMillis: env.CORE_ACCESS_TOKEN_VALIDITY,
    refreshTokenValidityMillis: env.CORE_REFRESH_TOKEN_VALIDITY,
    dynamicSigningKeyUpdateIntervalMillis: env.CORE_ACCESS_TOKEN_DYNAMIC_SIGNING_KEY_UPDATE_INTERVAL,
    passwordResetTokenLifetimeMillis: env.CORE_PASSWORD_RESET_TOKEN_LIFETIME,
    emailVerificationTokenLifetimeMillis: env.CORE_EMAIL_VERIFICATION_TOKEN_LIFETIME,
    apiKeys: env.CORE_API_KEYS,
  };
}

/** A number in the unit of the setting, fractions allowed; the result is milliseconds. */
function duration(
  byDefault: string,
  unit: string,
  unitMillis: number,
  shortestMillis: number,
): z.ZodType<number, string | undefined> {
  const least = shortestMillis / unitMillis;
  const most = LONGEST_MILLIS / unitMillis;
  const fault = `write a number of ${unit} from ${Number(least.toPrecision(2))} to ${most}, such as ${byDefault}`;
  return z
    .string()
    .default(byDefault)
    .refine((value) => /^\d+(\.\d+)?$/.test(value) && isBetween(Number(value), least, most), fault)
    .transform((value) => Math.round(Number(value) * unitMillis));
}

function isBetween(value: number, least: number, most: number): boolean {
  return value >= least && value <= most;
}

function toApiKeys(value: string, context: z.RefinementCtx<string>): readonly string[] {
  const keys = value
    .split(',')
    .map((key) => key.trim())
    .filter((key) => key !== '');
  // The real core refuses shorter ones as well. The keys themselves are secrets: the message has none.
  if (keys.every((key) => key.length >= SHORTEST_API_KEY && API_KEY.test(key))) return keys;
  context.addIssue(
    `write keys of at least ${SHORTEST_API_KEY} letters, digits and signs without spaces, separated by commas`,
  );
  return z.NEVER;
}
