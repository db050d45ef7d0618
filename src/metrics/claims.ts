import { Counter, Histogram, type Registry } from 'prom-client';

import { MILLIS_A_SECOND } from './registry.ts';

interface Write {
  readonly mutation: string;
  readonly outcome: string;
  readonly tokenBytes: number | null;
}

interface Wait {
  readonly kind: string;
  readonly waitedMillis: number;
  readonly failure: string | null;
}

const MUTATIONS = ['updateMyClaims', 'updateUserClaims'];
const OUTCOMES = ['updated', 'unchanged', 'rejected', 'ended', 'failed', 'unknown'];
const LOCK_KINDS = ['session', 'user', 'command'];
const LOCK_FAILURES = ['LOCK_TIMEOUT', 'LOCKS_UNAVAILABLE'];
/** Up to the limit of browsers, and beyond it for sessions in header mode. */
const BYTE_BUCKETS = [512, 1024, 1536, 2048, 2560, 3072, 3584, 4096, 8192, 16_384, 32_768];
const WAIT_BUCKETS = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 2.5, 5, 10];

/** Counts writes of claims by what became of them, and measures tokens. */
export function writeMetrics(registry: Registry): (write: Write) => void {
  const writes = new Counter({
    name: 'claimset_claims_writes_total',
    help: 'Changes of claims, one for each session and for standing claims, by what became of them.',
    labelNames: ['mutation', 'outcome'],
    registers: [registry],
  });
  for (const mutation of MUTATIONS) for (const outcome of OUTCOMES) writes.inc({ mutation, outcome }, 0);
  const tokens = new Histogram({
    name: 'claimset_token_size_bytes',
    help: 'The size of access tokens after a change, in their largest form.',
    buckets: BYTE_BUCKETS,
    registers: [registry],
  });
  return ({ mutation, outcome, tokenBytes }) => {
    writes.inc({ mutation, outcome });
    if (tokenBytes !== null) tokens.observe(tokenBytes);
  };
}

/** Measures how long writers wait for one another. */
export function lockMetrics(registry: Registry): (wait: Wait) => void {
  const waits = new Histogram({
    name: 'claimset_lock_wait_duration_seconds',
    help: 'How long was waited for a lock, in vain or not.',
    labelNames: ['kind'],
    buckets: WAIT_BUCKETS,
    registers: [registry],
  });
  const failures = new Counter({
    name: 'claimset_lock_failures_total',
    help: 'Locks that were not got: LOCK_TIMEOUT, or LOCKS_UNAVAILABLE where PostgreSQL does not answer.',
    labelNames: ['kind', 'code'],
    registers: [registry],
  });
  for (const kind of LOCK_KINDS) for (const code of LOCK_FAILURES) failures.inc({ kind, code }, 0);
  return ({ kind, waitedMillis, failure }) => {
    waits.observe({ kind }, waitedMillis / MILLIS_A_SECOND);
    if (failure !== null) failures.inc({ kind, code: failure });
  };
}
