import pg from 'pg';

import { postgresFailure } from '../../locks/postgres/errors.ts';
import type { SqlValue } from '../sql/query.ts';
import type { Row } from '../sql/rows.ts';
import { ledgerUnavailable } from '../unavailable.ts';
import { migrate } from './migrations.ts';

const INT8 = 20;
const CONNECT_MILLIS = 5_000;
const IDLE_MILLIS = 30_000;

export interface DatabaseOptions {
  readonly connectionString: string;
  readonly maxConnections: number;
  /** How long one transaction may take. */
  readonly answerMillis: number;
  /** Told of idle connections that broke; the next transaction gets a new one. */
  readonly onError: (error: Error) => void;
}

/** A pool of its own: whoever writes an intent holds a connection of the lock, and must not wait for another of those. */
export class Database {
  readonly #pool: pg.Pool;
  readonly #answerMillis: number;
  #migrated: Promise<void> | undefined;

  constructor({ connectionString, maxConnections, answerMillis, onError }: DatabaseOptions) {
    this.#answerMillis = answerMillis;
    this.#pool = new pg.Pool({
      connectionString,
      max: maxConnections,
      connectionTimeoutMillis: CONNECT_MILLIS,
      idleTimeoutMillis: IDLE_MILLIS,
      query_timeout: answerMillis + 1_000,
      keepAlive: true,
      allowExitOnIdle: true,
      application_name: 'claimset-ledger',
      types: { getTypeParser: typeParser },
    });
    // A connection that breaks while it is used fails its query, and says so once more: unheard, that ends the process.
    this.#pool.on('connect', (client) => client.on('error', () => undefined));
    this.#pool.on('error', (error) => {
      onError(postgresFailure(error));
    });
  }

  /**
   * Runs statements as one transaction in one round trip, and answers the rows of the last one. The values are written
   * into the text: so it works behind a transaction pooler, too, and whatever the default isolation level is.
   * `isDurable` false: a crash of the database may take the last moments of it back.
   * @throws ClaimsetError LEDGER_UNAVAILABLE; UNKNOWN where it may have been committed.
   */
  async transaction(sql: string, values: readonly SqlValue[] = [], isDurable = true): Promise<readonly Row[]> {
    await this.migrated();
    const settings = `SET LOCAL statement_timeout = ${this.#answerMillis}; SET LOCAL synchronous_commit = ${isDurable ? 'on' : 'off'}`;
    // Of BEGIN, the settings, the statements and COMMIT: the last statement.
    return this.#run(`BEGIN ISOLATION LEVEL READ COMMITTED; ${settings}; ${withValues(sql, values)}; COMMIT`, -2);
  }

  /** One query that only reads. */
  readonly query = (sql: string, values: readonly SqlValue[]): Promise<readonly Row[]> =>
    this.transaction(sql, values, false);

  /** One statement that only reads a few rows by their keys: at the least cost, without a transaction around it. */
  async readOnce(sql: string, values: readonly SqlValue[]): Promise<readonly Row[]> {
    await this.migrated();
    return this.#run(withValues(sql, values), -1);
  }

  /** Makes the tables, once; after a failure the next caller tries again. */
  migrated(): Promise<void> {
    this.#migrated ??= this.#migrate().catch((error: unknown) => {
      this.#migrated = undefined;
      throw error;
    });
    return this.#migrated;
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  async #migrate(): Promise<void> {
    const client = await this.#connect();
    try {
      await migrate(async (sql) => lastRows(await client.query({ text: sql, rowMode: 'array' })));
      client.release();
    } catch (error) {
      client.release(true);
      if (error instanceof pg.DatabaseError || !(error instanceof Error))
        throw ledgerUnavailable('NOT_APPLIED', postgresFailure(error));
      throw error;
    }
  }

  /** `at`: which of the results is wanted. */
  async #run(text: string, at: number): Promise<readonly Row[]> {
    const client = await this.#connect();
    try {
      const results = await client.query({ text, rowMode: 'array' });
      client.release();
      return rowsOf(results, at);
    } catch (error) {
      // A statement that PostgreSQL refused has been rolled back; the connection is in no state to be used again.
      client.release(true);
      const outcome = error instanceof pg.DatabaseError ? 'NOT_APPLIED' : 'UNKNOWN';
      throw ledgerUnavailable(outcome, postgresFailure(error));
    }
  }

  async #connect(): Promise<pg.PoolClient> {
    try {
      return await this.#pool.connect();
    } catch (error) {
      throw ledgerUnavailable('NOT_APPLIED', postgresFailure(error));
    }
  }
}

/** All whole numbers here are below 2^53. */
function typeParser(oid: number, format?: 'text' | 'binary'): unknown {
  return oid === INT8 ? Number : (pg.types.getTypeParser as (oid: number, format?: string) => unknown)(oid, format);
}

function withValues(sql: string, values: readonly SqlValue[]): string {
  return sql.replaceAll(/\$(\d+)/g, (_, digits: string) => literal(values[Number(digits) - 1] ?? null));
}

function literal(value: SqlValue): string {
  if (value === null) return 'NULL';
  return typeof value === 'number' ? String(value) : pg.escapeLiteral(value);
}

function lastRows(results: unknown): readonly Row[] {
  return rowsOf(results, -1);
}

/** Several statements in one query answer a list of results, which the types of the driver do not say. */
function rowsOf(results: unknown, at: number): readonly Row[] {
  const result: unknown = Array.isArray(results) ? results.at(at) : results;
  if (typeof result !== 'object' || result === null || !('rows' in result) || !Array.isArray(result.rows)) return [];
  return result.rows.filter((row): row is unknown[] => Array.isArray(row));
}
