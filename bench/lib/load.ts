import { setTimeout as wait } from 'node:timers/promises';

import { percentile } from './percentiles.ts';

/** What came of a while of requests. */
export interface Load {
  readonly requests: number;
  readonly perSecond: number;
  readonly p50Millis: number;
  readonly p99Millis: number;
}

/** One client: what it does again and again, each time when the last has been answered. */
export type Client = () => Promise<unknown>;

/**
 * Lets the clients run for a while, each as fast as it is answered.
 * @throws what a client throws: a figure with failures in it would say nothing
 */
export async function loadFor(millis: number, clients: readonly Client[]): Promise<Load> {
  return load(millis, clients, () => Promise.resolve());
}

/** The same at a rate of its own: each client begins its next request when its turn has come. */
export async function loadAtRate(millis: number, clients: readonly Client[], perSecond: number): Promise<Load> {
  const gapMillis = (1000 / perSecond) * clients.length;
  return load(millis, clients, (elapsedMillis, turn) => wait(Math.max(0, turn * gapMillis - elapsedMillis)));
}

async function load(
  millis: number,
  clients: readonly Client[],
  pace: (elapsedMillis: number, turn: number) => Promise<unknown>,
): Promise<Load> {
  const latenciesMillis: number[] = [];
  const beganAtMillis = performance.now();
  const elapsed = (): number => performance.now() - beganAtMillis;
  await Promise.all(
    clients.map(async (client, index) => {
      for (let turn = index / clients.length; elapsed() < millis; turn += 1) {
        await pace(elapsed(), turn);
        const sentAtMillis = performance.now();
        await client();
        latenciesMillis.push(performance.now() - sentAtMillis);
      }
    }),
  );
  return {
    requests: latenciesMillis.length,
    perSecond: latenciesMillis.length / (elapsed() / 1000),
    p50Millis: percentile(latenciesMillis, 0.5),
    p99Millis: percentile(latenciesMillis, 0.99),
  };
}
