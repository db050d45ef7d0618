import { apiKeyScopes, createApiKey } from '../claims/access/api-key.ts';
import { apiKeyFaults } from '../claims/access/read-api-keys.ts';
import { readBounds } from '../claims/access/read-bounds.ts';
import { readWords } from './arguments.ts';
import { UsageError } from './usage-error.ts';

/** Prints a new key and its entry for `API_KEYS`: two lines, and the key never again. */
export function apiKey([name, ...args]: readonly string[]): Promise<void> {
  if (name === undefined) throw new UsageError('a name is missing');
  const isBinding = (arg: string): boolean => arg.includes('=');
  const { bounds, faults } = readBounds(args.filter(isBinding));
  const scopes = readWords(
    args.filter((arg) => !isBinding(arg)),
    'scope',
    apiKeyScopes,
  );
  const [fault] = [...apiKeyFaults(name, scopes), ...faults];
  if (fault !== undefined) throw new UsageError(fault);
  const { key, entry } = createApiKey(name, scopes, bounds);
  process.stdout.write(`${key}\n${entry}\n`);
  return Promise.resolve();
}
