import { join } from 'node:path';

import { z } from 'zod';

import { startPostgres } from '../../test/support/postgres.ts';
import { showSpread } from '../lib/compare.ts';
import { percentile } from '../lib/percentiles.ts';
import type { BenchOptions, Result, Row } from '../lib/row.ts';
import type { Stage } from '../lib/stage.ts';

const APP = join(import.meta.dirname, '../apps/ledger.ts');
const ENTRIES = 1_000_000;
const QUICK_ENTRIES = 10_000;
const TRIES = 40;
const QUICK_TRIES = 4;
const MUST_MILLIS = 20;
/** As fast as with an empty one, but for what a machine's noise leaves between two medians. */
const MUST_RATIO = 0.9;

const taken = z.record(z.string(), z.array(z.number()));
const comparison = z.object({
  ratio: z.object({ median: z.number(), least: z.number(), most: z.number() }),
  perSecond: z.tuple([z.number(), z.number()]),
});

/** How long a page of `claimsChanges`, and a change, take in a history that has grown for years. */
export const ledger: Row = {
  name: 'ledger',
  measure: async (options, stage) => {
    const postgres = await startPostgres();
    try {
      return [
        ...(await grown(postgres.connectionString, 'PostgreSQL', options, stage)),
        ...(await grown(await stage.folder(), 'a file', options, stage)),
      ];
    } finally {
      await postgres.stop();
    }
  },
};

async function grown(
  place: string,
  where: string,
  { isQuick }: BenchOptions,
  stage: Stage,
): Promise<readonly Result[]> {
  const entries = isQuick ? QUICK_ENTRIES : ENTRIES;
  const pace = isQuick ? [String(QUICK_TRIES), 'quick'] : [String(TRIES)];
  const app = stage.script(APP, [place, String(entries), ...pace], {});
  const [, found = ''] = await app.line(/^PAGES (.*)$/);
  const [, written = ''] = await app.line(/^WRITES (.*)$/);
  return [pages(found, entries, where), writes(written, entries, where)];
}

function writes(written: string, entries: number, where: string): Result {
  const { ratio, perSecond } = comparison.parse(JSON.parse(written));
  const [empty, full] = perSecond.map(Math.round);
  return {
    what: `changes beside ${entries} / beside none, ${where}`,
    figure: showSpread(ratio),
    must: `at least ${MUST_RATIO}`,
    isMet: ratio.median >= MUST_RATIO,
    beside: `${full} and ${empty} a second`,
  };
}

function pages(found: string, entries: number, where: string): Result {
  const millis = taken.parse(JSON.parse(found));
  const ranked = Object.entries(millis)
    .map(([what, some]) => ({ what, p95: percentile(some, 0.95) }))
    .toSorted((a, b) => b.p95 - a.p95);
  const slowest = ranked[0]?.p95 ?? Infinity;
  const named = ranked.slice(0, 3).map(({ what, p95 }) => `${what} ${p95.toFixed(1)}`);
  return {
    what: `a page of claimsChanges among ${entries}, ${ranked.length} filters, ${where}`,
    figure: `p95 of the slowest ${slowest.toFixed(1)} ms`,
    must: `under ${MUST_MILLIS} ms`,
    isMet: slowest < MUST_MILLIS,
    beside: `of all p50 ${percentile(Object.values(millis).flat(), 0.5).toFixed(1)} ms; ${named.join(', ')}`,
  };
}
