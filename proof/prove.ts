import { parseArgs } from 'node:util';

import { CASES, cases, checks, type Finding, model, SEEDS, simulation } from './checks.ts';
import { nemesisCommand } from './nemesis/command.ts';
import { simulate } from './simulation/simulate.ts';

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
  return check === undefined ? usage() : one(await check.check());
}

async function simulated(args: readonly string[]): Promise<number> {
  const options = { seed: { type: 'string' }, seeds: { type: 'string' } } as const;
  const { seed, seeds = String(SEEDS) } = parseArgs({ args: [...args], options }).values;
  if (seed === undefined) return one(await simulation(1, Number(seeds)));
  const { trace, failure } = await simulate(Number(seed));
  console.log(`${trace.join('\n')}\n\n${failure ?? 'holds'}`);
  return failure === null ? 0 : 1;
}

async function all(): Promise<number> {
  let failures = '';
  const width = Math.max(...checks.map(({ name }) => name.length));
  for (const check of checks) {
    const { name, promise } = check;
    const beganAtMillis = performance.now();
    const finding = await check.check();
    const seconds = Math.round((performance.now() - beganAtMillis) / 1000);
    console.log(`${finding.holds ? 'holds' : 'FAILS'}  ${name.padEnd(width)}  ${promise}`);
    console.log(`       ${' '.repeat(width)}  ${finding.summary}, ${seconds} s`);
    if (!finding.holds) failures += `\n--- ${name}\n${finding.details}\n`;
  }
  if (failures !== '') console.log(failures);
  return failures === '' ? 0 : 1;
}

function one({ holds, summary, details }: Finding): number {
  console.log(`${details}\n\n${holds ? 'holds' : 'FAILS'}: ${summary}`);
  return holds ? 0 : 1;
}

function usage(): number {
  process.stderr.write(USAGE);
  return 2;
}
