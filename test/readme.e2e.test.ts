import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createApiKey } from '../src/claims/access/api-key.ts';
import { type Claimset, runCli, startClaimset, temporaryFolder } from './support/claimset.ts';
import { startTestCore } from './support/embedded-core.ts';
import { startNode } from './support/process.ts';
import { blocksIn, readmeBlocks, readmeIntroduction } from './support/readme.ts';

const ROOT = resolve(import.meta.dirname, '..');
const apiKey = createApiKey('billing', ['claims:write']);

it('the demonstration prints what the README shows, and ends by itself', async () => {
  const { PATH, HOME } = process.env;
  const { stdout } = await promisify(execFile)('npm', ['run', '--silent', 'demo'], { cwd: ROOT, env: { PATH, HOME } });
  expect(stdout).toBe(blocksIn(readmeIntroduction(), 'text')[0]);
});

describe('the first mutation', () => {
  let claimset: Claimset;

  beforeAll(async () => {
    claimset = await startClaimset({ API_KEYS: apiKey.entry });
  });

  afterAll(() => claimset.stop());

  it('goes as the README says, line by line', async () => {
    const script = readmeBlocks('The first mutation', 'sh')
      .join('\necho\n')
      .replaceAll('http://localhost:4000', claimset.url)
      .replaceAll('npx claimset', `${process.execPath} ${join(ROOT, 'dist/cli.js')}`);
    const cwd = await temporaryFolder();
    const env = { PATH: process.env['PATH'], DATA_DIR: claimset.dataDir, KEY: apiKey.key };
    const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], { cwd, env });
    const [expected = ''] = readmeBlocks('The first mutation', 'json');
    expect(stdout).toContain(expected.trim());
    const seen = '{"data":{"mySession":{"claims":{"theme":"DARK","additional":{"newKey":"newValue"}}}}}';
    expect(stdout.split(seen)).toHaveLength(3);
    expect(stdout).toMatch(/"sessions":\[\{"handle":"[^"]+","status":"UPDATED"\}\],"standing":\{"status":"UPDATED"\}/);
    expect(stdout.match(/"status":"UPDATED"/g)).toHaveLength(3);
  });
});

it('the claims file of the README passes the checks of the start', async () => {
  const [claims = ''] = readmeBlocks('Declaring claims', 'graphql');
  const file = join(await temporaryFolder(), 'claims.graphql');
  writeFileSync(file, claims);
  const { code, output } = await runCli(['schema'], { CLAIMS_SCHEMA: file });
  expect({ code, output }).toMatchObject({ code: 0, output: expect.stringContaining('nickname') as string });
});

it('the application of the README starts, and its plugins keep what the plain SDK loses', async () => {
  const [application = ''] = readmeBlocks('Never losing a claim, without GraphQL', 'ts');
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
