import { resolve } from 'node:path';

import { type Config, type Environment, parseConfig } from '../../config/config.ts';
import { findRunningCore, hasCoreDatabase, startCoreInWorker } from '../../embedded-core/index.ts';
import { createLogger } from '../../log/logger.ts';
import { type CommandCore, connectForCommands } from '../../supertokens/users/by-hand.ts';

/** A core to ask, and how to leave it. */
interface BorrowedCore extends CommandCore {
  close(): Promise<void>;
}

const leaveRunning = (): Promise<void> => Promise.resolve();

/** Does something with the session core of this configuration. */
export async function withCore(env: Environment, work: () => Promise<void>): Promise<void> {
  const core = await borrowCore(parseConfig(env));
  try {
    connectForCommands(core);
    await work();
  } finally {
    await core.close();
  }
}

/** The configured core; else the embedded one that runs on this data; else one that is started for the moment. */
async function borrowCore({ externalCore, embeddedCore }: Config): Promise<BorrowedCore> {
  if (externalCore !== null) return { ...externalCore, close: leaveRunning };
  const running = await findRunningCore(embeddedCore.dataDir);
  if (running !== null) return { connectionUri: running.url, apiKey: running.apiKey, close: leaveRunning };
  // Starting one in the wrong folder would make an empty core, which knows nobody.
  if (!hasCoreDatabase(embeddedCore.dataDir)) {
    throw new Error(
      `there is no session core in ${resolve(embeddedCore.dataDir)}: run the command in the folder of the server, ` +
        'set DATA_DIR to its data, or start the server and sign up first',
    );
  }
  const own = await startCoreInWorker({
    host: '127.0.0.1',
    port: 0,
    ...embeddedCore,
    apiKeys: 'random',
    log: createLogger('silent'),
  });
  return { connectionUri: own.url, apiKey: own.apiKey, close: () => own.close() };
}
