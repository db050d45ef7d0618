import { expect, it } from 'vitest';

import { nemesisEmbedded, nemesisOnPostgres } from '../../proof/nemesis/nemesis.ts';

const NOTHING = { lost: 0, resurrected: 0, unrecorded: 0, leftOpen: 0 };
const GOAL = { seconds: 12, operations: 60 };
const TIMEOUT = { timeout: 240_000 };

it('a server with everything in itself that is killed again and again loses nothing', TIMEOUT, async () => {
  const { counts, examples } = await nemesisEmbedded(GOAL, 1);
  expect(counts, examples.join('\n\n')).toMatchObject(NOTHING);
  expect(counts.acknowledged).toBeGreaterThan(20);
  expect(counts.faults).toBeGreaterThan(0);
});

it('nor do two servers and an application, while processes, PostgreSQL and the core come and go', TIMEOUT, async () => {
  const { counts, examples } = await nemesisOnPostgres(GOAL, 1);
  expect(counts, examples.join('\n\n')).toMatchObject(NOTHING);
  expect(counts.acknowledged).toBeGreaterThan(20);
  expect(counts.faults).toBeGreaterThan(0);
});

it('an application with the plain SDK among them is found out', TIMEOUT, async () => {
  const { counts, examples } = await nemesisOnPostgres({ ...GOAL, settledWithinSeconds: 5 }, 1, { plugins: 'none' });
  expect(counts.lost + counts.resurrected).toBeGreaterThan(0);
  expect(examples.join('\n')).toContain('found at the end');
});
