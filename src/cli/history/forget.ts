import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

import pLimit from 'p-limit';

import type { Stream } from '../../claims/history/types.ts';
import { type Config, type Environment, parseConfig } from '../../config/config.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { fileLedger } from '../../ledger/libsql/ledger.ts';
import { postgresLedger } from '../../ledger/postgres/ledger.ts';
import { reasonOf } from '../reason.ts';
import { UsageError } from '../usage-error.ts';
import { withLedgerFile } from './in-use.ts';
import { withOwnServer } from './own-server.ts';

const STREAMS_AT_A_TIME = 4;

/**
 * Erases the values in the history of a user's claims. What is open, and what is kept of a session, keep theirs until
 * it is settled, or has ended: that first.
 */
export async function forget([userId, ...others]: readonly string[], env: Environment): Promise<void> {
  if (userId === undefined || others.length > 0) throw new UsageError('write the id of one user');
  if (userId.includes('@')) throw new UsageError('write the id of the user, not the email address');
  const config = parseConfig(env);
  const { streams, changes } = await withLedger(config, async (ledger) => ({
    streams: await ledger.streamsOf(userId),
    changes: (await ledger.changes({ userId }, { first: 1 })).items,
  }));
  if (streams.length + changes.length === 0)
    throw new Error(`no change of the claims of the user ${userId} is known: nothing was erased`);
  // What can be erased now is erased all the same.
  const failure = await settle(streams, env).then(() => null, reasonOf);
  const { erased, waiting } = await withLedger(config, (ledger) => ledger.forget(userId));
  process.stdout.write(
    `the values of ${erased} changes of sessions and of standing claims are erased; that they were made stays known\n`,
  );
  if (waiting > 0)
    throw new Error(`${waiting} are still to be written, and keep their values: run it again in a minute`);
  if (failure !== null)
    throw new Error(
      `sessions that have expired may have kept values: run it again. They were not looked at: ${failure}`,
    );
}

async function withLedger<Result>(
  { databaseUrl, dataDir }: Config,
  work: (ledger: Ledger) => Promise<Result>,
): Promise<Result> {
  if (databaseUrl === null && !existsSync(join(dataDir, 'ledger.db')))
    throw new Error(`there is no ledger in ${resolve(dataDir)}: set DATA_DIR to the data of the server`);
  const ledger =
    databaseUrl === null
      ? await withLedgerFile(null, () => fileLedger({ dataDir }))
      : postgresLedger({ connectionString: databaseUrl });
  try {
    return await work(ledger);
  } finally {
    await ledger.close();
  }
}

/** By a server of its own: what is open of these is settled, and sessions that have expired end, with all that is kept. */
async function settle(streams: readonly Stream[], env: Environment): Promise<void> {
  if (streams.length === 0) return;
  await withOwnServer(env, { scopes: ['claims:audit'], instead: null }, async (_client, server) => {
    const settled = await pLimit(STREAMS_AT_A_TIME).map(streams, (stream) =>
      server.settle(stream).then(
        () => null,
        (error: unknown) => ({ error }),
      ),
    );
    const failed = settled.find((outcome) => outcome !== null);
    if (failed !== undefined) throw failed.error;
  });
}
