import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { makeDataFolder, removeCoreFile, writeCoreFile } from './core-file.ts';
import { describeError } from './errors.ts';
import { createCoreServer } from './http/server.ts';
import type { Services } from './services.ts';
import { lifetimesOf, type CoreSettings, type Lifetimes } from './settings.ts';
import { openStore } from './store/client.ts';
import type { Store } from './store/port.ts';
import { openKeyRing } from './tokens/key-ring.ts';
import { refreshTokens, SEALING_KEY_BYTES } from './tokens/refresh-token.ts';

/** Where failures are written down. */
export interface CoreLog {
  error(details: object, message: string): void;
}

/** How a core is started. */
export interface CoreOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** The folder of the database; made where it is missing. */
  readonly dataDir: string;
  /** One of these is asked for; none where there are none; `random` makes one for this start. */
  readonly apiKeys: readonly string[] | 'random';
  readonly settings: CoreSettings;
  readonly log?: CoreLog;
  readonly now?: () => number;
  /** How often what has expired is deleted. */
  readonly cleanUpMillis?: number;
}

/** A core that runs. */
export interface RunningCore {
  readonly url: string;
  /** One of the keys that it asks for; null where it asks for none. */
  readonly apiKey: string | null;
  close(): Promise<void>;
}

const TWICE_A_DAY_MILLIS = 12 * 3600 * 1000;

/**
 * Starts the core: HTTP in this thread, the database in a worker thread of its own.
 * @throws Error where the database is in use or was written by a newer version, or where nobody can listen there
 */
export async function startCore(options: CoreOptions): Promise<RunningCore> {
  await makeDataFolder(options.dataDir);
  const log = options.log ?? { error: () => undefined };
  const onFailure = (message: string): void => {
    log.error({ failure: message }, 'the embedded core failed');
  };
  const store = await openStore(join(options.dataDir, 'claimset.db'), (error) => {
    onFailure(describeError(error));
  });
  try {
    return await serve(options, store, onFailure);
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function serve(options: CoreOptions, store: Store, onFailure: (message: string) => void): Promise<RunningCore> {
  const services = await servicesOn(store, lifetimesOf(options.settings), options.now ?? Date.now);
  const apiKeys = options.apiKeys === 'random' ? [randomBytes(32).toString('hex')] : options.apiKeys;
  const server = createCoreServer({ services, apiKeys, onFailure });
  const url = await listen(server, options);
  const apiKey = apiKeys[0] ?? null;
  await writeCoreFile(options.dataDir, { url, apiKey, pid: process.pid });
  const cleaning = setInterval(() => {
    cleanUp(services).catch((error: unknown) => {
      onFailure(describeError(error));
    });
  }, options.cleanUpMillis ?? TWICE_A_DAY_MILLIS).unref();
  return {
    url,
    apiKey,
    close: async () => {
      clearInterval(cleaning);
      await stop(server);
      await removeCoreFile(options.dataDir);
      await store.close();
    },
  };
}

async function servicesOn(store: Store, lifetimes: Lifetimes, now: () => number): Promise<Services> {
  const value = randomBytes(SEALING_KEY_BYTES).toString('base64');
  const sealingKey = Buffer.from(await store.call('keepSecret', { name: 'refresh-tokens', value }), 'base64');
  return {
    store,
    lifetimes,
    now,
    keys: await openKeyRing(store, lifetimes, now),
    refreshTokens: refreshTokens(sealingKey),
  };
}

async function cleanUp({ store, keys, now }: Services): Promise<void> {
  let removed = 1;
  while (removed > 0) removed = await store.call('removeExpired', { now: now() });
  await keys.removeOld();
}

async function listen(server: Server, { host, port }: CoreOptions): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('the core listens on no port');
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${name}:${address.port}`;
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeIdleConnections();
  });
}
