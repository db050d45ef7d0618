import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { makeDataDir } from '../../src/embedded-core/data-dir/core-file.ts';
import { openCoreDatabase } from '../../src/embedded-core/store/database/open.ts';
import { makeFolder, openSqlite } from '../../src/ledger/libsql/sqlite.ts';
import { temporaryFolder } from '../support/claimset.ts';

async function aFile(): Promise<string> {
  const file = join(await temporaryFolder(), 'file');
  await writeFile(file, '');
  return file;
}

const missing = async (name: string) => join(await temporaryFolder(), 'gone', name);

describe('a DATA_DIR that cannot be written is named, with what to do', () => {
  it.each([
    ['the ledger makes its folder in place of a file', makeFolder, aFile],
    ['the ledger makes its folder below a file', makeFolder, async () => join(await aFile(), 'data')],
    ['the ledger makes its file where there is no folder', openSqlite, () => missing('ledger.db')],
    ['the core makes its folder in place of a file', makeDataDir, aFile],
    ['the core makes its folder below a file', makeDataDir, async () => join(await aFile(), 'data')],
    ['the core makes its file where there is no folder', openCoreDatabase, () => missing('core.sqlite')],
  ])('when %s', async (_what, open, placed) => {
    const path = await placed();
    const message = new RegExp(`^DATA_DIR: ${path} cannot be written \\(E.*: give it to this user, or set DATA_DIR$`);
    expect(() => {
      open(path);
    }).toThrow(message);
  });
});
