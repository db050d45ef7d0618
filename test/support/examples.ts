import { execFile } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

import { z } from 'zod';

import { temporaryFolder } from './claimset.ts';
import { startCommand, type TestProcess } from './process.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const MADE_BY_HAND =
  /\/(node_modules|dist|data|\.next|\.env|(fastify|guarded|next)\/claimset\.env|package-lock\.json)$/;
const manifest = z.object({ scripts: z.record(z.string(), z.string()) });
const packed = z.tuple([z.object({ filename: z.string() })]);

/** The package, as somebody would install it. */
export async function packClaimset(): Promise<string> {
  const folder = await temporaryFolder();
  const options = ['--ignore-scripts', '--json', '--pack-destination', folder];
  const [{ filename }] = packed.parse(JSON.parse(await npm(ROOT, 'pack', ...options)));
  return join(folder, filename);
}

/** A copy of an example, installed as its README says, with the package in place of the checkout. */
export async function installExample(name: string, tarball: string): Promise<string> {
  const folder = join(await temporaryFolder(), name);
  cpSync(join(ROOT, 'examples', name), folder, { recursive: true, filter: (path) => !MADE_BY_HAND.test(path) });
  await npm(folder, 'install', '--prefer-offline', '--no-audit', '--no-fund', tarball);
  return folder;
}

/** Runs a script of an example on a free port, as npm would, but without npm, which passes no signal on. */
export function runScript(
  folder: string,
  script: string,
  env: Readonly<Record<string, string>> = {},
  args = '',
): TestProcess {
  const { scripts } = manifest.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
  const PATH = `${join(folder, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}`;
  return startCommand('sh', ['-c', `exec ${scripts[script] ?? ''} ${args}`], { PORT: '0', ...env, PATH }, folder);
}

/** What npm prints. */
export async function npm(cwd: string, ...args: readonly string[]): Promise<string> {
  return (await promisify(execFile)('npm', args, { cwd, maxBuffer: 2 ** 26 })).stdout;
}
