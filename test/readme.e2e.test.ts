import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type Claimset, runCli, startClaimset, temporaryFolder } from './support/claimset.ts';
import { startTestCore } from './support/embedded-core.ts';
import { startNode } from './support/process.ts';
import { codeBlocks } from './support/readme.ts';

const ROOT = resolve(import.meta.dirname, '..');

it('the demonstration prints what docs/faults.md shows, and ends by itself', async () => {
  const { PATH, HOME } = process.env;
  const { stdout } = await promisify(execFile)('npm', ['run', '--silent', 'demo'], { cwd: ROOT, env: { PATH, HOME } });
  expect(stdout).toBe(codeBlocks('Seen in ten seconds', 'text', 'docs/faults.md')[0]);
});

describe('the first mutation', () => {
  const blocks = codeBlocks('The first mutation', 'sh');
  const withKey = blocks.at(-1) ?? '';
  let claimset: Claimset;
  let cwd: string;

  beforeAll(async () => {
    cwd = await temporaryFolder();
    claimset = await startClaimset();
  });

  afterAll(() => claimset.stop());

  async function runInShell(...lines: readonly string[]): Promise<string> {
    const script = lines
      .join('\necho\n')
      .replaceAll('http://localhost:4000', claimset.url)
      .replaceAll('npx claimset', `${process.execPath} ${join(ROOT, 'dist/cli.js')}`);
    const env = { PATH: process.env['PATH'], DATA_DIR: claimset.dataDir };
    return (await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], { cwd, env })).stdout;
  }

  it('goes as the README says, line by line, and once more by whoever has signed up already', async () => {
    const [expected = ''] = codeBlocks('The first mutation', 'json');
    for (const asked of ['for the first time', 'again']) {
      const stdout = await runInShell(`echo ${asked}`, ...blocks.slice(0, -1));
      for (const line of expected.trim().split('\n')) expect(stdout).toContain(line);
      expect(stdout).toMatch(/"sessions":\[(\{"handle":"[^"]+","status":"U\w+"\},?)+\],"standing":\{"status":"U\w+"\}/);
    }
  });

  it('goes with the key of a back end, once the server has its entry', async () => {
    const [, entry = ''] = readFileSync(join(cwd, 'billing.txt'), 'utf8').split('\n');
    const { dataDir } = claimset;
    await claimset.stop();
    claimset = await startClaimset({ DATA_DIR: dataDir, API_KEYS: entry });
    expect(await runInShell(withKey)).toMatch(/"sessions":\[(\{"status":"UPDATED"\},?)+\]/);
  });
});

it('the claims file of the README passes the checks of the start', async () => {
  const [claims = ''] = codeBlocks('Declaring claims', 'graphql');
  const file = join(await temporaryFolder(), 'claims.graphql');
  writeFileSync(file, claims);
  const { code, output } = await runCli(['schema'], { CLAIMS_SCHEMA: file });
  expect({ code, output }).toMatchObject({ code: 0, output: expect.stringContaining('nickname') as string });
});

it('the application of docs/plugin.md starts, and its plugins keep what the plain SDK loses', async () => {
  const [application = ''] = codeBlocks('An application', 'ts', 'docs/plugin.md');
  const core = await startTestCore();
  const file = join(ROOT, 'test', `readme-application-${process.pid}.tmp.ts`);
  writeFileSync(
    file,
    application
      .replaceAll("'claimset/supertokens'", "'../src/supertokens/index.ts'")
      .replaceAll('http://localhost:3567', core.url)
      .replaceAll(
        'app.listen(3000)',
        'const server = app.listen(0, () => console.log(`PORT ${server.address().port}`))',
      ),
  );
  const running = startNode(['--import', 'tsx', file]);
  try {
    const [, port = ''] = await running.line(/^PORT (\d+)$/);
    expect(await keptByApplication(`http://127.0.0.1:${port}`)).toMatchObject({ a: 1, b: 2 });
  } finally {
    await running.stop();
    writeFileSync(file, '');
    await promisify(execFile)('rm', [file]);
    await core.close();
  }
});

it('the lines of the README for the plugins are those of the application in docs/plugin.md', () => {
  const [lines = ''] = codeBlocks('Never losing a claim, without GraphQL', 'ts');
  const [application = ''] = codeBlocks('An application', 'ts', 'docs/plugin.md');
  expect(application.split('\n')).toEqual(expect.arrayContaining(lines.split('\n')));
});

/** Signs in, and merges twice with the same token. */
async function keptByApplication(url: string): Promise<unknown> {
  const post = (path: string, body: object, token?: string) =>
    fetch(url + path, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'st-auth-mode': 'header',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    });
  const signedIn = await post('/sign-in', { userId: 'ada' });
  const token = signedIn.headers.get('st-access-token') ?? '';
  await post('/claims', { a: 1 }, token);
  const answer = await post('/claims', { b: 2 }, token);
  return answer.json();
}
