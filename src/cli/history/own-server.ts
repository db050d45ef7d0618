import { resolve } from 'node:path';

import { type ApiKeyScope, createApiKey } from '../../claims/access/api-key.ts';
import { readApiKeys } from '../../claims/access/read-api-keys.ts';
import { type ClaimsClient, createClaimsClient } from '../../client/client.ts';
import { type Config, type Environment, parseConfig } from '../../config/config.ts';
import { findRunningCore, hasCoreDatabase } from '../../embedded-core/index.ts';
import { createLogger } from '../../log/logger.ts';
import { type RunningServer, startServer } from '../../server.ts';
import { withLedgerFile } from './in-use.ts';

/** As whom these commands change claims: the name stands in the history. */
const NAME = 'claimset-cli';

/**
 * Does something by a server of its own, on the same core, locks and ledger, which only this process can reach: so every
 * rule holds as for any other caller.
 * @param instead what to do where the running server has the ledger to itself
 */
export async function withOwnServer(
  env: Environment,
  { scopes, instead }: { readonly scopes: readonly ApiKeyScope[]; readonly instead: string | null },
  work: (client: ClaimsClient, server: RunningServer) => Promise<void>,
): Promise<void> {
  const { key, entry } = createApiKey(NAME, scopes);
  const config = await onRunningCore(parseConfig(env));
  const start = () =>
    startServer(
      {
        ...config,
        ...{ host: '127.0.0.1', port: 0, publicUrl: null, websiteOrigins: null },
        ...{ apiKeys: readApiKeys([entry]).keys, apiKeysFile: null },
        ...{ explorer: false, metrics: null, rateLimits: false },
      },
      { logger: createLogger('error', process.stderr) },
    );
  const server = await withLedgerFile(instead, start);
  try {
    await work(createClaimsClient({ url: `${server.url}/graphql`, apiKey: key }), server);
  } finally {
    await server.close();
  }
}

/** The embedded core may be running already; one that is not there yet knows nobody. */
async function onRunningCore(config: Config): Promise<Config> {
  if (config.embeddedCore === null) return config;
  const { dataDir } = config.embeddedCore;
  const running = await findRunningCore(dataDir);
  if (running === null) {
    if (hasCoreDatabase(dataDir)) return config;
    throw new Error(`there is no session core in ${resolve(dataDir)}: set DATA_DIR to the data of the server`);
  }
  return { ...config, embeddedCore: null, externalCore: { connectionUri: running.url, apiKey: running.apiKey } };
}
