import type { Core } from './context.ts';
import { databasePath, makeDataDir, removeCoreFile, writeCoreFile } from './data-dir/core-file.ts';
import { acceptedKeys, apiKeyCheck } from './http/api-keys.ts';
import { createHandler } from './http/handler.ts';
import { listen, type Listening } from './http/server.ts';
import { startMaintenance } from './maintenance.ts';
import { type LocalCoreOptions, type RunningCore, silentLog } from './options.ts';
import { createPasswords } from './passwords/passwords.ts';
import { withKnownSessions } from './store/known-sessions.ts';
import type { Store } from './store/port.ts';
import { openStore } from './store/thread/client.ts';
import { newRefreshTokenKey, refreshTokens } from './tokens/refresh-token.ts';
import { openSigningKeys } from './tokens/signing-keys.ts';

/**
 * Starts a core in this thread, its database in a worker thread (docs/core-contract.md; the whole of it but other tenants).
 * @throws where the data folder is in use by another core, was written by a newer version, or the port is taken;
 *   then nothing is left running
 */
export async function startCore(options: LocalCoreOptions): Promise<RunningCore> {
  const { dataDir, log = silentLog } = options;
  makeDataDir(dataDir);
  const opened = await openStore(databasePath(dataDir), (error) => {
    log.error({ error: error.message }, 'the database of the session core is gone: start again');
  });
  const store = withKnownSessions(opened);
  try {
    return await serve(options, store);
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function serve(options: LocalCoreOptions, store: Store): Promise<RunningCore> {
  const { host, port, dataDir, log = silentLog, cleanUpMillis } = options;
  const core = await createCore(options, store);
  const keys = acceptedKeys(options);
  const apiKey = keys[0] ?? null;
  const server = await listen(
    createHandler({ core, hasApiKey: apiKeyCheck(keys), asksForKey: apiKey !== null, log }),
    host,
    port,
  );
  const stopMaintenance = startMaintenance(core, log, cleanUpMillis);
  const close = once(async () => {
    removeCoreFile(dataDir);
    await stopMaintenance();
    await server.close();
    await store.close();
  });
  await writeFileOrClose(dataDir, apiKey, server, stopMaintenance);
  return { url: server.url, apiKey, close };
}

async function writeFileOrClose(
  dataDir: string,
  apiKey: string | null,
  server: Listening,
  stopMaintenance: () => Promise<void>,
): Promise<void> {
  try {
    writeCoreFile(dataDir, { url: server.url, apiKey, pid: process.pid });
  } catch (error) {
    await stopMaintenance();
    await server.close();
    throw error;
  }
}

async function createCore({ settings, now = Date.now }: LocalCoreOptions, store: Store): Promise<Core> {
  const key = await store.call('keepSecret', { name: 'refresh-token-key', value: newRefreshTokenKey() });
  return {
    store,
    settings,
    now,
    keys: await openSigningKeys(store, settings),
    refreshTokens: refreshTokens(key),
    passwords: createPasswords(),
  };
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | null = null;
  return () => (done ??= work());
}
