import { defineConfig } from 'vitest/config';

// Under vitest `graphql` would be loaded twice, once as ESM and once as CommonJS.
const alias = [{ find: /^graphql$/, replacement: 'graphql/index.js' }];
// One process per file: SuperTokens is a singleton.
const pool = { pool: 'forks' as const, isolate: true, maxWorkers: 2 };
// Worker threads of the embedded core inherit `--import`. It costs each process 0.6 s: unit tests start no such thread.
const execArgv = ['--import', new URL('./test/support/typescript.mjs', import.meta.url).href];
const endToEnd = {
  ...pool,
  execArgv,
  globalSetup: ['test/support/build.ts'],
  testTimeout: 60_000,
  hookTimeout: 60_000,
};

const resultsFile = process.env['VITEST_RESULTS_FILE'];

export default defineConfig({
  resolve: { alias },
  test: {
    globalSetup: ['test/support/temporary-folder.ts'],
    // `.ci/run` reads the counts from this file.
    reporters: resultsFile === undefined ? ['default'] : ['default', ['json', { outputFile: resultsFile }]],
    projects: [
      {
        resolve: { alias },
        test: {
          ...pool,
          // They start no SuperTokens and leave nothing behind; loading everything anew for each takes twice the time.
          isolate: false,
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.e2e.test.ts'],
          sequence: { groupOrder: 0 },
        },
      },
      {
        resolve: { alias },
        test: {
          ...endToEnd,
          name: 'e2e',
          include: ['test/**/*.e2e.test.ts'],
          exclude: ['test/**/*.alone.e2e.test.ts'],
          sequence: { groupOrder: 1 },
        },
      },
      {
        resolve: { alias },
        test: {
          ...endToEnd,
          // They measure time, or load the machine: nothing else may run beside them.
          maxWorkers: 1,
          name: 'alone',
          include: ['test/**/*.alone.e2e.test.ts'],
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
