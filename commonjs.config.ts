import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { defineConfig } from 'vite';

import manifest from './package.json' with { type: 'json' };

/** Packages that are ES modules only: CommonJS tools such as Jest 29 cannot load them, so they become part of the files. */
const ES_MODULES_ONLY = ['jose', 'p-limit'];
const kept = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }).filter(
  (name) => !ES_MODULES_ONLY.includes(name),
);
const outDir = join(import.meta.dirname, 'dist/commonjs');

/** What `package.json` exports to `require`, by the source that it is made of: `client/index` of `src/client/index.ts`. */
const entries = Object.values(manifest.exports)
  .filter((target) => typeof target === 'object')
  .map(({ require }) => require.default.replace('./dist/commonjs/', '').replace(/\.js$/, ''));

/** The exports once more as CommonJS, each in a file or a few. Their declarations are those of the ES modules. */
export default defineConfig({
  publicDir: false,
  // What stays outside is said below.
  ssr: { noExternal: true },
  build: {
    outDir,
    target: 'node20',
    ssr: true,
    minify: false,
    // Of the packages that become part of the files.
    license: { fileName: 'LICENSES.md' },
    rolldownOptions: {
      input: {
        ...Object.fromEntries(entries.map((entry) => [entry, join(import.meta.dirname, 'src', `${entry}.ts`)])),
        // The thread of the ledger's file, which stands beside the file that starts it.
        'supertokens/ledger-worker': join(import.meta.dirname, 'src/ledger/libsql/ledger-worker.ts'),
      },
      external: (id) => kept.some((name) => id === name || id.startsWith(`${name}/`)) || id.startsWith('node:'),
      output: { format: 'cjs', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name].js' },
    },
  },
  plugins: [
    {
      name: 'commonjs-package',
      writeBundle: () => {
        writeFileSync(join(outDir, 'package.json'), '{ "type": "commonjs" }\n');
      },
    },
  ],
});
