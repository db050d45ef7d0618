import { z } from 'zod';

import { COOKIE_LIMIT_BYTES } from '../claims/size/token-size.ts';
import { logLevels } from '../log/logger.ts';
import {
  flag,
  isCoreUri,
  isPostgresUrl,
  numberBetween,
  toApiKeys,
  toCookieDomain,
  toOlderCookieDomain,
  toOrigin,
  toOrigins,
  toProxies,
} from './values.ts';

const port = numberBetween(0, 65_535);
const shared = {
  HOST: z
    .string()
    .regex(/^[\w.:%-]+$/, 'write a host name or an address, such as 127.0.0.1')
    .default('127.0.0.1'),
  DATA_DIR: z.string().default('data'),
  LOG_LEVEL: z.enum(logLevels, `write one of ${logLevels.join(', ')}`).default('info'),
};
/** What `claimset core` reads, beside the settings of the core. */
export const coreVariables = z.object({
  ...shared,
  PORT: port.default(3567),
});
/** What `claimset start` reads, beside the settings of the embedded core. */
export const variables = z.object({
  ...shared,
  PORT: port.default(4000),
  PUBLIC_URL: z.string().transform(toOrigin).optional(),
  WEBSITE_ORIGINS: z.string().transform(toOrigins).optional(),
  SUPERTOKENS_CONNECTION_URI: z
    .string()
    .refine(isCoreUri, 'write the http(s) URL of a core, such as http://localhost:3567')
    .optional(),
  SUPERTOKENS_API_KEY: z.string().optional(),
  DATABASE_URL: z
    .string()
    .refine(isPostgresUrl, 'write a URL such as postgres://user:password@host/database')
    .optional(),
  DATABASE_CONNECTIONS: numberBetween(4, 1_000).default(30),
  LEDGER_RETENTION_DAYS: numberBetween(1, 36_500).default(400),
  CLAIMS_SCHEMA: z.string().optional(),
  API_KEYS: z.string().transform(toApiKeys).optional(),
  API_KEYS_FILE: z.string().optional(),
  EMAIL_PASSWORD: flag().optional(),
  MAX_TOKEN_BYTES: numberBetween(1024, 32_768).default(COOKIE_LIMIT_BYTES),
  MAX_OWN_CLAIMS_BYTES: numberBetween(2, 32_768).default(1024),
  COOKIE_DOMAIN: z.string().transform(toCookieDomain).optional(),
  OLDER_COOKIE_DOMAIN: z.string().transform(toOlderCookieDomain).optional(),
  COOKIE_SAME_SITE: z.enum(['lax', 'strict', 'none'], 'write lax, strict or none').optional(),
  COOKIE_SECURE: flag().optional(),
  ANTI_CSRF: z
    .enum(['NONE', 'VIA_CUSTOM_HEADER', 'VIA_TOKEN'], 'write NONE, VIA_CUSTOM_HEADER or VIA_TOKEN')
    .optional(),
  EXPLORER: flag().optional(),
  METRICS: flag().default(true),
  METRICS_PORT: port.default(9464),
  METRICS_HOST: shared.HOST,
  RATE_LIMITS: flag().default(true),
  TRUSTED_DOCUMENTS: z.string().optional(),
  TRUSTED_PROXIES: z.string().transform(toProxies).optional(),
});
