import { z } from 'zod';

const SECONDS_OF_100_YEARS = 100 * 365 * 24 * 3600;

/** A setting in some unit; fractions where a whole one would be too coarse. */
function positive(unit: string, most: number, allowsFractions: boolean) {
  const shape = allowsFractions ? /^\d{1,12}(\.\d{1,9})?$/ : /^\d{1,15}$/;
  const advice = `write a ${allowsFractions ? 'number' : 'whole number'} of ${unit} above 0 and up to ${most}`;
  return z
    .string()
    .regex(shape, advice)
    .transform(Number)
    .refine((value) => value > 0 && value <= most, advice);
}

const MOST_SECONDS = SECONDS_OF_100_YEARS;
const MOST_MINUTES = SECONDS_OF_100_YEARS / 60;
const MOST_HOURS = SECONDS_OF_100_YEARS / 3600;
const MOST_MILLIS = SECONDS_OF_100_YEARS * 1000;

/** The embedded core's settings as environment variables, by the names that SuperTokens has for them (CDI.md section 7). */
export const coreEnvSchema = z.object({
  CORE_ACCESS_TOKEN_VALIDITY: positive('seconds', MOST_SECONDS, false).default(3600),
  CORE_REFRESH_TOKEN_VALIDITY: positive('minutes', MOST_MINUTES, true).default(144_000),
  CORE_ACCESS_TOKEN_DYNAMIC_SIGNING_KEY_UPDATE_INTERVAL: positive('hours', MOST_HOURS, true).default(168),
  CORE_PASSWORD_RESET_TOKEN_LIFETIME: positive('milliseconds', MOST_MILLIS, false).default(3_600_000),
  CORE_EMAIL_VERIFICATION_TOKEN_LIFETIME: positive('milliseconds', MOST_MILLIS, false).default(86_400_000),
  CORE_API_KEYS: z
    .string()
    .transform((keys) =>
      keys
        .split(',')
        .map((key) => key.trim())
        .filter((key) => key !== ''),
    )
    .refine((keys) => keys.every((key) => key.length >= 20), 'write keys of at least 20 characters, comma separated')
    .default([]),
});

/** The embedded core's settings, as they come out of {@link coreEnvSchema}. */
export type CoreSettings = z.output<typeof coreEnvSchema>;

/** The same in the units that the code counts in. */
export interface Lifetimes {
  readonly accessTokenSeconds: number;
  readonly sessionMillis: number;
  readonly signingKeyMillis: number;
  readonly resetTokenMillis: number;
  readonly verificationTokenMillis: number;
}

/** Brings the settings into seconds and milliseconds. */
export function lifetimesOf(settings: CoreSettings): Lifetimes {
  return {
    accessTokenSeconds: settings.CORE_ACCESS_TOKEN_VALIDITY,
    sessionMillis: settings.CORE_REFRESH_TOKEN_VALIDITY * 60_000,
    signingKeyMillis: settings.CORE_ACCESS_TOKEN_DYNAMIC_SIGNING_KEY_UPDATE_INTERVAL * 3_600_000,
    resetTokenMillis: settings.CORE_PASSWORD_RESET_TOKEN_LIFETIME,
    verificationTokenMillis: settings.CORE_EMAIL_VERIFICATION_TOKEN_LIFETIME,
  };
}
