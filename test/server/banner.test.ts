import { resolve } from 'node:path';

import { expect, it } from 'vitest';

import { parseConfig } from '../../src/config/config.ts';
import { bannerOf } from '../../src/server/banner.ts';

it('the banner names files from the root of the disk, for who reads it elsewhere', () => {
  const config = parseConfig({ DATA_DIR: './some/data' });
  const lines = bannerOf(config, { url: 'http://localhost:4000', port: 4000, parts: { core: 'ok' } });
  expect(lines).toContain(`Ledger         in ${resolve('some/data/ledger.db')}`);
  expect(lines).toContain(`Session core   embedded, in ${resolve('some/data')}: for development and small use`);
});

it('the banner says of a part that does not work what to do', () => {
  const lines = bannerOf(parseConfig({}), {
    url: 'http://localhost',
    port: 4000,
    parts: { core: 'ok', locks: 'failing' },
  });
  expect(lines.filter((line) => line.startsWith('NOT READY'))).toEqual([
    expect.stringMatching(/^NOT READY +locks: .+/),
  ]);
});
