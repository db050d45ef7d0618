import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';

import { installExample, npm, packClaimset, runScript } from './support/examples.ts';
import type { TestProcess } from './support/process.ts';
import { signUp } from './support/user.ts';

const TWO_MINUTES = 120_000;

let tarball: string;

beforeAll(async () => {
  tarball = await packClaimset();
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

const install = (name: string): Promise<string> => installExample(name, tarball);

/** The example's Claimset server, with the API key that the example makes where it needs one. */
async function serve(folder: string): Promise<string> {
  const isKeyed = !folder.endsWith('vite-react');
  if (isKeyed) await promisify(execFile)(process.execPath, ['keys.js'], { cwd: folder });
  const [, url = ''] = await run(folder, 'server').line(/^Claimset\s+(http:\S+)$/);
  return url;
}

/** Runs a script of the example until the test is over. */
function run(folder: string, script: string, env: Readonly<Record<string, string>> = {}): TestProcess {
  const running = runScript(folder, script, env);
  onTestFinished(async () => {
    await running.stop();
  });
  return running;
}

async function postJson(url: string, body: object, headers: Readonly<Record<string, string>> = {}) {
  const init = { method: 'POST', headers: { 'content-type': 'application/json', ...headers } };
  const response = await fetch(url, { ...init, body: JSON.stringify(body) });
  return { status: response.status, body: await response.json() };
}
