import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';

import { startCommand } from '../support/process.ts';

const ROOT = join(import.meta.dirname, '../..');

/** A folder with this package's `npm start`, whose build is done already: a second one would be in other tests' way. */
async function folderWithStart(): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  const { scripts } = z.object({ scripts: z.looseObject({ start: z.string() }) }).parse(manifest);
  const builds = Object.keys(scripts).filter((name) => name.startsWith('build'));
  const done = Object.fromEntries(builds.map((name) => [name, 'true']));
  const folder = await mkdtemp(join(tmpdir(), 'claimset-start-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  await symlink(join(ROOT, 'dist'), join(folder, 'dist'));
  await writeFile(join(folder, 'package.json'), JSON.stringify({ scripts: { ...done, start: scripts.start } }));
  return folder;
}

it('npm start leaves no server behind when it is told to stop', async () => {
  const npm = startCommand('npm', ['start'], { PORT: '0', LOG_LEVEL: 'info' }, await folderWithStart());
  const [, url = ''] = await npm.line(/^GraphQL\s+(http:\S+)\/graphql$/);
  const stopped = npm.line(/"msg":"shutting down"/);
  // Whoever still holds npm's output is a process that it left behind: then this never resolves.
  await npm.stop('SIGTERM');
  await stopped;
  await expect(fetch(`${url}/health/live`)).rejects.toThrow('fetch failed');
});
