import type { ApiKey } from '../claims/access/api-key.ts';
import { parseApiKeysFile, readApiKeysFile } from '../config/api-keys-file.ts';
import { type Config, ConfigError } from '../config/config.ts';

/** The API keys that are good now. */
export interface ApiKeys {
  current(): readonly ApiKey[];
  /** Calls back whenever they have changed; what it gives ends that. */
  onChange(listener: () => void): () => void;
  close(): Promise<void>;
}

/** Told what became of a file that has changed. */
export interface ApiKeysLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
}

/** Twice in the time within which a change must be seen. */
const LOOK_EVERY_MILLIS = 1_000;

/**
 * The keys of `API_KEYS` and of `API_KEYS_FILE`, which is read again all the time: keys come and go without a restart.
 * While the file cannot be used, the keys that were good last stay.
 * @throws ConfigError where the file cannot be used at the start
 */
export function watchApiKeys(
  { apiKeys, apiKeysFile }: Pick<Config, 'apiKeys' | 'apiKeysFile'>,
  log: ApiKeysLog,
  everyMillis = LOOK_EVERY_MILLIS,
): ApiKeys {
  if (apiKeysFile === null) {
    return { current: () => apiKeys, onChange: () => () => undefined, close: () => Promise.resolve() };
  }
  let text = readApiKeysFile(apiKeysFile);
  let current = [...apiKeys, ...parseApiKeysFile(text, apiKeys)];
  let told = '';
  const listeners = listenerSet();
  const look = (): void => {
    try {
      const found = readApiKeysFile(apiKeysFile);
      if (found === text && told === '') return;
      // Compared by what it holds: editors, mounts and secrets of Kubernetes change files in too many ways.
      current = [...apiKeys, ...parseApiKeysFile(found, apiKeys)];
      [text, told] = [found, ''];
      listeners.tell();
      log.info({ event: 'api_keys.read', names: current.map(({ name }) => name) }, 'API keys were read again');
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      if (told === error.message) return;
      told = error.message;
      log.warn({ event: 'api_keys.faulty', faults: error.faults }, 'API_KEYS_FILE is faulty: the keys of before stay');
    }
  };
  const timer = setInterval(look, everyMillis).unref();
  return {
    current: () => current,
    onChange: (listener) => listeners.add(listener),
    close: () => {
      clearInterval(timer);
      return Promise.resolve();
    },
  };
}

function listenerSet() {
  const listeners = new Set<() => void>();
  return {
    tell: (): void => {
      for (const listener of listeners) listener();
    },
    add: (listener: () => void) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
