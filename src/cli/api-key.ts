import { apiKeyFaults, createApiKey } from '../claims/access/api-key.ts';
import { readScopes } from './arguments.ts';
import { UsageError } from './usage-error.ts';

/** Prints a new key and its entry for `API_KEYS`: two lines, and the key never again. */
export function apiKey([name, ...args]: readonly string[]): Promise<void> {
  if (name === undefined) throw new UsageError('a name is missing');
  const scopes = readScopes(args, 'scope');
  const [fault] = apiKeyFaults(name, scopes);
  if (fault !== undefined) throw new UsageError(fault);
  const { key, entry } = createApiKey(name, scopes);
  process.stdout.write(`${key}\n${entry}\n`);
  return Promise.resolve();
}
