import { type Client, type Load, loadFor } from './load.ts';
import { type Spread, spreadOf } from './percentiles.ts';
import type { BenchOptions } from './row.ts';

/** How two contenders did in the same rounds. */
export interface Comparison {
  /** Requests a second of the second by those of the first. */
  readonly ratio: Spread;
  readonly perSecond: readonly [number, number];
}

/** Until V8 has compiled what is called often: a server runs for days. Of so little as 2 s, what is measured is the compiler. */
const WARM_UP_MILLIS = 15_000;
const ROUNDS = 7;
const SLICE_MILLIS = 2500;
const QUICK_SLICE_MILLIS = 150;

/** Lets both run in turn, so that the machine's noise hits both; the order changes from round to round. */
export async function compare(
  { isQuick }: BenchOptions,
  first: readonly Client[],
  second: readonly Client[],
): Promise<Comparison> {
  const millis = isQuick ? QUICK_SLICE_MILLIS : SLICE_MILLIS;
  for (const clients of [first, second]) await loadFor(isQuick ? millis : WARM_UP_MILLIS, clients);
  const rounds: (readonly [Load, Load])[] = [];
  for (let round = 0; round < (isQuick ? 1 : ROUNDS); round += 1) {
    const early = round % 2 === 0 ? await loadFor(millis, first) : null;
    const ofSecond = await loadFor(millis, second);
    rounds.push([early ?? (await loadFor(millis, first)), ofSecond]);
  }
  return {
    ratio: spreadOf(rounds.map(([a, b]) => b.perSecond / a.perSecond)),
    perSecond: [spreadOf(rounds.map(([a]) => a.perSecond)).median, spreadOf(rounds.map(([, b]) => b.perSecond)).median],
  };
}

/** `0.71 (0.66 to 0.75)` */
export function showSpread({ median, least, most }: Spread): string {
  return `${median.toFixed(2)} (${least.toFixed(2)} to ${most.toFixed(2)})`;
}
