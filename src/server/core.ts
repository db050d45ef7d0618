import type { Logger } from 'pino';

import type { Config } from '../config/config.ts';
import { startCoreInWorker } from '../embedded-core/core-thread/start.ts';

/** How the session core is reached. */
export interface CoreConnection {
  readonly connectionUri: string;
  readonly apiKey: string | null;
  /** Ends the embedded core; one elsewhere goes on. */
  close(): Promise<void>;
}

/**
 * The core that the configuration names, or else the embedded one, which starts in a thread of its own.
 * @throws what the embedded core throws where it cannot start; to whoever waits for it, who may do something else before
 */
export function connectCore(config: Config, log: Logger): Promise<CoreConnection> {
  const connecting = connect(config, log);
  connecting.catch(() => undefined);
  return connecting;
}

async function connect({ externalCore, embeddedCore }: Config, log: Logger): Promise<CoreConnection> {
  if (externalCore !== null) return { ...externalCore, close: () => Promise.resolve() };
  const { dataDir, settings } = embeddedCore;
  // Without keys of the owner's, a random one of this start keeps other users of the machine out.
  const core = await startCoreInWorker({
    host: '127.0.0.1',
    port: 0,
    dataDir,
    settings,
    apiKeys: 'random',
    log,
  });
  return { connectionUri: core.url, apiKey: core.apiKey, close: () => core.close() };
}
