import { execFileSync } from 'node:child_process';

/** Builds `dist` once before the end-to-end tests: their child processes run what users run. */
export default function build(): void {
  execFileSync('npm', ['run', 'build:server'], { stdio: ['ignore', 'ignore', 'inherit'] });
}
