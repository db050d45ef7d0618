import { fileURLToPath } from 'node:url';

import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

import { precompress } from './build/precompress.ts';
import { withoutFonts } from './build/without-fonts.ts';

export default defineConfig({
  // The page is served at `/` and at `/graphql`, its files below this path.
  base: '/explorer/',
  plugins: [withoutFonts(), react(), precompress()],
  resolve: {
    alias: [
      {
        find: 'monaco-editor/esm/vs/editor/edcore.main.js',
        replacement: fileURLToPath(new URL('./editor/monaco.js', import.meta.url)),
      },
    ],
  },
  // What a worker seldom needs, as what makes operations pretty, stays apart from it.
  worker: { format: 'es' },
  build: {
    outDir: '../../dist/explorer',
    emptyOutDir: true,
    // Monaco, the editor of GraphiQL, is as large as it is.
    chunkSizeWarningLimit: 5_000,
    // Notes to a compiler, in code that it has already compiled; and how long the compression took.
    rolldownOptions: { checks: { moduleLevelDirective: false, bundlerTimings: false } },
  },
});
