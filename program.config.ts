import { chmodSync, rmSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';

import { defineConfig } from 'vite';

const ROOT = import.meta.dirname;
const OUT_DIR = join(ROOT, 'dist');

/** What stays a package of its own, since it has machine code. */
const PACKAGES = ['libsql', '@node-rs/argon2', 'pg-native'];
const isPackage = (id: string): boolean => PACKAGES.some((name) => id === name || id.startsWith(`${name}/`));

/** What a package finds in place of a module: outside `node_modules` Node warns of those of its parts that are deprecated. */
const IN_PLACE = [
  // For where there is no `fetch`; brings `punycode`, and tables for the names of hosts.
  { importer: '/supertokens-node/', source: 'cross-fetch', code: 'export default fetch;' },
  {
    importer: '/@as-integrations/express5/',
    source: 'url',
    code: 'export const parse = (address) => ({ search: /^[^?#]*(\\?[^#]*)?/.exec(address)[1] });',
  },
];
const inPlace = (source: string, importer = ''): number =>
  IN_PLACE.findIndex((place) => place.source === source && importer.includes(place.importer));

/**
 * The program `claimset` in a few files: of some 900 small ones, finding and reading takes most of a start.
 * All but `cli.js` lies in `dist/program`, two folders below the package's own files, as their readers do in `src`.
 */
export default defineConfig({
  publicDir: false,
  // Else a file of it that is named would come as CommonJS, and `graphql` would be loaded twice.
  resolve: { alias: [{ find: /^graphql\/(.*)\.js$/, replacement: 'graphql/$1.mjs' }] },
  ssr: { noExternal: true },
  build: {
    outDir: OUT_DIR,
    emptyOutDir: false,
    target: 'node20',
    ssr: true,
    minify: false,
    license: { fileName: 'program/LICENSES.md' },
    rolldownOptions: {
      input: {
        cli: join(ROOT, 'src/cli.ts'),
        // Threads: each stands beside the file that starts it.
        'program/core-worker': join(ROOT, 'src/embedded-core/core-thread/core-worker.ts'),
        'program/store-worker': join(ROOT, 'src/embedded-core/store/thread/store-worker.ts'),
        'program/ledger-worker': join(ROOT, 'src/ledger/libsql/ledger-worker.ts'),
      },
      external: (id, importer) => isPackage(id) || (isBuiltin(id) && inPlace(id, importer) === -1),
      output: {
        format: 'es',
        entryFileNames: '[name].js',
        chunkFileNames: 'program/[name]-[hash].js',
        comments: false,
      },
    },
  },
  plugins: [
    {
      name: 'in-place',
      enforce: 'pre',
      resolveId: (source, importer) => {
        const at = inPlace(source, importer);
        return at === -1 ? null : `\0in-place:${at}`;
      },
      load: (id) => IN_PLACE[Number(/^\0in-place:(\d+)$/.exec(id)?.[1])]?.code ?? null,
    },
    {
      name: 'program',
      buildStart: () => {
        rmSync(join(OUT_DIR, 'program'), { recursive: true, force: true });
      },
      // A file with a single letter beyond Latin-1 takes twice the memory, for as long as the process lives.
      generateBundle: (_options, bundle) => {
        for (const file of Object.values(bundle))
          if (file.type === 'chunk') file.code = file.code.replaceAll(/[^\0-\x7f]/g, escaped);
      },
      writeBundle: () => {
        chmodSync(join(OUT_DIR, 'cli.js'), 0o755);
      },
    },
  ],
});

function escaped(letter: string): string {
  return `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
