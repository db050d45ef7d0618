import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, it } from 'vitest';

import { fileLedger } from '../../src/ledger/libsql/ledger.ts';
import { ledgerContract } from './contract.ts';
import { Session } from './session.ts';

const folder = mkdtempSync(join(tmpdir(), 'claimset-ledger-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('a ledger in a file', () => {
  it('belongs to one process, and says which file that is', async () => {
    const dataDir = join(folder, 'one');
    const ledger = await fileLedger({ dataDir });
    await expect(fileLedger({ dataDir })).rejects.toThrow(/ledger\.db is in use by another process/);
    await ledger.close();
    await expect(ledger.check()).rejects.toMatchObject({ code: 'LEDGER_UNAVAILABLE', outcome: 'NOT_APPLIED' });
  });

  it('has everything again after a start, and looks at once at what was left open', async () => {
    const dataDir = join(folder, 'again');
    const before = await fileLedger({ dataDir });
    const session = new Session(before);
    await session.apply({ a: 1 });
    const { position } = await before.events({ sinceMillis: 0 }, 10);
    await before.intend([await session.draft({ a: 2 })]);
    expect(await before.takeDue(10)).toEqual([]);
    await before.close();
    const after = await fileLedger({ dataDir });
    expect(await after.takeDue(10)).toEqual([session.stream]);
    expect((await after.read([session.stream])).get(session.stream)?.head?.payload).toEqual({ base: 0, a: 2 });
    expect(await after.events(position, 10)).toMatchObject({ events: [], isGap: false });
    await after.close();
  });

  it('keeps its folder for its owner', async () => {
    const dataDir = join(folder, 'mine');
    const ledger = await fileLedger({ dataDir });
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    await ledger.close();
  });
});

ledgerContract('a file', () => fileLedger({ dataDir: join(folder, 'contract') }));
