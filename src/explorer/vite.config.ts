import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  // The page is served at `/` and at `/graphql`, its files below this path.
  base: '/explorer/',
  plugins: [react()],
  build: {
    outDir: '../../dist/explorer',
    emptyOutDir: true,
    // Monaco, the editor of GraphiQL, is as large as it is.
    chunkSizeWarningLimit: 5_000,
    // Notes to a compiler, in code that it has already compiled.
    rolldownOptions: { checks: { moduleLevelDirective: false } },
  },
});
