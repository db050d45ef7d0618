import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';

import { ledgerMetrics, type LedgerReadings } from '../../src/metrics/ledger.ts';

const READINGS: LedgerReadings = {
  open: () => Promise.resolve({ count: 2, oldestAtMillis: Date.now() - 90_000 }),
  waitingUsers: () => Promise.resolve(7),
  feedLagMillis: () => Promise.resolve(1_500),
  consumers: () => 3,
};

/** The samples of the gauges, by their names. */
async function scrape(readings: Partial<LedgerReadings> | null) {
  const registry = new Registry();
  const metrics = ledgerMetrics(registry);
  if (readings !== null) metrics.watch({ ...READINGS, ...readings });
  metrics.settled('repaired');
  const text = await registry.metrics();
  return new Map([...text.matchAll(/^(claimset_\S+) (\S+)$/gm)].map(([, name = '', value]) => [name, Number(value)]));
}

describe('the metrics of the ledger', () => {
  it('are read when somebody asks for them', async () => {
    const samples = await scrape({});
    expect(Object.fromEntries(samples)).toMatchObject({
      claimset_ledger_open_entries: 2,
      claimset_ledger_waiting_users: 7,
      claimset_feed_lag_seconds: 1.5,
      claimset_feed_consumers: 3,
      'claimset_ledger_settled_total{outcome="repaired"}': 1,
      'claimset_ledger_settled_total{outcome="landed"}': 0,
    });
    expect(Math.round(samples.get('claimset_ledger_oldest_open_entry_age_seconds') ?? 0)).toBe(90);
  });

  it('say 0 where nothing is open', async () => {
    const samples = await scrape({ open: () => Promise.resolve({ count: 0, oldestAtMillis: null }) });
    expect(samples.get('claimset_ledger_oldest_open_entry_age_seconds')).toBe(0);
  });

  it('have no value where the ledger does not answer, and the others keep theirs', async () => {
    const away = () => Promise.reject(new Error('away'));
    const samples = await scrape({ open: away, feedLagMillis: away });
    expect(samples.has('claimset_ledger_open_entries')).toBe(false);
    expect(samples.has('claimset_feed_lag_seconds')).toBe(false);
    expect(samples.get('claimset_feed_consumers')).toBe(3);
  });

  it('have none before there is a ledger', async () => {
    expect((await scrape(null)).has('claimset_feed_consumers')).toBe(false);
  });
});
