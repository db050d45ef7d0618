import { z } from 'zod';

import type { ApiKey } from '../claims/access/api-key.ts';
import { coreEnvSchema, type CoreSettings } from '../embedded-core/settings.ts';
import type { logLevels } from '../log/logger.ts';
import { contradictions } from './contradictions.ts';
import { type CookieConfig, cookieFaults } from './cookies.ts';
import { unknownNames } from './names.ts';
import { isLoopback } from './values.ts';
import { coreVariables, variables } from './variables.ts';

/** Where the sessions live: a SuperTokens core of one's own, or the embedded one. */
export interface ExternalCore {
  readonly connectionUri: string;
  readonly apiKey: string | null;
}

/** The embedded core's part of the configuration. */
export interface EmbeddedCore {
  readonly dataDir: string;
  readonly settings: CoreSettings;
}

/** Everything that is configured; a feature that is off is null. Exactly one of the two cores is there. */
export type Config = CommonConfig &
  (
    | { readonly externalCore: ExternalCore; readonly embeddedCore: null }
    | { readonly externalCore: null; readonly embeddedCore: EmbeddedCore }
  );

interface CommonConfig {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Null: `http://localhost:PORT`, which is known once the server listens; see {@link publicUrls}. */
  readonly publicUrl: string | null;
  /** Null: the public URL alone. */
  readonly websiteOrigins: readonly [string, ...string[]] | null;
  /** PostgreSQL for locks between instances, and for the ledger. */
  readonly databaseUrl: string | null;
  /** How many connections to it this process may have, all together. */
  readonly databaseConnections: number;
  /** Where this process keeps what it stores itself: the embedded core, and the ledger without PostgreSQL. */
  readonly dataDir: string;
  readonly ledgerRetentionDays: number;
  /** The file that declares the claims; null: the one that comes with the package. */
  readonly claimsSchema: string | null;
  readonly apiKeys: readonly ApiKey[];
  /** More of them, in a file that is read again when it changes. */
  readonly apiKeysFile: string | null;
  readonly emailPassword: boolean;
  readonly maxTokenBytes: number;
  /** What the claims that users may write may take together of a token. */
  readonly maxOwnClaimsBytes: number;
  readonly cookies: CookieConfig;
  readonly explorer: boolean;
  /** Where `/metrics` is, with 0 for a free port; null where there are none. */
  readonly metrics: { readonly host: string; readonly port: number } | null;
  /** The file of the only operations that run; null where all run. */
  readonly trustedDocuments: string | null;
  readonly rateLimits: boolean;
  /** Addresses and networks whose forwarded headers are believed; null where none is. */
  readonly trustedProxies: readonly string[] | null;
  readonly logLevel: LogLevel;
}

/** The configuration of `claimset core`. */
export interface CoreConfig extends EmbeddedCore {
  readonly host: string;
  readonly port: number;
  readonly logLevel: LogLevel;
}

export type LogLevel = (typeof logLevels)[number];
export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment cannot be used; the message has one line for each fault. */
export class ConfigError extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.name = 'ConfigError';
    this.faults = faults;
  }
}

/**
 * Reads the configuration of `claimset start` from the environment.
 * @throws ConfigError with all faults at once.
 */
export function parseConfig(environment: Environment): Config {
  const env = trimmed(environment);
  const own = variables.safeParse(env);
  const core = coreEnvSchema.safeParse(knownSettings(env));
  const faults = [...faultsOf(own), ...faultsOf(core), ...typos(env), ...contradictions(env)];
  if (own.success) faults.push(...cookieFaults(addressesOf(own.data), cookiesOf(own.data)));
  if (!own.success || !core.success || faults.length > 0) throw new ConfigError(faults);
  const value = own.data;
  const uri = value.SUPERTOKENS_CONNECTION_URI;
  const common = {
    host: value.HOST,
    port: value.PORT,
    publicUrl: value.PUBLIC_URL ?? null,
    websiteOrigins: value.WEBSITE_ORIGINS ?? null,
    databaseUrl: value.DATABASE_URL ?? null,
    databaseConnections: value.DATABASE_CONNECTIONS,
    dataDir: value.DATA_DIR,
    ledgerRetentionDays: value.LEDGER_RETENTION_DAYS,
    claimsSchema: value.CLAIMS_SCHEMA ?? null,
    apiKeys: value.API_KEYS ?? [],
    apiKeysFile: value.API_KEYS_FILE ?? null,
    emailPassword: value.EMAIL_PASSWORD ?? uri === undefined,
    maxTokenBytes: value.MAX_TOKEN_BYTES,
    maxOwnClaimsBytes: value.MAX_OWN_CLAIMS_BYTES,
    cookies: cookiesOf(value),
    explorer: value.EXPLORER ?? !(isProduction(env) || value.TRUSTED_DOCUMENTS !== undefined),
    metrics: value.METRICS ? { host: value.METRICS_HOST, port: value.METRICS_PORT } : null,
    trustedDocuments: value.TRUSTED_DOCUMENTS ?? null,
    rateLimits: value.RATE_LIMITS,
    trustedProxies: value.TRUSTED_PROXIES ?? null,
    logLevel: value.LOG_LEVEL,
  };
  if (uri === undefined) {
    return { ...common, externalCore: null, embeddedCore: { dataDir: value.DATA_DIR, settings: core.data } };
  }
  const externalCore = { connectionUri: uri, apiKey: value.SUPERTOKENS_API_KEY ?? null };
  return { ...common, externalCore, embeddedCore: null };
}

/**
 * Reads the configuration of `claimset core` from the environment.
 * @throws ConfigError with all faults at once.
 */
export function parseCoreConfig(environment: Environment): CoreConfig {
  const env = trimmed(environment);
  const own = coreVariables.safeParse(env);
  const core = coreEnvSchema.safeParse(knownSettings(env));
  const faults = [...faultsOf(own), ...faultsOf(core), ...typos(env)];
  const isKeyless = core.success && core.data.apiKeys.length === 0;
  if (own.success && !isLoopback(own.data.HOST) && isKeyless) {
    faults.push(
      `CORE_API_KEYS: is needed where HOST is not loopback (${own.data.HOST}): whoever reaches the core can do everything`,
    );
  }
  if (!own.success || !core.success || faults.length > 0) throw new ConfigError(faults);
  const { HOST, PORT, DATA_DIR, LOG_LEVEL } = own.data;
  return {
    host: HOST,
    port: PORT,
    dataDir: DATA_DIR,
    logLevel: LOG_LEVEL,
    settings: core.data,
  };
}

/** The URL that browsers use, and the origins that may call it, now that the port is known. */
export function publicUrls(
  config: Pick<Config, 'publicUrl' | 'websiteOrigins'>,
  port: number,
): { publicUrl: string; websiteOrigins: readonly [string, ...string[]] } {
  const publicUrl = config.publicUrl ?? `http://localhost:${port}`;
  return { publicUrl, websiteOrigins: config.websiteOrigins ?? [publicUrl] };
}

/**
 * Values without the space around them, as a file with Windows' line ends leaves it. An empty one is what compose files
 * give for a variable that is not set.
 */
function trimmed(environment: Environment): Record<string, string> {
  const values = Object.entries(environment).map(([name, value = '']) => [name, value.trim()] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== ''));
}

/** However production is spelled (`Production`, `"production"`, `prod`), it opens nothing. */
function isProduction(env: Readonly<Record<string, string>>): boolean {
  return /prod/i.test(env['NODE_ENV'] ?? '');
}

/** Those that are not known are refused as typos, with advice. */
function knownSettings(env: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => name in coreEnvSchema.shape));
}

function typos(env: Readonly<Record<string, string>>): string[] {
  const known = [variables, coreVariables, coreEnvSchema].flatMap(({ shape }) => Object.keys(shape));
  return unknownNames(Object.keys(env), [...new Set(known)]);
}

type Variables = z.infer<typeof variables>;

function cookiesOf(value: Variables): CookieConfig {
  return {
    domain: value.COOKIE_DOMAIN ?? null,
    olderDomain: value.OLDER_COOKIE_DOMAIN ?? null,
    sameSite: value.COOKIE_SAME_SITE ?? null,
    secure: value.COOKIE_SECURE ?? null,
    antiCsrf: value.ANTI_CSRF ?? null,
  };
}

/** Ports are nothing to cookies. */
function addressesOf({ PUBLIC_URL, WEBSITE_ORIGINS, PORT }: Variables) {
  return publicUrls({ publicUrl: PUBLIC_URL ?? null, websiteOrigins: WEBSITE_ORIGINS ?? null }, PORT);
}

function faultsOf(result: { readonly error?: z.ZodError }): string[] {
  const issues = result.error?.issues ?? [];
  return issues
    .filter(({ code }) => code !== 'unrecognized_keys')
    .map(({ path, message }) => `${path.join('.')}: ${message}`);
}
