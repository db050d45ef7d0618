import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { startClaimset, temporaryFolder } from '../support/claimset.ts';
import { signUp } from '../support/user.ts';

const CLOCK = new URL('../fixtures/shifted-clock.mjs', import.meta.url).href;
const DAY_MILLIS = 86_400_000;

it('tokens are good again when the clock of the machine has been 8 days ahead, and is right again', async () => {
  const CLOCK_FILE = join(await temporaryFolder(), 'clock');
  const setAhead = (millis: number): Promise<void> => writeFile(CLOCK_FILE, String(millis));
  await setAhead(0);
  const claimset = await startClaimset({ CLOCK_FILE, NODE_OPTIONS: `--import ${CLOCK}` });
  const user = await signUp(claimset.url);
  // Each session is a token of the key that signs at its time.
  const statuses: number[] = [];
  for (const millis of [0, 8 * DAY_MILLIS, 0]) {
    await setAhead(millis);
    const session = await user.signIn();
    statuses.push((await session.send('{ mySession { handle } }')).status);
  }
  await claimset.stop();
  expect(statuses).toEqual([200, 200, 200]);
});
