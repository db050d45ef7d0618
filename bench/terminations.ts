/**
 * The long run of `test/lossless/terminations.ts`: at least 500 ended transactions and 3,000 acknowledged changes, first
 * with a core that answers at once, then with one that takes 300 ms for each write, and then 10,000 changes of 5 sessions
 * by 20 clients each, which are written together. `node --import ./test/support/typescript.mjs bench/terminations.ts`,
 * after `npm run build`; ends with 1 where anything was lost or came back.
 */
import { countLosses } from '../test/lossless/terminations.ts';

const GOALS = [
  { terminations: 500, acknowledged: 3_000, writeMillis: 0, sessions: 20 },
  { terminations: 500, acknowledged: 3_000, writeMillis: 300, sessions: 20 },
  { terminations: 100, acknowledged: 10_000, writeMillis: 20, sessions: 5, clients: 10 },
];

for (const goal of GOALS.slice(Number(process.argv[2] ?? 0))) {
  const startedAt = performance.now();
  const { lost, resurrected, ...count } = await countLosses(goal);
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  console.log(JSON.stringify({ ...goal, ...count, lost, resurrected, seconds }));
  if (lost.length + resurrected.length > 0) process.exitCode = 1;
}
