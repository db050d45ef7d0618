import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';

import { expect, it, onTestFinished } from 'vitest';

import { LedgerThread } from '../../src/ledger/libsql/thread.ts';
import { temporaryFolder } from '../support/claimset.ts';

it('does in order what more turns of the event loop ask for than messages may be under way', async () => {
  const thread = await LedgerThread.open(join(await temporaryFolder(), 'ledger.db'));
  onTestFinished(() => thread.close());
  const answered: number[] = [];
  const asked = Array.from({ length: 200 }, (_, index) => index);
  const answers: Promise<unknown>[] = [];
  for (const index of asked) {
    const call = { sql: 'UPDATE positions SET last = last + 1', values: [] };
    answers.push(thread.call('run', call, { mayWait: index % 7 === 0 }).then(() => answered.push(index)));
    await turn();
  }
  await Promise.all(answers);
  expect(answered).toEqual(asked);
  const [row] = await thread.call('query', { sql: 'SELECT last FROM positions', values: [] });
  expect(row).toEqual([200]);
});
