import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';

/** What this process is. */
export interface Build {
  readonly version: string;
  readonly nodeVersion: string;
}

/** All metrics of this process; from the start those of Node (event loop, memory, garbage) and of the build. */
export function createRegistry({ version, nodeVersion }: Build): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const build = new Gauge({
    name: 'claimset_build_info',
    help: 'Always 1; which version of Claimset and of Node runs.',
    labelNames: ['version', 'node_version'],
    registers: [registry],
  });
  build.set({ version, node_version: nodeVersion }, 1);
  return registry;
}

/** Seconds, as Prometheus has it: from a read in memory to a write whose lock was waited for. */
export const DURATION_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
export const MILLIS_A_SECOND = 1000;
