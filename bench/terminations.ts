/**
 * The long run of `test/lossless/terminations.ts`: at least 500 ended transactions and 3,000 acknowledged changes, first
 * with a core that answers at once, then with one that takes 300 ms for each write. `node --import ./test/support/typescript.mjs bench/terminations.ts`,
 * after `npm run build`; ends with 1 where anything was lost or came back.
 */
import { countLosses } from '../test/lossless/terminations.ts';

for (const writeMillis of [0, 300]) {
  const startedAt = performance.now();
  const goal = { terminations: 500, acknowledged: 3_000, writeMillis, sessions: 20 };
  const { lost, resurrected, ...count } = await countLosses(goal);
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  console.log(JSON.stringify({ writeMillis, ...count, lost, resurrected, seconds }));
  if (lost.length + resurrected.length > 0) process.exitCode = 1;
}
