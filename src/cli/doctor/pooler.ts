import { type Finding, right, wrong } from './finding.ts';

/** A connection, as far as this is asked of it. */
export interface Asked {
  query(sql: string): Promise<{ readonly rows: readonly Record<string, unknown>[] }>;
}

const PID = 'SELECT pg_catalog.pg_backend_pid() AS pid';
/** A pooler may give each of two connections its own backend for a while. */
const TRIES = 5;

/**
 * What stands between two connections and PostgreSQL. Without a pooler, or with one that keeps a backend for each client,
 * nobody else ever has the backend of a connection. Reads only.
 */
export async function checkPooler(one: Asked, other: Asked): Promise<Finding[]> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const before = await pidOf(one);
    try {
      await other.query('BEGIN READ ONLY');
    } catch {
      const advice = 'take its transaction mode (pool_mode = transaction), or PostgreSQL itself';
      return [wrong('pooler', `gives a backend for each statement, and knows no transactions: ${advice}`)];
    }
    const taken = await pidOf(other);
    // Where the other one has it, waiting for it could take for ever.
    const after = taken === before ? null : await pidOf(one);
    await other.query('ROLLBACK');
    if (taken === before || after !== before) {
      return [right('pooler', 'gives a backend for each transaction, which is all that locks and ledger need')];
    }
  }
  return [right('pooler', 'none, or one that keeps a backend for each connection')];
}

async function pidOf(connection: Asked): Promise<unknown> {
  return (await connection.query(PID)).rows[0]?.['pid'];
}
