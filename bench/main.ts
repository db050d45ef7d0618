import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import type { BenchOptions, Result, Row } from './lib/row.ts';
import { Stage } from './lib/stage.ts';
import { showTable } from './lib/table.ts';
import { core } from './rows/core.ts';
import { guard } from './rows/guard.ts';
import { ledger } from './rows/ledger.ts';
import { lossless } from './rows/lossless.ts';
import { mySession } from './rows/my-session.ts';
import { oneSession } from './rows/one-session.ts';
import { soak } from './rows/soak.ts';
import { start } from './rows/start.ts';
import { typename } from './rows/typename.ts';
import { updateMyClaims } from './rows/update-my-claims.ts';
import { updateUserClaims } from './rows/update-user-claims.ts';

const ROWS: readonly Row[] = [
  updateMyClaims,
  oneSession,
  mySession,
  updateUserClaims,
  typename,
  core,
  start,
  lossless,
  guard,
  ledger,
  soak,
];
const RESULTS_FILE = join(import.meta.dirname, 'results.json');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false }, core: { type: 'string' } },
});
const options: BenchOptions = {
  isQuick: values.quick,
  coreUrl: values.core ?? null,
  coreApiKey: process.env['SUPERTOKENS_API_KEY'] ?? null,
};
const unknown = positionals.filter((name) => !ROWS.some((row) => row.name === name));
if (unknown.length > 0) {
  throw new Error(`There is no row ${unknown.join(', ')}: take some of ${ROWS.map(({ name }) => name).join(', ')}.`);
}

const results: (Result & { readonly row: string })[] = [];
for (const row of ROWS.filter(({ name }) => positionals.length === 0 || positionals.includes(name))) {
  const stage = new Stage();
  process.stderr.write(`${row.name} ...\n`);
  try {
    for (const result of await row.measure(options, stage)) results.push({ row: row.name, ...result });
  } finally {
    await stage.clear();
  }
}
process.stdout.write(showTable(results));
// Figures of a quick run say nothing, and those of some rows alone are not the table.
if (!options.isQuick && positionals.length === 0) {
  writeFileSync(RESULTS_FILE, `${JSON.stringify({ node: process.version, results }, null, 2)}\n`);
}
const faults = results.flatMap(({ fault }) => fault ?? []);
for (const fault of faults) process.stderr.write(`${fault}\n`);
process.exitCode = faults.length > 0 ? 1 : 0;
