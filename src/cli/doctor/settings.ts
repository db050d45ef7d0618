import { accessSync, constants, existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

import { ClaimsSchemaError } from '../../claims/schema/error.ts';
import { parseApiKeysFile, readApiKeysFile } from '../../config/api-keys-file.ts';
import { type Config, ConfigError, publicUrls } from '../../config/config.ts';
import { cookieWarnings } from '../../config/cookies.ts';
import { loadClaims } from '../../config/load-claims.ts';
import { type Finding, right, warning, wrong } from './finding.ts';

/** The API keys, also those of the file. */
export function checkKeys({ apiKeys, apiKeysFile }: Config): Finding[] {
  try {
    const inFile = apiKeysFile === null ? [] : parseApiKeysFile(readApiKeysFile(apiKeysFile), apiKeys);
    const names = [...apiKeys, ...inFile].map(({ name }) => name);
    return [right('API keys', names.length === 0 ? 'none: back ends have no access' : names.join(', '))];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults.map((fault) => wrong('API keys', fault));
    throw error;
  }
}

/** The file that declares the claims. */
export function checkClaims({ claimsSchema }: Config): Finding[] {
  try {
    const { policy } = loadClaims(claimsSchema);
    const names = policy.claims.map(({ field }) => field).join(', ');
    return [right('claims', `${claimsSchema ?? 'those of the package'}: ${names}`)];
  } catch (error) {
    if (!(error instanceof ClaimsSchemaError)) throw error;
    return error.faults.map(({ file, line, message }) => wrong('claims', `${file}:${line}: ${message}`));
  }
}

/** Whether browsers keep the cookies of sessions, for the pages that call the server. */
export function checkCookies(config: Config): Finding[] {
  const addresses = publicUrls(config, config.port);
  const warnings = cookieWarnings(addresses, config.cookies);
  if (warnings.length > 0) return warnings.map((message) => warning('cookies', message));
  return [
    right('cookies', `of ${addresses.publicUrl} are sent by the pages of ${addresses.websiteOrigins.join(', ')}`),
  ];
}

/** Whether the embedded core, or the ledger, can keep its data. Makes no folder. */
export function checkStorage({ embeddedCore, databaseUrl, dataDir }: Config): Finding[] {
  if (embeddedCore === null && databaseUrl !== null) return [];
  const folder = resolve(dataDir);
  try {
    accessSync(existing(folder), constants.W_OK);
  } catch {
    return [wrong('storage', `${folder} cannot be written: give it to this user, or set DATA_DIR`)];
  }
  return [right('storage', existsSync(folder) ? folder : `${folder}, which the start makes`)];
}

/** The folder, or the nearest above it that is there. */
function existing(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : existing(dirname(folder));
}
