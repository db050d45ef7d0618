import { cpus } from 'node:os';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

import { z } from 'zod';

import { FAULTY_RULES, theRule } from './rules.ts';
import { simulate, type Simulated } from './simulate.ts';

/** A range of seeds, the last one included; with the name of a faulty rule. */
const range = z.object({ first: z.number(), last: z.number(), step: z.number(), faulty: z.string().nullable() });

/** What became of many seeds. */
export interface Campaign {
  readonly seeds: number;
  readonly failed: readonly Simulated[];
  readonly acknowledged: number;
  readonly unknown: number;
}

/** As many as anybody wants to read. */
const FAILURES_KEPT = 5;

/** Simulates these seeds, on all processors; with a faulty rule by its name. */
export async function simulateSeeds(first: number, last: number, faulty: string | null = null): Promise<Campaign> {
  const threads = Math.max(1, Math.min(cpus().length, last - first + 1));
  const parts = await Promise.all(
    Array.from({ length: threads }, (_, at) => inThread({ first: first + at, last, step: threads, faulty })),
  );
  return {
    seeds: last - first + 1,
    failed: parts.flatMap(({ failed }) => failed),
    acknowledged: parts.reduce((sum, part) => sum + part.acknowledged, 0),
    unknown: parts.reduce((sum, part) => sum + part.unknown, 0),
  };
}

async function inThread(seeds: z.infer<typeof range>): Promise<Campaign> {
  const worker = new Worker(new URL(import.meta.url), { workerData: seeds });
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => {
      reject(new Error('a thread of the simulation ended without a result'));
    });
  });
}

async function campaign({ first, last, step, faulty }: z.infer<typeof range>): Promise<Campaign> {
  const rule = faulty === null ? theRule : FAULTY_RULES[faulty];
  if (rule === undefined) throw new Error(`there is no faulty rule "${faulty}"`);
  // Of a faulty one, one failure is enough.
  const kept = faulty === null ? FAILURES_KEPT : 1;
  const failed: Simulated[] = [];
  let [seeds, acknowledged, unknown] = [0, 0, 0];
  for (let seed = first; seed <= last && failed.length < kept; seed += step) {
    const simulated = await simulate(seed, rule);
    seeds += 1;
    acknowledged += simulated.counts.DONE;
    unknown += simulated.counts.UNKNOWN;
    if (simulated.failure !== null) failed.push(simulated);
  }
  return { seeds, failed, acknowledged, unknown };
}

if (!isMainThread) parentPort?.postMessage(await campaign(range.parse(workerData)));
