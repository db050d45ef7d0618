import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';

import { expect, it, onTestFinished } from 'vitest';

import { LedgerThread } from '../../src/ledger/libsql/thread.ts';

it('does in order what more turns of the event loop ask for than messages may be under way', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'claimset-'));
  const thread = await LedgerThread.open(join(folder, 'ledger.db'));
  onTestFinished(async () => {
    await thread.close();
    await rm(folder, { recursive: true });
  });
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
