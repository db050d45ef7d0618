import { type Environment, parseConfig } from '../config/config.ts';
import { postgresLedger } from '../ledger/postgres/ledger.ts';
import { migrationScript } from '../ledger/postgres/migrations.ts';
import { UsageError } from './usage-error.ts';

/** Makes the tables of the ledger, for those whose server may make none; or prints the SQL that does. */
export async function migrate(args: readonly string[], env: Environment): Promise<void> {
  if (args.length === 1 && args[0] === '--print') {
    process.stdout.write(migrationScript());
    return;
  }
  if (args.length > 0) throw new UsageError(`this command takes only --print: ${args.join(' ')}`);
  const { databaseUrl } = parseConfig(env);
  if (databaseUrl === null)
    throw new Error('DATABASE_URL is not set: without it the ledger is a file, which is made at the start');
  const ledger = postgresLedger({ connectionString: databaseUrl });
  try {
    await ledger.check();
    process.stdout.write('The tables of the ledger are up to date.\n');
  } finally {
    await ledger.close();
  }
}
