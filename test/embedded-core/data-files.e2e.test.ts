import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import { startChildCore } from './support/child-process.ts';
import { clientOf } from './support/client.ts';
import { startTestCore, temporaryFolder } from './support/core.ts';
import { createSession } from './support/session.ts';

const PAGE_BYTES = 4096;

/** A folder in which a core has kept a session and stopped, and the path of its database. */
async function usedFolder(): Promise<{ dataDir: string; path: string }> {
  const dataDir = await temporaryFolder();
  const core = await startTestCore({ dataDir });
  await createSession(clientOf(core.url));
  await core.close();
  return { dataDir, path: join(dataDir, 'core.sqlite') };
}

describe('a database that is not whole', () => {
  it.each([
    ['has 0 bytes', 0],
    ['lost its end', 3 * PAGE_BYTES],
    ['is half a page', 2000],
  ])('and %s is refused by name with what to do, and left as it is', async (_what, size) => {
    const { dataDir, path } = await usedFolder();
    await writeFile(path, (await readFile(path)).subarray(0, size));
    await expect(startTestCore({ dataDir })).rejects.toThrow(
      new RegExp(`The database ${path} is damaged .*: bring back a copy, or move it away`),
    );
    expect((await stat(path)).size).toBe(size);
  });

  it('but has damaged pages is refused by name with what to do', async () => {
    const { dataDir, path } = await usedFolder();
    const content = await readFile(path);
    await writeFile(path, content.fill(0xa5, PAGE_BYTES, 4 * PAGE_BYTES));
    await expect(startTestCore({ dataDir })).rejects.toThrow(`The database ${path} is damaged`);
  });

  it('but missing beside its log is refused, and nothing is made in its place', async () => {
    const dataDir = await temporaryFolder();
    const path = join(dataDir, 'core.sqlite');
    const { kill, firstLine: url } = await startChildCore(dataDir);
    await createSession(clientOf(url));
    await kill();
    const copy = `${path}.copy`;
    await copyFile(path, copy);
    await rm(path);
    await expect(startTestCore({ dataDir })).rejects.toThrow(`The database ${path} is missing beside ${path}-wal`);
    expect(existsSync(path)).toBe(false);
    await copyFile(copy, path);
    await startTestCore({ dataDir });
  });

  it('but without the log that held its tables is refused', async () => {
    const dataDir = await temporaryFolder();
    const path = join(dataDir, 'core.sqlite');
    // As SQLite leaves a file whose first pages are in its log still.
    execFileSync(process.execPath, [
      '--input-type=module',
      '-e',
      `import Libsql from 'libsql'; const d = new Libsql(${JSON.stringify(path)}); d.pragma('journal_mode = WAL'); d.close();`,
    ]);
    await expect(startTestCore({ dataDir })).rejects.toThrow(/has none of the tables of a core/);
  });
});

it('takes a database from other users that a version before has made for all', async () => {
  const { dataDir, path } = await usedFolder();
  await chmod(path, 0o644);
  await startTestCore({ dataDir });
  const modes = await Promise.all([path, `${path}-wal`].map(async (file) => (await stat(file)).mode & 0o777));
  expect(modes).toEqual([0o600, 0o600]);
});

describe.runIf(process.platform === 'linux' && process.getuid?.() === 0)('a disk that is full', () => {
  async function diskOf(kibibytes: number): Promise<string> {
    const folder = await temporaryFolder();
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kibibytes}k`, 'tmpfs', folder]);
    onTestFinished(() => {
      execFileSync('umount', [folder]);
    });
    await mkdir(join(folder, 'data'));
    return join(folder, 'data');
  }

  it.each([4, 16, 48, 96, 120])(
    'after %i kB of a first start is told, with the file, and once there is room it starts',
    async (size) => {
      const dataDir = await diskOf(size);
      const failure = await startChildCore(dataDir);
      expect(failure.firstLine).toMatch(new RegExp(`^${dataDir}/core\\.(sqlite|json) cannot be written .*make room`));
      expect(failure.firstLine).not.toMatch(/move it away/);
      expect((await readdir(dataDir)).filter((name) => !/^core\.sqlite(-wal|-journal)?$/.test(name))).toEqual([]);
      execFileSync('mount', ['-o', 'remount,size=4m', dirname(dataDir)]);
      await createSession(clientOf((await startTestCore({ dataDir })).url));
    },
  );
});
