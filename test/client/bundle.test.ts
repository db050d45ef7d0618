import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { build } from 'vite';
import { expect, it } from 'vitest';

const ENTRY = join(import.meta.dirname, '../../src/client/index.ts');

it('all of the client is less than 20 KB in a bundle, compressed, and needs nothing that only Node has', async () => {
  const modules = await bundle(ENTRY);
  const code = modules.map((one) => one.code).join('\n');
  expect(code).toContain('updateUserClaims');
  expect(code).not.toMatch(/\brequire\(|\bprocess\.(?!env\.NODE_ENV)|node:|__vite-browser-external/);
  expect(gzipSync(code).byteLength).toBeLessThan(20_000);
});

/** What a bundler makes of a module and of all that it imports, for browsers. */
async function bundle(entry: string): Promise<readonly { readonly code: string }[]> {
  const bundled = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, rolldownOptions: { input: entry, preserveEntrySignatures: 'strict' } },
  });
  if (!('output' in bundled)) throw new TypeError('one bundle was expected');
  return bundled.output.flatMap((one) => (one.type === 'chunk' ? [{ code: one.code }] : []));
}
