import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** What each script builds from, and the file that it writes last. The page takes longest, and changes seldom. */
const BUILDS = {
  'build:server': { from: ['src', 'schema'], last: 'dist/cli.js' },
  'build:commonjs': { from: ['src'], last: 'dist/commonjs/supertokens/index.d.ts' },
  'build:explorer': { from: ['src/explorer'], last: 'dist/explorer/index.html' },
};

/** Builds what is not of today in `dist` before the end-to-end tests: their child processes run what users run. */
export default function build(): void {
  // Who has built what they need says so: what is proved needs no page, and waits for none.
  if (process.env['TESTS_BUILD'] === 'off') return;
  for (const [script, { from, last }] of Object.entries(BUILDS)) {
    if (lastChangeMillis('package-lock.json', ...from) > lastChangeMillis(last)) run(script);
  }
}

function run(script: string): void {
  // Vitest says `test`, and libraries for pages would be built for their developers.
  const env = { ...process.env, NODE_ENV: 'production' };
  execFileSync('npm', ['run', script], { cwd: ROOT, env, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** When one of these files, or of the files in these folders, was last written; 0 where there is none. */
function lastChangeMillis(...paths: readonly string[]): number {
  const times = paths.map((path) => {
    const stats = statSync(join(ROOT, path), { throwIfNoEntry: false });
    if (stats === undefined) return 0;
    if (!stats.isDirectory()) return stats.mtimeMs;
    return lastChangeMillis(...readdirSync(join(ROOT, path)).map((name) => join(path, name)));
  });
  return Math.max(0, ...times);
}
