import { parseArgs } from 'node:util';

import { buildServer } from '../run-tests.ts';
import { type Campaign, nemesisEmbedded, nemesisOnPostgres } from './nemesis.ts';

const SECONDS = 20;

/** Whether nothing was lost, and what was counted, for people. */
export interface Verdict {
  readonly holds: boolean;
  readonly summary: string;
  readonly details: string;
}

/**
 * `prove -- nemesis [--seconds N] [--operations N] [--seed N] [--only embedded|postgres] [--core URL] [--database URL]`: on a
 * server with everything in itself, and on two with PostgreSQL; with `--core` or `--database` only there.
 */
export async function nemesisCommand(args: readonly string[]): Promise<Verdict> {
  const text = { type: 'string' } as const;
  const options = { seconds: text, operations: text, seed: text, only: text, core: text, database: text };
  const { seconds, operations, seed, only, core, database } = parseArgs({ args: [...args], options }).values;
  const isElsewhere = core !== undefined || database !== undefined;
  const goal = {
    operations: Number(operations ?? 0),
    seconds: Number(seconds ?? (operations === undefined ? SECONDS : 0)),
  };
  const number = Number(seed ?? Date.now() % 100_000);
  const campaigns: [string, Campaign][] = [];
  await buildServer();
  if (only !== 'postgres' && !isElsewhere) campaigns.push(['embedded', await nemesisEmbedded(goal, number)]);
  if (only !== 'embedded') campaigns.push(['PostgreSQL', await nemesisOnPostgres(goal, number, { core, database })]);
  return verdict(campaigns);
}

function verdict(campaigns: readonly (readonly [string, Campaign])[]): Verdict {
  const isClean = ({ counts: { lost, resurrected, unrecorded, leftOpen } }: Campaign): boolean =>
    lost + resurrected + unrecorded + leftOpen === 0;
  const details = campaigns.flatMap(([name, { counts, examples }]) => [
    name,
    ...Object.entries(counts).map(([what, count]) => `  ${wordsOf(what).padEnd(22)} ${String(count).padStart(7)}`),
    ...examples.map((example) => `\n${example}\n`),
  ]);
  const sum = (which: 'acknowledged' | 'unknown' | 'kills' | 'faults'): number =>
    campaigns.reduce((total, [, { counts }]) => total + counts[which], 0);
  const bad = campaigns.filter(([, campaign]) => !isClean(campaign)).map(([name]) => name);
  return {
    holds: bad.length === 0,
    summary: `${sum('acknowledged')} acknowledged, ${sum('unknown')} unknown, ${sum('faults')} faults, ${sum('kills')} kills; ${bad.length === 0 ? 'nothing lost, resurrected, unrecorded or left open' : `violations: ${bad.join(', ')}`}`,
    details: details.join('\n'),
  };
}

function wordsOf(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
