import { execFile } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';

import { temporaryFolder } from './support/claimset.ts';
import { startCommand, type TestProcess } from './support/process.ts';
import { signUp } from './support/user.ts';

const ROOT = resolve(import.meta.dirname, '..');
const MADE_BY_HAND =
  /\/(node_modules|dist|data|\.next|\.env|fastify\/claimset\.env|next\/claimset\.env|package-lock\.json)$/;
const TWO_MINUTES = 120_000;
const manifest = z.object({ scripts: z.record(z.string(), z.string()) });
const packed = z.tuple([z.object({ filename: z.string() })]);

let tarball: string;

beforeAll(async () => {
  const folder = await temporaryFolder();
  const options = ['--ignore-scripts', '--json', '--pack-destination', folder];
  const [{ filename }] = packed.parse(JSON.parse(await npm(ROOT, 'pack', ...options)));
  tarball = join(folder, filename);
});

describe.each(['express', 'nest'])('examples/%s', (name) => {
  it(
    'keeps both of two claims that are merged from one token',
    async () => {
      const folder = await install(name);
      if (name === 'nest') await npm(folder, 'test');
      if (name === 'nest') await npm(folder, 'run', 'build');
      const [, CORE_URI = ''] = await run(folder, 'core').line(/^Session core\s+(\S+)$/);
      const [, url = ''] = await run(folder, 'app', { CORE_URI }).line(/^Application (\S+)$/);
      const { session } = await signUp(url);
      const merge = async (claims: object): Promise<unknown> =>
        (await postJson(`${url}/claims`, claims, { authorization: `Bearer ${session.accessToken}` })).body;
      expect(await merge({ first: 1 })).toMatchObject({ first: 1 });
      expect(await merge({ second: 2 })).toMatchObject({ first: 1, second: 2 });
    },
    TWO_MINUTES,
  );
});

it(
  'examples/fastify gives the plan that was paid for to the sessions of a user',
  async () => {
    const folder = await install('fastify');
    const url = await serve(folder);
    const { email, session } = await signUp(url);
    const [, app = ''] = await run(folder, 'app', { CLAIMSET_URL: url }).line(/^Application (\S+)$/);
    const pay = (body: object) => postJson(`${app}/payments`, body);
    expect(await pay({ email, plan: 'PRO' })).toEqual({ status: 200, body: ['UPDATED'] });
    await session.refresh();
    expect(session.token).toMatchObject({ 'https://example.com/plan': 'PRO' });
    expect(await pay({ email: 'nobody@example.com', plan: 'PRO' })).toMatchObject({ status: 422 });
  },
  TWO_MINUTES,
);

it(
  'examples/next shows a user with their sessions',
  async () => {
    const folder = await install('next');
    const url = await serve(folder);
    const { email } = await signUp(url);
    const app = run(folder, 'app', { CLAIMSET_URL: url, NEXT_TELEMETRY_DISABLED: '1' });
    const [, page = ''] = await app.line(/Local:\s+(http:\S+)/);
    const html = await (await fetch(`${page}/?email=${encodeURIComponent(email)}`)).text();
    expect(html.replaceAll('<!-- -->', '')).toContain('1 sessions');
    expect(await (await fetch(`${page}/?email=nobody@example.com`)).text()).toContain('There is no such user');
  },
  TWO_MINUTES,
);

it(
  'examples/vite-react builds, and its server answers its page alone',
  async () => {
    const folder = await install('vite-react');
    expect(await npm(folder, 'run', 'build')).toContain('built in');
    const url = await serve(folder);
    const allowedFor = async (origin: string): Promise<string | null> => {
      const headers = { origin, 'access-control-request-method': 'POST' };
      return (await fetch(`${url}/graphql`, { method: 'OPTIONS', headers })).headers.get('access-control-allow-origin');
    };
    expect(await allowedFor('http://localhost:5173')).toBe('http://localhost:5173');
    expect(await allowedFor('http://localhost:5174')).not.toBe('http://localhost:5174');
  },
  TWO_MINUTES,
);

/** A copy of an example, installed as its README says, with the package in place of the checkout. */
async function install(name: string): Promise<string> {
  const folder = join(await temporaryFolder(), name);
  cpSync(join(ROOT, 'examples', name), folder, { recursive: true, filter: (path) => !MADE_BY_HAND.test(path) });
  await npm(folder, 'install', '--prefer-offline', '--no-audit', '--no-fund', tarball);
  return folder;
}

/** The example's Claimset server, with the API key that the example makes where it needs one. */
async function serve(folder: string): Promise<string> {
  const isKeyed = !folder.endsWith('vite-react');
  if (isKeyed) await promisify(execFile)(process.execPath, ['keys.js'], { cwd: folder });
  const [, url = ''] = await run(folder, 'server').line(/^Claimset\s+(http:\S+)$/);
  return url;
}

/** Runs a script of the example on a free port, as npm would, but without npm, which passes no signal on. */
function run(folder: string, script: string, env: Readonly<Record<string, string>> = {}): TestProcess {
  const { scripts } = manifest.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
  const PATH = `${join(folder, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}`;
  const running = startCommand('sh', ['-c', `exec ${scripts[script] ?? ''}`], { PORT: '0', ...env, PATH }, folder);
  onTestFinished(async () => {
    await running.stop();
  });
  return running;
}

async function npm(cwd: string, ...args: readonly string[]): Promise<string> {
  return (await promisify(execFile)('npm', args, { cwd, maxBuffer: 2 ** 26 })).stdout;
}

async function postJson(url: string, body: object, headers: Readonly<Record<string, string>> = {}) {
  const init = { method: 'POST', headers: { 'content-type': 'application/json', ...headers } };
  const response = await fetch(url, { ...init, body: JSON.stringify(body) });
  return { status: response.status, body: await response.json() };
}
