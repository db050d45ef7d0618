import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

import { temporaryFolder } from '../support/claimset.ts';

const ROOT = join(import.meta.dirname, '../..');

/** The commit before this one; null in a copy without history. */
export function previousCommit(): string | null {
  const found = spawnSync('git', ['rev-parse', '--verify', '--quiet', 'HEAD~1'], { cwd: ROOT, encoding: 'utf8' });
  return found.status === 0 ? found.stdout.trim() : null;
}

/** Builds the server of a commit, with the dependencies of this one, and answers where its `cli.js` is. */
export async function buildServerOf(commit: string): Promise<string> {
  const folder = await temporaryFolder();
  const archive = execFileSync('git', ['archive', commit], { cwd: ROOT, maxBuffer: 512 * 1024 * 1024 });
  execFileSync('tar', ['-x'], { cwd: folder, input: archive });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  execFileSync('npm', ['run', 'build:server'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  // The page is none of what is compared, and takes long to build.
  cpSync(join(ROOT, 'dist/explorer'), join(folder, 'dist/explorer'), { recursive: true });
  return join(folder, 'dist/cli.js');
}
