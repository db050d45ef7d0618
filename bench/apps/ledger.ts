import { join } from 'node:path';

import Libsql from 'libsql';
import pg from 'pg';

import type { ChangesFilter } from '../../src/claims/history/history.ts';
import { firstIdAt } from '../../src/ledger/ids.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { fileLedger } from '../../src/ledger/libsql/ledger.ts';
import { postgresLedger } from '../../src/ledger/postgres/ledger.ts';
import { compare } from '../lib/compare.ts';
import { ledgerClient } from '../lib/ledger-client.ts';

/** 2024-01-01; one change a second. */
const BEGAN_AT = 1_704_067_200_000;

/**
 * Fills a ledger with a history of years, measures pages of it, and prints what each filter took; then lets it take
 * changes in turn with an empty one.
 */
const [place = '', entries = '', tries = '', pace = ''] = process.argv.slice(2);
const isPostgres = place.startsWith('postgres');
const made = isPostgres ? await onPostgres(place) : await onFile(place);
const taken: Record<string, readonly number[]> = {};
for (const [what, filter] of Object.entries(filters())) taken[what] = await pages(made, filter);
process.stdout.write(`PAGES ${JSON.stringify(taken)}\n`);
const empty = isPostgres ? await emptyOnPostgres(place) : await fileLedger({ dataDir: join(place, 'empty') });
const options = { isQuick: pace === 'quick', coreUrl: null, coreApiKey: null };
const writes = await compare(options, [ledgerClient(empty)], [ledgerClient(made)]);
process.stdout.write(`WRITES ${JSON.stringify(writes)}\n`);
await Promise.all([made.close(), empty.close()]);

async function onPostgres(connectionString: string): Promise<Ledger> {
  const ledger = postgresLedger({ connectionString });
  await ledger.check();
  const client = new pg.Client({ connectionString });
  await client.connect();
  const numbers = `generate_series(1, ${entries}) AS s(n)`;
  for (const sql of seed('claimset.', numbers, "lpad(to_hex(t), 12, '0')")) await client.query(sql);
  await client.query('VACUUM ANALYZE');
  await client.end();
  return ledger;
}

/** In another database of the same server. */
async function emptyOnPostgres(connectionString: string): Promise<Ledger> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query('CREATE DATABASE empty');
  await client.end();
  const other = new URL(connectionString);
  other.pathname = '/empty';
  const ledger = postgresLedger({ connectionString: other.href });
  await ledger.check();
  return ledger;
}

async function onFile(dataDir: string): Promise<Ledger> {
  await (await fileLedger({ dataDir })).close();
  const database = new Libsql(join(dataDir, 'ledger.db'));
  const numbers = `(WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < ${entries}) SELECT n FROM s)`;
  for (const sql of seed('', numbers, "printf('%012x', t)")) database.exec(sql);
  database.close();
  return fileLedger({ dataDir });
}

/** The newest page, and one from the middle. */
async function pages(ledger: Ledger, filter: ChangesFilter): Promise<readonly number[]> {
  const millis: number[] = [];
  for (let count = 0; count < Number(tries); count += 1) {
    const after = count % 2 === 0 ? {} : { after: firstIdAt(BEGAN_AT + Number(entries) * 400) };
    const beganAt = performance.now();
    await ledger.changes(filter, { first: 20, ...after });
    millis.push(performance.now() - beganAt);
  }
  return millis;
}

/**
 * Users change their theme; a back end changed plans until long ago, another does now; every thousandth change is of a
 * rare key, every five thousandth was not applied, the last ten are open.
 */
function seed(schema: string, numbers: string, hexOfT: string): readonly string[] {
  const id = `(SELECT substr(h, 1, 8) || '-' || substr(h, 9) || '-7000-8000-000000000000' FROM (SELECT ${hexOfT} AS h) g)`;
  const ids = `(SELECT n, ${id} AS id FROM (SELECT n, ${BEGAN_AT} + n * 1000 AS t FROM ${numbers}) m)`;
  const isOld = `n % 3 = 0 AND n < ${Number(entries) / 10}`;
  const actor = `CASE WHEN ${isOld} THEN 'old' WHEN n % 3 = 0 THEN 'crm' ELSE 'user-' || n % 10000 END`;
  const kind = "CASE WHEN n % 3 = 0 THEN 'API_KEY' ELSE 'USER' END";
  const state = `CASE WHEN n > ${entries} - 10 THEN 'INTENDED' WHEN n % 5000 = 7 THEN 'NOT_APPLIED' ELSE 'APPLIED' END`;
  const key = `CASE WHEN n % 1000 = 1 THEN 'rare' WHEN ${isOld} THEN 'plan' WHEN n % 3 = 0 THEN 'seats' ELSE 'theme' END`;
  const writes = '[{"key":"theme","kind":"UPDATED","before":"LIGHT","after":"DARK","takesAway":false}]';
  return [
    `INSERT INTO ${schema}changes (id, at_millis, actor_kind, actor_id, user_id, mode)
     SELECT id, ${BEGAN_AT} + n * 1000, ${kind}, ${actor}, 'user-' || n % 10000, 'MERGE' FROM ${ids} i`,
    `INSERT INTO ${schema}change_keys (key, change_id) SELECT ${key}, id FROM ${ids} i`,
    `INSERT INTO ${schema}entries (stream, seq, change_id, kind, state, writes, previous_hash, hash, at_millis)
     SELECT 'session:' || n % 20000, n, id, 'WRITE', ${state}, '${writes}', 'h', 'h', ${BEGAN_AT} + n * 1000 FROM ${ids} i`,
  ];
}

function filters(): Readonly<Record<string, ChangesFilter>> {
  return {
    all: {},
    'a user': { userId: 'user-42' },
    'a session': { stream: 'session:42' },
    'a key': { key: 'theme' },
    'a rare key': { key: 'rare' },
    'an actor': { actorId: 'crm' },
    'an actor of long ago': { actorId: 'old' },
    'a kind of actor': { actorKind: 'API_KEY' },
    'a kind that there is not': { actorKind: 'OUTSIDE' },
    'what is applied': { status: 'APPLIED' },
    'what is open': { status: 'INTENDED' },
    'what was not applied': { status: 'NOT_APPLIED' },
    'a key by an actor': { key: 'seats', actorId: 'crm' },
    'a key that this actor never changed': { key: 'theme', actorId: 'crm' },
    'a key by an actor of long ago': { key: 'plan', actorId: 'old' },
    'a key that an actor of long ago never changed': { key: 'theme', actorId: 'old' },
    'a rare key by an actor': { key: 'rare', actorId: 'crm', actorKind: 'API_KEY' },
    'a key of a user': { key: 'seats', userId: 'user-42' },
    'a key by a kind, applied': { key: 'theme', actorKind: 'API_KEY', status: 'APPLIED' },
    'a key that was not applied': { key: 'plan', status: 'NOT_APPLIED' },
    'an actor, a key, what was not applied': { key: 'seats', actorId: 'crm', status: 'NOT_APPLIED' },
    'a session, a key, applied': { stream: 'session:42', key: 'seats', status: 'APPLIED' },
    'an hour': { sinceMillis: BEGAN_AT + 5_000_000, untilMillis: BEGAN_AT + 8_600_000 },
  };
}
