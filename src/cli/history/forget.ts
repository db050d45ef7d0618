import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { type Config, type Environment, parseConfig } from '../../config/config.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { fileLedger } from '../../ledger/libsql/ledger.ts';
import { postgresLedger } from '../../ledger/postgres/ledger.ts';
import { reasonOf } from '../reason.ts';
import { UsageError } from '../usage-error.ts';
import { withLedgerFile } from './in-use.ts';
import { withOwnServer } from './own-server.ts';

/** Sweeps look at what is woken within seconds. */
const SETTLES_WITHIN_MILLIS = 20_000;
const LOOK_EVERY_MILLIS = 250;
const CHANGES_LOOKED_AT = 500;

/** Erases the values in the history of a user's claims. What is open keeps its values until it is settled: that first. */
export async function forget([userId, ...others]: readonly string[], env: Environment): Promise<void> {
  if (userId === undefined || others.length > 0) throw new UsageError('write the id of one user');
  if (userId.includes('@')) throw new UsageError('write the id of the user, not the email address');
  const config = parseConfig(env);
  if (await withLedger(config, (ledger) => wakeOpen(ledger, userId))) {
    await settle(userId, env).catch((error: unknown) => {
      // What can be erased now is erased all the same.
      process.stderr.write(`what is still to be written could not be settled: ${reasonOf(error)}\n`);
    });
  }
  const { erased, waiting, isKnown } = await withLedger(config, async (ledger) => {
    const { items } = await ledger.changes({ userId }, { first: 1 });
    return { ...(await ledger.forget(userId)), isKnown: items.length > 0 };
  });
  if (!isKnown && erased + waiting === 0)
    throw new Error(`no change of the claims of the user ${userId} is known: nothing was erased`);
  process.stdout.write(
    `the values of ${erased} changes of sessions and of standing claims are erased; that they were made stays known\n`,
  );
  if (waiting > 0)
    throw new Error(`${waiting} are still to be written, and keep their values: run it again in a minute`);
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

/** Makes what is open of a user due now. @returns whether there is any */
async function wakeOpen(ledger: Ledger, userId: string): Promise<boolean> {
  const { items } = await ledger.changes({ userId, status: 'INTENDED' }, { first: CHANGES_LOOKED_AT });
  for (const { id } of items) {
    const targets = await ledger.targets(id, { first: CHANGES_LOOKED_AT });
    const open = targets.items.filter(({ entry }) => entry.state === 'INTENDED');
    await ledger.wake(open.map(({ entry }) => entry.stream));
  }
  return items.length > 0;
}

/** By the sweeper of a server of its own, or of one that runs on the same database. */
async function settle(userId: string, env: Environment): Promise<void> {
  await withOwnServer(env, { scopes: ['claims:audit'], instead: null }, async (client) => {
    const untilMillis = Date.now() + SETTLES_WITHIN_MILLIS;
    while (Date.now() < untilMillis) {
      const { edges } = await client.claimsChanges({ where: { userId, status: 'INTENDED' }, first: 1, after: null });
      if (edges.length === 0) return;
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MILLIS));
    }
  });
}
