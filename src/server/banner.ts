import { resolve } from 'node:path';

import type { Config } from '../config/config.ts';
import type { PartState } from '../http/health.ts';

/** What is wrong where a part does not work, by its name in `/health/ready`. */
const ADVICE: Readonly<Record<string, string>> = {
  core: 'the session core does not answer, or refuses the key (SUPERTOKENS_CONNECTION_URI, SUPERTOKENS_API_KEY)',
  locks: 'PostgreSQL does not answer (DATABASE_URL)',
  ledger: 'the database of the ledger does not answer (DATABASE_URL, or DATA_DIR without it)',
  storage: 'nothing can be written in DATA_DIR',
};

/** What a server runs on, for people, and which of its parts does not work: one line each. */
export function bannerOf(
  config: Config,
  { url, port, parts }: { url: string; port: number; parts: Readonly<Record<string, PartState>> },
): string[] {
  const { embeddedCore, externalCore } = config;
  const failing = Object.keys(parts).filter((part) => parts[part] === 'failing');
  // A public URL is that of a proxy, which does not tell the port.
  const isElsewhere = config.publicUrl !== null;
  return [
    `Claimset       ${url}`,
    `GraphQL        ${url}/graphql`,
    ...(isElsewhere ? [`Listening on   ${config.host}, port ${port}`] : []),
    ...(embeddedCore === null
      ? []
      : [`Session core   embedded, in ${resolve(embeddedCore.dataDir)}: for development and small use`]),
    ...(externalCore === null ? [] : ['Session core   SuperTokens, at SUPERTOKENS_CONNECTION_URI']),
    config.databaseUrl === null ? 'Locks          in this process' : 'Locks          PostgreSQL, at DATABASE_URL',
    config.databaseUrl === null
      ? `Ledger         in ${resolve(config.dataDir, 'ledger.db')}`
      : 'Ledger         PostgreSQL, at DATABASE_URL',
    `Sign-in        ${config.emailPassword ? 'email and password, under /auth' : 'elsewhere (EMAIL_PASSWORD=off)'}`,
    ...failing.map((part) => `NOT READY      ${part}: ${ADVICE[part] ?? 'it does not work'}`),
  ];
}
