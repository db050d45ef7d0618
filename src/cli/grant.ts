import { resolve } from 'node:path';

import { type Config, type Environment, parseConfig } from '../config/config.ts';
import { findRunningCore, hasCoreDatabase, startCoreInWorker } from '../embedded-core/index.ts';
import { createLogger } from '../log/logger.ts';
import { connectForGrants, type GrantCore, grantPermissions } from '../supertokens/users/grant.ts';
import { readScopes } from './arguments.ts';
import { UsageError } from './usage-error.ts';

/** A core to ask, and how to leave it. */
interface BorrowedCore extends GrantCore {
  close(): Promise<void>;
}

const leaveRunning = (): Promise<void> => Promise.resolve();

/** Gives a user permissions: how the first administrator is made. */
export async function grant([email, ...args]: readonly string[], env: Environment): Promise<void> {
  if (email?.includes('@') !== true) throw new UsageError('the email address of the user is missing');
  const permissions = readScopes(args, 'permission');
  const core = await borrowCore(parseConfig(env));
  try {
    connectForGrants(core);
    for (const { permission, role, userId, isNew } of await grantPermissions(email, permissions)) {
      const verb = isNew ? 'has' : 'had already';
      process.stdout.write(`${email} (${userId}) ${verb} ${permission}, by the role ${role}\n`);
    }
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
