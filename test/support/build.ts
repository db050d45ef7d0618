import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** Builds `dist` once before the end-to-end tests: their child processes run what users run. */
export default function build(): void {
  // Whoever runs tests again and again has built what they run.
  if (process.env['SKIP_BUILD'] === '1') return;
  run('build:server');
  run('build:commonjs');
  // It takes longer than all the rest, and changes seldom.
  if (lastChangeMillis('package-lock.json', 'src/explorer') > lastChangeMillis('dist/explorer/index.html')) {
    run('build:explorer');
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
