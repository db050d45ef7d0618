import type { Client } from '../lib/load.ts';
import { loadAtRate, loadFor } from '../lib/load.ts';
import { memoryOf } from '../lib/memory.ts';
import { percentile } from '../lib/percentiles.ts';
import type { Result, Row } from '../lib/row.ts';
import { signUp, startWhole } from './start.ts';
import { claimsetClient } from './update-my-claims.ts';

const CLIENTS = 16;
const PARTS = 10;
const PART_MILLIS = 30_000;
const PEAK_MILLIS = 10_000;
const SHARE_OF_PEAK = 0.5;
const MUST_P99_BY_P50 = 6;
const MUST_GROW_BY = 1.15;
const QUICK = { partMillis: 150, peakMillis: 300 };

/** Minutes at half the peak: memory must not grow, and nobody may wait long. */
export const soak: Row = {
  name: 'soak',
  measure: async ({ isQuick }, stage) => {
    const { process, connections } = await startWhole(stage);
    const clients: Client[] = [];
    for (let turn = 0; turn < CLIENTS; turn += 1) {
      clients.push(claimsetClient({ claimset: { process, connections } }, await signUp(connections)).client);
    }
    const { partMillis, peakMillis } = isQuick ? QUICK : { partMillis: PART_MILLIS, peakMillis: PEAK_MILLIS };
    const peak = await loadFor(peakMillis, clients);
    const parts: Part[] = [];
    for (let part = 0; part < PARTS; part += 1) {
      const { p50Millis, p99Millis, requests } = await loadAtRate(partMillis, clients, peak.perSecond * SHARE_OF_PEAK);
      parts.push({ p50Millis, p99Millis, requests, megabytes: memoryOf(process.child.pid).megabytes });
    }
    return [latency(parts, peak.perSecond), memory(parts)];
  },
};

interface Part {
  readonly requests: number;
  readonly p50Millis: number;
  readonly p99Millis: number;
  readonly megabytes: number;
}

/** A request that fails ends the run: so there were no errors. */
function latency(parts: readonly Part[], peakPerSecond: number): Result {
  const p50 = middle(parts.map(({ p50Millis }) => p50Millis));
  const p99 = middle(parts.map(({ p99Millis }) => p99Millis));
  const requests = parts.reduce((sum, part) => sum + part.requests, 0);
  return {
    what: `soak, ${requests} requests at half the peak: p99 by p50`,
    figure: (p99 / p50).toFixed(1),
    must: `under ${MUST_P99_BY_P50}, no error`,
    isMet: p99 / p50 < MUST_P99_BY_P50,
    beside: `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, peak ${peakPerSecond.toFixed(0)} a second`,
  };
}

function memory(parts: readonly Part[]): Result {
  const half = parts.length / 2;
  const early = middle(parts.slice(0, half).map(({ megabytes }) => megabytes));
  const late = middle(parts.slice(half).map(({ megabytes }) => megabytes));
  return {
    what: 'soak: memory of the second half by that of the first',
    figure: (late / early).toFixed(2),
    must: `at most ${MUST_GROW_BY}`,
    isMet: late / early <= MUST_GROW_BY,
    beside: `${early} and ${late} MB`,
  };
}

const middle = (values: readonly number[]): number => percentile(values, 0.5);
