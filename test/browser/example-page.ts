import { join } from 'node:path';

import { build, preview } from 'vite';

import { temporaryFolder } from '../support/claimset.ts';

const ROOT = join(import.meta.dirname, '../..');

/** Builds the page of examples/vite-react for an API, and serves it. */
export async function serveExample(port: number, apiUrl: string): Promise<{ stop(): Promise<void> }> {
  const outDir = await temporaryFolder();
  const root = join(ROOT, 'examples/vite-react');
  await build({
    root,
    logLevel: 'error',
    resolve: { alias: { 'claimset/client': join(ROOT, 'dist/client/index.js') } },
    define: { 'import.meta.env.VITE_CLAIMSET_URL': JSON.stringify(apiUrl) },
    build: { outDir, emptyOutDir: true },
  });
  const server = await preview({ root, logLevel: 'warn', build: { outDir }, preview: { port, strictPort: true } });
  return { stop: () => server.close() };
}
