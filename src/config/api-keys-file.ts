import { readFileSync } from 'node:fs';

import type { ApiKey } from '../claims/access/api-key.ts';
import { readApiKeys } from '../claims/access/read-api-keys.ts';
import { ConfigError } from './config.ts';
import { ENTRY_ADVICE } from './values.ts';

/**
 * The keys in the text of `API_KEYS_FILE`: an entry a line; empty lines, and those that begin with `#`, are none.
 * `others` are the keys of `API_KEYS`, whose names are taken.
 * @throws ConfigError with each faulty line by its number, which shows nothing that may be a key
 */
export function parseApiKeysFile(text: string, others: readonly ApiKey[]): readonly ApiKey[] {
  const lines = text.split('\n').map((line, index) => ({ entry: line.trim(), number: index + 1 }));
  const entries = lines.filter(({ entry }) => entry !== '' && !entry.startsWith('#'));
  const { keys, faults } = readApiKeys(
    entries.map(({ entry }) => entry),
    others,
  );
  if (faults.length === 0) return keys;
  throw new ConfigError(
    faults.map(
      ({ index, message }) => `API_KEYS_FILE: line ${entries[index]?.number ?? 0}: ${message}; ${ENTRY_ADVICE}`,
    ),
  );
}

/** The text of `API_KEYS_FILE`. @throws ConfigError where it cannot be read */
export function readApiKeysFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new ConfigError([`API_KEYS_FILE: cannot be read (${path}): write the path of a file with one entry a line`]);
  }
}
