import { chmodSync, closeSync, cpSync, mkdirSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import Libsql from 'libsql';
import { afterAll, describe, expect, it } from 'vitest';

import { fileLedger } from '../../src/ledger/libsql/ledger.ts';
import { openEntriesInFile } from '../../src/ledger/libsql/look.ts';
import { LedgerThread } from '../../src/ledger/libsql/thread.ts';
import { ledgerContract } from './contract.ts';
import { quietContract } from './quiet-contract.ts';
import { Session } from './session.ts';
import { expectClosed, withdrawAsBefore } from './withdrawn-values.ts';

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

  it('tells a reader of a gap where the power failed after it had read what was not on the disk yet', async () => {
    const dataDir = join(folder, 'power');
    const before = await fileLedger({ dataDir });
    const session = new Session(before);
    await before.intend([await session.draft({ a: 1 })]);
    cpSync(dataDir, join(folder, 'on-the-disk'), { recursive: true });
    await before.applied([{ stream: session.stream, seq: 1, isAnswered: true }]);
    const { position, events } = await before.events({ sinceMillis: 0 }, 10);
    expect(events).toHaveLength(1);
    await before.close();
    const after = await fileLedger({ dataDir: join(folder, 'on-the-disk') });
    const other = await new Session(after).apply({ b: 2 });
    const next = await after.events(position, 10);
    expect(next).toMatchObject({ isGap: true, events: [{ entry: { stream: other.stream } }] });
    await after.close();
  });

  it('does what may wait before what is asked for next, by itself, and when it is closed', async () => {
    const dataDir = join(folder, 'waits');
    const ledger = await fileLedger({ dataDir });
    const session = new Session(ledger);
    const open = async () => (await ledger.open()).count;
    const landed = async (a: number) => {
      const intent = await session.draft({ a });
      await ledger.intend([intent]);
      session.stored = intent.payload ?? {};
      return { stream: session.stream, seq: intent.head.seq, isAnswered: true, mayWait: true } as const;
    };
    expect(await ledger.applied([await landed(1)])).toEqual(['MARKED']);
    const marking = ledger.applied([await landed(2)]);
    expect([await open(), await marking]).toEqual([0, ['MARKED']]);
    const last = ledger.applied([await landed(3)]);
    await ledger.close();
    expect(await last).toEqual(['MARKED']);
    const after = await fileLedger({ dataDir });
    expect((await after.open()).count).toBe(0);
    await after.close();
  });

  /** A ledger that was closed, and lost the first page of the heads; `spareBytes` make it larger. */
  async function damagedLedger(name: string, spareBytes = 0): Promise<string> {
    const dataDir = join(folder, name);
    mkdirSync(dataDir);
    const thread = await LedgerThread.open(join(dataDir, 'ledger.db'));
    await thread.call('run', { sql: `CREATE TABLE spare AS SELECT zeroblob(${spareBytes}) AS bytes`, values: [] });
    const sql = `SELECT rootpage FROM sqlite_schema WHERE name = 'heads'`;
    const [row] = await thread.call('query', { sql, values: [] });
    await thread.close();
    const file = openSync(join(dataDir, 'ledger.db'), 'r+');
    writeSync(file, Buffer.alloc(4096, 0xa5), 0, 4096, (Number(row?.[0]) - 1) * 4096);
    closeSync(file);
    return dataDir;
  }

  it('that is damaged is refused by name with what to do, and the doctor sees it', async () => {
    const dataDir = await damagedLedger('damaged');
    const path = join(dataDir, 'ledger.db');
    expect(openEntriesInFile(path)).toMatchObject({ kind: 'UNREADABLE' });
    await expect(fileLedger({ dataDir })).rejects.toThrow(
      new RegExp(`^The ledger ${path} is damaged .*: bring back a copy, or move it away to start anew$`),
    );
  });

  it('that is too large to be read at each start is found damaged by who needs what is, and fails its check then', async () => {
    const ledger = await fileLedger({ dataDir: await damagedLedger('damaged-large', 2 ** 21) });
    await ledger.check();
    await expect(ledger.read(['session:a'])).rejects.toMatchObject({ code: 'LEDGER_UNAVAILABLE' });
    await expect(ledger.check()).rejects.toMatchObject({ code: 'LEDGER_UNAVAILABLE' });
    await ledger.close();
  });

  it('closes the withdrawn entries that versions before had left with the values of claims that are not to be kept', async () => {
    const dataDir = join(folder, 'withdrawn');
    const before = await fileLedger({ dataDir });
    const { ids, sql } = await withdrawAsBefore(before, 'entries');
    await before.close();
    const file = new Libsql(join(dataDir, 'ledger.db'));
    file.exec(`${sql} PRAGMA user_version = 3;`);
    file.close();
    const after = await fileLedger({ dataDir });
    await expectClosed(after, ids);
    await after.close();
  });

  it('keeps its folder for its owner', async () => {
    const dataDir = join(folder, 'mine');
    const ledger = await fileLedger({ dataDir });
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    await ledger.close();
  });

  const modesIn = (dataDir: string) =>
    ['ledger.db', 'ledger.db-wal'].map((name) => statSync(join(dataDir, name)).mode & 0o777);

  it('can be read by no other user, in a folder that others may look into', async () => {
    const dataDir = join(folder, 'open-to-others');
    mkdirSync(dataDir, { mode: 0o755 });
    const ledger = await fileLedger({ dataDir });
    expect(modesIn(dataDir)).toEqual([0o600, 0o600]);
    await ledger.close();
  });

  it('is taken from other users where a version before has made it for all, and left its log', async () => {
    const [dataDir, killed] = [join(folder, 'for-all'), join(folder, 'for-all-killed')];
    const before = await fileLedger({ dataDir });
    const session = await new Session(before).apply({ a: 1 });
    cpSync(dataDir, killed, { recursive: true });
    await before.close();
    for (const name of ['ledger.db', 'ledger.db-wal']) chmodSync(join(killed, name), 0o644);
    const after = await fileLedger({ dataDir: killed });
    expect(modesIn(killed)).toEqual([0o600, 0o600]);
    expect((await after.read([session.stream])).get(session.stream)?.head?.payload).toEqual({ base: 0, a: 1 });
    await after.close();
  });
});

describe('sessions that nobody writes to, in a file', () => {
  const dataDir = join(folder, 'quiet');
  quietContract(
    () => fileLedger({ dataDir }),
    async (ledger) => {
      await ledger.close();
      const file = new Libsql(join(dataDir, 'ledger.db'));
      file.exec('UPDATE entries SET at_millis = at_millis - 129600000, sweep_at_millis = sweep_at_millis - 129600000');
      file.close();
      return fileLedger({ dataDir });
    },
  );
});

ledgerContract('a file', () => fileLedger({ dataDir: join(folder, 'contract') }));
