import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Ledger } from '../../src/ledger/ledger.ts';
import { postgresLedger } from '../../src/ledger/postgres/ledger.ts';
import { migrationScript } from '../../src/ledger/postgres/migrations.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { ledgerContract } from './contract.ts';
import { quietContract } from './quiet-contract.ts';
import { Session } from './session.ts';
import { expectClosed, withdrawAsBefore } from './withdrawn-values.ts';
import { change } from './world.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

const open = (): Ledger => postgresLedger({ connectionString: postgres.connectionString });

describe('a ledger in PostgreSQL', () => {
  it('is made once where several processes start at once', async () => {
    const ledgers = Array.from({ length: 6 }, open);
    await Promise.all(ledgers.map((ledger) => ledger.check()));
    await Promise.all(ledgers.map((ledger) => ledger.close()));
    expect(await postgres.query('SELECT version FROM claimset.versions')).toEqual(
      [1, 2, 3, 4, 5, 6].map((version) => ({ version })),
    );
  });

  it('can be made by hand, with the SQL that `claimset migrate --print` prints', async () => {
    await postgres.query('CREATE DATABASE by_hand');
    const connectionString = postgres.connectionString.replace(/postgres$/, 'by_hand');
    const client = new pg.Client({ connectionString });
    await client.connect();
    await client.query(migrationScript());
    await client.query(`CREATE ROLE server LOGIN PASSWORD 'x'; GRANT USAGE ON SCHEMA claimset TO server;
      GRANT ALL ON ALL TABLES IN SCHEMA claimset TO server`);
    await client.end();
    const url = new URL(connectionString);
    url.username = 'server';
    url.password = 'x';
    const ledger = postgresLedger({ connectionString: url.href });
    await new Session(ledger).apply({ a: 1 });
    await ledger.close();
  });

  it('keeps the number of an entry from two processes', async () => {
    const [one, other] = [open(), open()];
    const session = new Session(one);
    const rivals = await Promise.all([session.draft({ a: 1 }), session.draft({ a: 2 })]);
    const outcomes = await Promise.all([one.intend([rivals[0]]), other.intend([rivals[1]])]);
    expect(outcomes.flat().sort()).toEqual(['INTENDED', 'TAKEN']);
    await Promise.all([one.close(), other.close()]);
  });

  it('hides from the feed what is above a transaction that is still open, and says up to when it is complete', async () => {
    const ledger = open();
    const { position } = await ledger.events({ sinceMillis: Date.now() + 3_600_000 }, 1);
    const blocker = postgres.query('SELECT pg_current_xact_id(), pg_sleep(1.5)');
    await expect
      .poll(() =>
        postgres.query(
          "SELECT 1 FROM pg_stat_activity WHERE backend_xid IS NOT NULL AND query LIKE '%pg_sleep%' AND pid <> pg_backend_pid()",
        ),
      )
      .toHaveLength(1);
    const appliedAtMillis = Date.now();
    const session = new Session(ledger);
    await session.apply({ a: 1 });
    const hidden = await ledger.events(position, 10);
    expect(hidden.events).toEqual([]);
    expect(hidden.completeUntilMillis).toBeLessThanOrEqual(appliedAtMillis);
    await blocker;
    await expect.poll(async () => (await ledger.events(position, 10)).events.length).toBe(1);
    expect((await ledger.events(position, 10)).completeUntilMillis).toBeGreaterThan(appliedAtMillis);
    await ledger.close();
  });

  it('finds what a dead process has left by the clock of the database', async () => {
    const ledger = open();
    const session = new Session(ledger);
    await ledger.intend([await session.draft({ a: 1 })]);
    await postgres.query(
      "UPDATE claimset.entries SET sweep_at_millis = sweep_at_millis - 15000 WHERE state = 'INTENDED'",
    );
    expect(await ledger.takeDue(100)).toContain(session.stream);
    await ledger.close();
  });

  it('closes, when it deletes what is old, the withdrawn entries that versions before had left with all values', async () => {
    const ledger = open();
    const { ids, sql } = await withdrawAsBefore(ledger, 'claimset.entries');
    await postgres.query(sql);
    await ledger.purge(0, 1);
    await expectClosed(ledger, ids);
    await ledger.close();
  });

  it('works whatever the default isolation level is', async () => {
    await postgres.query('ALTER DATABASE postgres SET default_transaction_isolation = serializable');
    const ledger = open();
    const sessions = Array.from({ length: 20 }, () => new Session(ledger));
    await Promise.all(sessions.map((session) => session.apply({ a: 1 })));
    await ledger.close();
    await postgres.query('ALTER DATABASE postgres RESET default_transaction_isolation');
  });

  it('says NOT_APPLIED where it cannot be reached, and goes on when it is back', async () => {
    const ledger = open();
    const session = new Session(ledger);
    const intent = await session.draft({ a: 1 });
    await postgres.halt();
    await expect(ledger.intend([intent])).rejects.toMatchObject({ code: 'LEDGER_UNAVAILABLE' });
    await expect(ledger.intend([intent])).rejects.toMatchObject({ code: 'LEDGER_UNAVAILABLE', outcome: 'NOT_APPLIED' });
    await postgres.resume();
    expect(await ledger.intend([intent])).toEqual(['INTENDED']);
    await ledger.end([{ stream: session.stream, change: change() }]);
    await ledger.close();
  });
});

ledgerContract('PostgreSQL', () => Promise.resolve(open()));

// Last, for it makes everything older.
describe('sessions that nobody writes to, in PostgreSQL', () => {
  quietContract(
    () => Promise.resolve(open()),
    async (ledger) => {
      await postgres.query(
        'UPDATE claimset.entries SET at_millis = at_millis - 129600000, sweep_at_millis = sweep_at_millis - 129600000',
      );
      return ledger;
    },
  );
});
