import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';

import { temporaryFolder } from '../support/claimset.ts';
import { giveToUnprivilegedUser, type Owner } from '../support/postgres-files.ts';
import { startCommand } from '../support/process.ts';
import { dockerfile, type Step } from './dockerfile.ts';
import { freePort } from './nginx.ts';

const ROOT = join(import.meta.dirname, '../..');
const TEN_MINUTES_MILLIS = 600_000;
const { build, image, environment, command, healthCheck, user } = dockerfile();

let folder: string;
let app: string;
let owner: Owner;

/** The steps as Docker runs them, but in a folder of a user without rights, who has nothing of ours. */
beforeAll(async () => {
  folder = await temporaryFolder();
  app = join(folder, 'app');
  const from = join(folder, 'build');
  const ignored = readFileSync(join(ROOT, '.dockerignore'), 'utf8').split('\n').filter(Boolean);
  mkdirSync(app);
  cpSync(ROOT, from, { recursive: true, filter: (path) => !ignored.includes(relative(ROOT, path)) });
  owner = await giveToUnprivilegedUser(folder);
  for (const step of build) if (step.keyword === 'RUN') await shell(step.value, from);
  for (const step of image) await runInImage(step, from);
}, TEN_MINUTES_MILLIS);

afterAll(() => rm(folder, { recursive: true, force: true }));

async function runInImage({ keyword, value }: Step, from: string): Promise<void> {
  if (keyword === 'RUN') await shell(value.replace('chown node:node', `chown "$(id -u):$(id -g)"`), app);
  if (keyword !== 'COPY') return;
  const paths = value.replace('--from=build ', '').split(' ');
  const target = paths.pop() ?? '';
  for (const path of paths) {
    const copy = join(app, target, target.endsWith('/') ? basename(path) : '');
    await shell(`cp -R "${path.replace('/build', from)}" "${copy}"`, app);
  }
}

async function shell(line: string, cwd: string): Promise<void> {
  const { PATH = '' } = process.env;
  const env = { PATH, HOME: folder, npm_config_cache: join(folder, 'cache') };
  await promisify(execFile)('sh', ['-c', line], { ...owner, cwd, env, maxBuffer: Infinity });
}

describe('the image', () => {
  it('has what runs, and only the dependencies of production', () => {
    expect(readdirSync(app).sort()).toEqual(['LICENSE', 'data', 'dist', 'node_modules', 'package.json', 'schema']);
    const has = (name: string) => existsSync(join(app, 'node_modules', name));
    expect(['pg', 'supertokens-node', 'libsql'].filter(has)).toHaveLength(3);
    expect(['typescript', 'vitest', 'eslint', 'react', 'vite', 'express'].filter(has)).toEqual([]);
  });

  it('is not root, and starts Node itself as process 1', () => {
    expect(user).toBe('node');
    expect(command).toEqual(['node', 'dist/cli.js', 'start']);
  });

  it('serves, says that it is healthy, and ends when it is told to', async () => {
    const port = await freePort();
    const env = { ...environment, PORT: String(port), HOST: '127.0.0.1', METRICS: 'off' };
    const isHealthy = () => runs(healthCheck, env);
    expect(await isHealthy()).toBe(false);
    const asUser = `process.setgid?.(${owner.gid ?? 'process.getgid()'}); process.setuid?.(${owner.uid ?? 'process.getuid()'});`;
    const server = startCommand(
      process.execPath,
      ['--import', `data:text/javascript,${asUser}`, ...command.slice(1)],
      env,
      app,
    );
    onTestFinished(async () => {
      await server.stop('SIGKILL');
    });
    await server.line(/^GraphQL/);
    expect(await isHealthy()).toBe(true);
    expect(existsSync(join(app, 'data/core.db')) || readdirSync(join(app, 'data')).length > 0).toBe(true);
    expect(await server.stop()).toBe(0);
  });
});

async function runs([, ...args]: readonly string[], env: Readonly<Record<string, string>>): Promise<boolean> {
  const check = startCommand(process.execPath, args, env, app);
  await new Promise((resolve) => check.child.once('close', resolve));
  return check.child.exitCode === 0;
}
