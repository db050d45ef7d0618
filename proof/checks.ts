import { join } from 'node:path';

import { nemesisCommand } from './nemesis/command.ts';
import { buildServer, run, runTests, testFilesWith } from './run-tests.ts';
import { FAULTY_RULES } from './simulation/rules.ts';
import { simulateSeeds } from './simulation/run.ts';

/** Something that can be checked, by means that can fail. */
export interface Check {
  readonly name: string;
  /** What holds if it passes. */
  readonly promise: string;
  /** `isAlone`: as much of it as CI checks; among all others, what there is time for. */
  check(isAlone: boolean): Promise<Finding>;
}

export interface Finding {
  readonly holds: boolean;
  /** In a few words and figures. */
  readonly summary: string;
  /** What somebody needs who wants to know why it does not hold. */
  readonly details: string;
}

/** How many cases there are: docs/faults.md lists them. */
export const CASES = Array.from({ length: 23 }, (_, at) => at + 1);

const CASE_FOLDERS = ['test/lossless', 'test/supertokens/fresh-claims'];

/** How many seeds are simulated by default, and where all is checked. */
export const SEEDS = 2_000;
const SEEDS_AMONG_ALL = 500;
/** How many random histories of each kind, by themselves and then. */
const HISTORIES = { alone: 100, amongAll: 30 };
/** Within so many a faulty rule must be found. */
const SEEDS_FOR_FAULTY = 200;

/** What is computed, in order: it needs nothing but processors. */
const computed: readonly Check[] = [
  {
    name: 'model',
    promise: 'the protocol loses nothing in any order of steps, and without each of its parts it does',
    check: () => model([]),
  },
  {
    name: 'simulation',
    promise: 'changes by the real rule, ledger and sweeper on a virtual clock have an order, with faults from a seed',
    check: (isAlone) => simulation(1, isAlone ? SEEDS : SEEDS_AMONG_ALL),
  },
  {
    name: 'mutants',
    promise: `the simulation finds each faulty rule within ${SEEDS_FOR_FAULTY} seeds`,
    check: mutants,
  },
  {
    name: 'log',
    promise: 'what the log says of late, lost and foreign writes is what it must be, for random interleavings',
    check: () => tests(/./, 'test/ledger/settle'),
  },
];

/** Beside the other servers, since those take longer than what is computed. */
const nemesis: Check = {
  name: 'nemesis',
  promise: 'nothing is lost, resurrected, unrecorded or left open while processes, PostgreSQL and the core come and go',
  check: () => nemesisCommand(['--seconds', '10']),
};

/** What starts real servers, and waits for them. */
const served: readonly Check[] = [
  {
    name: 'cases',
    promise: 'each fault of docs/faults.md happens with the plain SDK, and does not with Claimset',
    check: () => cases(CASES),
  },
  {
    name: 'histories',
    promise: 'what clients saw of random changes has an order (linearizability); with the plain SDK it has none',
    check: histories,
  },
];

/** All that takes minutes and not hours: two rows of checks that do not hinder one another. */
export const lanes: readonly (readonly Check[])[] = [[...computed, nemesis], served];

/** The model, checked exhaustively; `deep` for three writers. */
export async function model(args: readonly string[]): Promise<Finding> {
  const { code, text } = await run('sh', [join(import.meta.dirname, 'run'), ...args]);
  const lines = text.split('\n');
  const held = lines.filter((line) => /^ok +holds/.test(line)).length;
  const found = lines.filter((line) => /^ok +fails/.test(line)).length;
  return { holds: code === 0 && held > 0, summary: `${held} models hold, ${found} mutants fail`, details: text };
}

/** These cases, plain SDK beside Claimset; each of them must have a test. */
export async function cases(numbers: readonly number[]): Promise<Finding> {
  const title = new RegExp(`\\bL(${numbers.join('|')}):`);
  const files = await testFilesWith(title, CASE_FOLDERS);
  await buildServer();
  const results = files.length === 0 ? [] : await runTests(title, files);
  const failed = results.filter(({ holds }) => !holds);
  const found = new Set(results.map(({ about, statement }) => Number(title.exec(`${about} ${statement}`)?.[1])));
  const missing = numbers.filter((number) => !found.has(number)).map((number) => `L${number}`);
  const abouts = [...new Set(results.map(({ about }) => about))];
  const details = abouts.flatMap((about) => [
    about,
    ...results
      .filter((one) => one.about === about)
      .map((one) => `  ${one.holds ? 'holds' : 'FAILS'}  ${[one.statement, one.failure].filter(Boolean).join('\n')}`),
  ]);
  return {
    holds: missing.length === 0 && failed.length === 0,
    summary: `${found.size} cases, ${results.length} statements, ${failed.length} do not hold`,
    details: [...details, ...missing.map((name) => `FAILS  no test has ${name} in its title`)].join('\n'),
  };
}

async function histories(isAlone: boolean): Promise<Finding> {
  await buildServer();
  const env = { HISTORIES: String(isAlone ? HISTORIES.alone : HISTORIES.amongAll) };
  return tests(/have an order|has no order/, 'test/lossless/histories.e2e.test.ts', env);
}

async function tests(title: RegExp, file: string, env: Readonly<Record<string, string>> = {}): Promise<Finding> {
  const results = await runTests(title, [file], env);
  const failed = results.filter(({ holds }) => !holds);
  return {
    holds: results.length > 0 && failed.length === 0,
    summary: `${results.length} checks, ${failed.length} do not hold`,
    details: failed.map(({ about, statement, failure }) => `FAILS  ${about} ${statement}\n${failure}`).join('\n'),
  };
}

/** Each faulty rule, until a seed finds it wrong. */
async function mutants(): Promise<Finding> {
  const names = Object.keys(FAULTY_RULES);
  const lines: string[] = [];
  let found = 0;
  for (const name of names) {
    const { failed } = await simulateSeeds(1, SEEDS_FOR_FAULTY, name);
    const [first] = failed.toSorted((a, b) => a.seed - b.seed);
    if (first !== undefined) found += 1;
    lines.push(first === undefined ? `FAILS  ${name}: not found` : `found  ${name}, by seed ${first.seed}`);
    if (first !== undefined) lines.push(first.failure ?? '', '');
  }
  return {
    holds: found === names.length,
    summary: `${found} of ${names.length} faulty rules are found wrong`,
    details: lines.join('\n'),
  };
}

/** Seeds, one after another; of one that fails, the trace. */
export async function simulation(first: number, last: number): Promise<Finding> {
  const { seeds, failed, acknowledged, unknown } = await simulateSeeds(first, last);
  const details = failed.map(({ seed, failure, trace }) => `--- seed ${seed}\n${trace.join('\n')}\n\n${failure ?? ''}`);
  return {
    holds: failed.length === 0,
    summary: `${seeds} seeds, ${acknowledged} changes and reads acknowledged, ${unknown} unknown, ${failed.length} seeds fail`,
    details: details.join('\n'),
  };
}
