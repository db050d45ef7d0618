import { parseArgs } from 'node:util';

import { CASES, cases, type Check, type Finding, lanes, model, SEEDS, simulation } from './checks.ts';
import { nemesisCommand } from './nemesis/command.ts';
import { simulate } from './simulation/simulate.ts';

const checks = lanes.flat();
const USAGE = `Usage: npm run prove             everything that takes minutes
       npm run prove -- L3       one case of docs/faults.md, the plain SDK beside Claimset
       npm run prove -- deep     the model with three writers: minutes, and gigabytes of memory
       npm run prove -- simulate --seeds 100000
       npm run prove -- simulate --seed 30      replays one seed, and prints what happened
       npm run prove -- nemesis [--seconds 20] [--operations N] [--only embedded|postgres] [--core URL] [--database URL]
       npm run prove -- NAME     one of: ${checks.map(({ name }) => name).join(', ')}
`;

process.exitCode = await main(process.argv.slice(2));

async function main([what, ...rest]: readonly string[]): Promise<number> {
  if (what === 'simulate') return simulated(rest);
  if (what === 'nemesis') return one(await nemesisCommand(rest));
  if (rest.length > 0) return usage();
  if (what === undefined) return all();
  const number = /^L(\d+)$/i.exec(what)?.[1];
  if (number !== undefined && CASES.includes(Number(number))) return one(await cases([Number(number)]));
  if (what === 'deep') return one(await model(['deep']));
  const check = checks.find(({ name }) => name === what);
  return check === undefined ? usage() : one(await check.check(true));
}

async function simulated(args: readonly string[]): Promise<number> {
  const options = { seed: { type: 'string' }, seeds: { type: 'string' } } as const;
  const { seed, seeds = String(SEEDS) } = parseArgs({ args: [...args], options }).values;
  if (seed === undefined) return one(await simulation(1, Number(seeds)));
  const { trace, failure } = await simulate(Number(seed));
  console.log(`${trace.join('\n')}\n\n${failure ?? 'holds'}`);
  return failure === null ? 0 : 1;
}

interface Checked {
  readonly check: Check;
  readonly finding: Finding;
  readonly seconds: number;
}

/** Everything; what takes its time waits beside what computes. */
async function all(): Promise<number> {
  const checked = (await Promise.all(lanes.map(lane))).flat();
  const width = Math.max(...checks.map(({ name }) => name.length));
  console.log();
  for (const { check, finding, seconds } of checked) {
    console.log(`${finding.holds ? 'holds' : 'FAILS'}  ${check.name.padEnd(width)}  ${check.promise}`);
    console.log(`       ${' '.repeat(width)}  ${finding.summary}, ${seconds} s`);
  }
  const failed = checked.filter(({ finding }) => !finding.holds);
  for (const { check, finding } of failed) console.log(`\n--- ${check.name}\n${finding.details}`);
  return failed.length === 0 ? 0 : 1;
}

async function lane(own: readonly Check[]): Promise<readonly Checked[]> {
  const checked: Checked[] = [];
  for (const check of own) {
    const beganAtMillis = performance.now();
    const finding = await check.check(false);
    const seconds = Math.round((performance.now() - beganAtMillis) / 1000);
    console.log(`${finding.holds ? 'holds' : 'FAILS'}  ${check.name}, after ${seconds} s`);
    checked.push({ check, finding, seconds });
  }
  return checked;
}

function one({ holds, summary, details }: Finding): number {
  console.log(`${details}\n\n${holds ? 'holds' : 'FAILS'}: ${summary}`);
  return holds ? 0 : 1;
}

function usage(): number {
  process.stderr.write(USAGE);
  return 2;
}
