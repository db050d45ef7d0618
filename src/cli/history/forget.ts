import { type Environment, parseConfig } from '../../config/config.ts';
import { fileLedger } from '../../ledger/libsql/ledger.ts';
import { postgresLedger } from '../../ledger/postgres/ledger.ts';
import { UsageError } from '../usage-error.ts';

/** Erases the values in the history of a user's claims. */
export async function forget([userId, ...others]: readonly string[], env: Environment): Promise<void> {
  if (userId === undefined || others.length > 0) throw new UsageError('write the id of one user');
  if (userId.includes('@')) throw new UsageError('write the id of the user, not the email address');
  const { databaseUrl, dataDir } = parseConfig(env);
  const ledger =
    databaseUrl === null ? await fileLedger({ dataDir }) : postgresLedger({ connectionString: databaseUrl });
  try {
    const { erased, waiting } = await ledger.forget(userId);
    process.stdout.write(`the values of ${erased} changes of sessions are erased; that they were made stays known\n`);
    if (waiting > 0) {
      throw new Error(`${waiting} are still to be written, and keep their values: run it again in a minute`);
    }
  } finally {
    await ledger.close();
  }
}
