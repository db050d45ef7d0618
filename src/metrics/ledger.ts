import { Counter, Gauge, type Registry } from 'prom-client';

import { MILLIS_A_SECOND } from './registry.ts';

/** What is read when somebody asks for the metrics. */
export interface LedgerReadings {
  open(): Promise<{ readonly count: number; readonly oldestAtMillis: number | null }>;
  /** Users whose sessions are still to be told of a change at the source. */
  waitingUsers(): Promise<number>;
  feedLagMillis(): Promise<number>;
  consumers(): number;
}

/** Measures the ledger and its feed. */
export interface LedgerMetrics {
  /** From now on the readings are those of this ledger. */
  watch(readings: LedgerReadings): void;
  settled(outcome: string): void;
}

const OUTCOMES = ['landed', 'repaired', 'adopted', 'ended'];
/** Whoever asks for the metrics waits no longer. */
const READ_MILLIS = 2_000;

export function ledgerMetrics(registry: Registry): LedgerMetrics {
  const watched: { readings: LedgerReadings | null } = { readings: null };
  ledgerGauges(registry, () => watched.readings);
  feedGauges(registry, () => watched.readings);
  const settled = new Counter({
    name: 'claimset_ledger_settled_total',
    help: 'Changes that were unknown and that a sweep has looked at, by what became of them.',
    labelNames: ['outcome'],
    registers: [registry],
  });
  for (const outcome of OUTCOMES) settled.inc({ outcome }, 0);
  return {
    watch: (readings) => {
      watched.readings = readings;
    },
    settled: (outcome) => {
      settled.inc({ outcome });
    },
  };
}

type Current = () => LedgerReadings | null;

function ledgerGauges(registry: Registry, current: Current): void {
  const open = shared(() => current()?.open());
  gauge(registry, {
    name: 'claimset_ledger_open_entries',
    help: 'Changes in the ledger of which it is not known yet whether they were made; of all processes together.',
    read: async () => (await open())?.count,
  });
  gauge(registry, {
    name: 'claimset_ledger_oldest_open_entry_age_seconds',
    help: 'Since when the oldest of these is open; 0 where there is none.',
    read: async () => ageSeconds(await open()),
  });
  gauge(registry, {
    name: 'claimset_ledger_waiting_users',
    help: 'Users whose sessions are still to be told that a role or a permission has changed; of all processes together.',
    read: () => current()?.waitingUsers(),
  });
}

function feedGauges(registry: Registry, current: Current): void {
  gauge(registry, {
    name: 'claimset_feed_lag_seconds',
    help: 'How far the feed of changes is behind: everything before that is complete.',
    read: async () => seconds(await current()?.feedLagMillis()),
  });
  gauge(registry, {
    name: 'claimset_feed_consumers',
    help: 'Guards and others that follow the feed of changes at this process.',
    read: () => current()?.consumers(),
  });
}

interface Reading {
  readonly name: string;
  readonly help: string;
  readonly read: () => Promise<number | undefined> | number | undefined;
}

/** A gauge that is read when it is asked for, and has no value where that fails: an old one would look like a good one. */
function gauge(registry: Registry, { name, help, read }: Reading): void {
  const made = new Gauge({
    ...{ name, help, registers: [registry] },
    collect: async () => {
      const value = await inTime(read()).catch(() => undefined);
      if (value === undefined) made.remove();
      else made.set(value);
    },
  });
}

/** Two who ask at the same time share an answer. */
function shared<Answer>(ask: () => Promise<Answer> | undefined): () => Promise<Answer | undefined> {
  let underWay: Promise<Answer | undefined> | null = null;
  return () => {
    underWay ??= Promise.resolve(ask()).finally(() => {
      underWay = null;
    });
    return underWay;
  };
}

async function inTime<Answer>(answer: Promise<Answer> | Answer): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error('no answer in time'));
    }, READ_MILLIS);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

function ageSeconds(open: { readonly oldestAtMillis: number | null } | undefined): number | undefined {
  if (open === undefined) return undefined;
  return open.oldestAtMillis === null ? 0 : seconds(Date.now() - open.oldestAtMillis);
}

function seconds(millis: number | undefined): number | undefined {
  return millis === undefined ? undefined : Math.max(0, millis) / MILLIS_A_SECOND;
}
