import { join } from 'node:path';

import { z } from 'zod';

import { startPostgres } from '../../test/support/postgres.ts';
import { percentile } from '../lib/percentiles.ts';
import type { BenchOptions, Result, Row } from '../lib/row.ts';
import type { Stage } from '../lib/stage.ts';

const APP = join(import.meta.dirname, '../apps/ledger.ts');
const ENTRIES = 1_000_000;
const QUICK_ENTRIES = 10_000;
const TRIES = 40;
const QUICK_TRIES = 4;
const MUST_MILLIS = 20;

const taken = z.record(z.string(), z.array(z.number()));

/** How long a page of `claimsChanges` takes in a history that has grown for years, whatever is asked for. */
export const ledger: Row = {
  name: 'ledger',
  measure: async (options, stage) => {
    const postgres = await startPostgres();
    try {
      return [
        await pages(postgres.connectionString, 'PostgreSQL', options, stage),
        await pages(await stage.folder(), 'a file', options, stage),
      ];
    } finally {
      await postgres.stop();
    }
  },
};

async function pages(place: string, where: string, { isQuick }: BenchOptions, stage: Stage): Promise<Result> {
  const entries = isQuick ? QUICK_ENTRIES : ENTRIES;
  const args = [place, String(entries), String(isQuick ? QUICK_TRIES : TRIES)];
  const [, found = ''] = await stage.script(APP, args, {}).line(/^PAGES (.*)$/);
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
