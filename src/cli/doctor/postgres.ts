import pg from 'pg';

import type { Config } from '../../config/config.ts';
import { reasonOf } from '../reason.ts';
import { checkBackends, type Opened } from './backends.ts';
import { type Finding, right, warning, wrong } from './finding.ts';
import { openFinding } from './ledger-file.ts';
import { checkPooler } from './pooler.ts';

const TIMEOUT_MILLIS = 5_000;
/** A lock is held in a transaction for up to so long. */
const LOCK_LIFE_MILLIS = 60_000;

interface Facts {
  readonly version: string;
  readonly is_standby: boolean;
  readonly may_create: boolean;
  readonly has_ledger: boolean;
  readonly port: number | null;
  /** Milliseconds, 0 for none; null before PostgreSQL 17. */
  readonly transaction_timeout: string | null;
  readonly used: number;
  readonly allowed: number;
}

/** Appendix A of PostgreSQL's documentation: insufficient_privilege. */
const NOT_PERMITTED = '42501';
const GRANTS =
  'as their owner run GRANT USAGE ON SCHEMA claimset TO the user; ' +
  'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA claimset TO the user';

const FACTS = `SELECT current_setting('server_version') AS version, pg_is_in_recovery() AS is_standby,
  has_database_privilege(current_database(), 'CREATE') AS may_create,
  to_regclass('claimset.entries') IS NOT NULL AS has_ledger, inet_client_port() AS port,
  (SELECT setting FROM pg_settings WHERE name = 'transaction_timeout') AS transaction_timeout,
  (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend') AS used,
  current_setting('max_connections')::int AS allowed`;
const RIGHTS = `SELECT has_table_privilege('claimset.entries', 'SELECT')
  AND has_table_privilege('claimset.entries', 'INSERT') AND has_table_privilege('claimset.entries', 'UPDATE') AS may_write`;
const OPEN = `SELECT count(*)::int AS open, min(at_millis)::float8 AS oldest FROM claimset.entries WHERE state = 'INTENDED'`;

/** The database of locks and ledger. Reads only. */
export async function checkPostgres({ databaseUrl, databaseConnections, externalCore }: Config): Promise<Finding[]> {
  if (databaseUrl === null) {
    if (externalCore === null) return [right('PostgreSQL', 'none: one process, with locks of its own')];
    return [warning('PostgreSQL', 'none: set DATABASE_URL as soon as a second process changes claims on this core')];
  }
  const clients = await connectTwice(databaseUrl).catch(reasonOf);
  if (typeof clients === 'string') {
    return [wrong('PostgreSQL', `cannot be reached (${clients}): start it, or mend DATABASE_URL`)];
  }
  const found = await lookThrough(...clients);
  if (found.some(({ level }) => level === 'wrong')) return found;
  return [...found, await checkBackends(openerOf(databaseUrl), databaseConnections)];
}

/** Files that the address names are read here, too. */
async function connectTwice(databaseUrl: string): Promise<readonly [pg.Client, pg.Client]> {
  const [client, other] = [clientOf(databaseUrl), clientOf(databaseUrl)];
  await client.connect();
  await other.connect().catch(async (error: unknown) => {
    await client.end();
    throw error;
  });
  return [client, other];
}

async function lookThrough(client: pg.Client, other: pg.Client): Promise<Finding[]> {
  try {
    return [...(await examine(client)), ...(await checkPooler(client, other))];
  } catch (error) {
    const advice = error instanceof pg.DatabaseError && error.code === NOT_PERMITTED ? `: ${GRANTS}` : '';
    return [wrong('PostgreSQL', `cannot be asked (${reasonOf(error)})${advice}`)];
  } finally {
    await Promise.all([client.end(), other.end()]);
  }
}

function openerOf(connectionString: string): () => Promise<Opened> {
  return async () => {
    const client = clientOf(connectionString);
    // What ends while nobody waits for it would end the process.
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };
}

function clientOf(connectionString: string): pg.Client {
  const times = { connectionTimeoutMillis: TIMEOUT_MILLIS, query_timeout: TIMEOUT_MILLIS };
  return new pg.Client({ connectionString, ...times });
}

async function examine(client: pg.Client): Promise<Finding[]> {
  const [facts] = (await client.query<Facts>(FACTS)).rows;
  if (facts === undefined) return [wrong('PostgreSQL', 'answers nothing: is DATABASE_URL that of a PostgreSQL?')];
  return [...connectionOf(facts), ...limitsOf(facts), ...(await ledgerOf(client, facts))];
}

function connectionOf({ version, is_standby, used, allowed }: Facts): Finding[] {
  if (is_standby) return [wrong('PostgreSQL', 'is a standby, which takes no writes: name the primary in DATABASE_URL')];
  return [right('PostgreSQL', `${version} answers; ${used} of ${allowed} connections are in use`)];
}

function limitsOf({ transaction_timeout }: Facts): Finding[] {
  const millis = Number(transaction_timeout ?? 0);
  if (millis === 0 || millis >= LOCK_LIFE_MILLIS) return [right('time limits', 'leave locks alone')];
  const advice = `set it to 0 or more than ${LOCK_LIFE_MILLIS / 1000} s for this user`;
  return [wrong('time limits', `transaction_timeout ends locks after ${millis / 1000} s: ${advice}`)];
}

async function ledgerOf(client: pg.Client, { has_ledger, may_create }: Facts): Promise<Finding[]> {
  if (!has_ledger) {
    if (may_create) return [right('ledger', 'has no tables yet: the start makes them')];
    return [wrong('ledger', 'has no tables, and this user may make none: run claimset migrate as one who may')];
  }
  const [rights] = (await client.query<{ may_write: boolean }>(RIGHTS)).rows;
  if (rights?.may_write !== true) {
    return [wrong('ledger', `this user may not write its tables: ${GRANTS}`)];
  }
  const [row] = (await client.query<{ open: number; oldest: number | null }>(OPEN)).rows;
  const open = { count: row?.open ?? 0, oldestAtMillis: row?.oldest ?? null };
  return [openFinding(open, Date.now(), 'a running server settles them as soon as core and database answer')];
}
