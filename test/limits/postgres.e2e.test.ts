import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';

import { postgresLedger } from '../../src/ledger/postgres/ledger.ts';
import { counters } from '../../src/limits/counter.ts';
import { sharedCounts } from '../../src/limits/postgres.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

/** A process of its own, as far as counting goes, with a clock that the test moves. */
function startProcess() {
  const outages: (string | null)[] = [];
  let now = Date.now();
  const shared = sharedCounts({
    connectionString: postgres.connectionString,
    onOutage: (error) => outages.push(error?.message ?? null),
    nowMillis: () => now,
  });
  onTestFinished(() => shared.close());
  const counter = counters(shared)('sign-in', { points: 2, perSeconds: 60 });
  const take = async (key: string) => (await counter.take(key)).isWithin;
  const wait = (millis: number) => {
    now += millis;
  };
  return { outages, counter, take, wait };
}

describe('counts in PostgreSQL', () => {
  it('are of this process alone where the table is missing, which is said once', async () => {
    const { take, outages } = startProcess();
    expect([await take('a'), await take('a'), await take('a')]).toEqual([true, true, false]);
    expect(outages).toEqual(['relation "claimset.rate_limits" does not exist']);
  });

  it('are made by the migrations, and those of all processes', async () => {
    const ledger = postgresLedger({ connectionString: postgres.connectionString });
    await ledger.check();
    await ledger.close();
    const [one, other] = [startProcess(), startProcess()];
    expect([await one.take('b'), await other.take('b'), await one.take('b')]).toEqual([true, true, false]);
    expect(await other.counter.forget('b')).toBe(3);
    expect(await one.take('b')).toBe(true);
    expect([...one.outages, ...other.outages]).toEqual([]);
  });

  it('show nobody’s address', async () => {
    const { take } = startProcess();
    await take('192.0.2.1 ada@example.com');
    const rows = await postgres.query('SELECT key FROM claimset.rate_limits');
    expect(JSON.stringify(rows)).toContain('sign-in:');
    expect(JSON.stringify(rows)).not.toMatch(/192|ada/);
  });

  it('go on in memory while PostgreSQL is down, and are shared again when it is back', async () => {
    const { take, outages, wait } = startProcess();
    await take('c');
    await postgres.halt();
    expect([await take('c'), await take('c'), await take('c')]).toEqual([true, true, false]);
    await postgres.resume();
    wait(1_001);
    expect(await take('c')).toBe(true);
    expect(outages).toEqual([expect.any(String), null]);
  });
});
