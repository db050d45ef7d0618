import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { emptyDataDir, runCli, spawnCli } from './cli-process.ts';

const EMAIL = 'ada@example.com';
const KEY = 'key-of-the-test-0123456789';

/** Asks a core that was started with `KEY`. */
async function askCore(url: string, path: string, init: RequestInit = {}): Promise<unknown> {
  const headers = { 'content-type': 'application/json', 'api-key': KEY };
  const response = await fetch(url + path, { ...init, headers });
  expect(response.status).toBe(200);
  return response.json();
}

async function signUp(url: string): Promise<string> {
  const body = JSON.stringify({ email: EMAIL, password: 'a-long-passw0rd' });
  const answer = await askCore(url, '/public/recipe/signup', { method: 'POST', body });
  return z.object({ user: z.object({ id: z.string() }) }).parse(answer).user.id;
}

describe('claimset grant', () => {
  it('gives a permission beside a running core, once, and again without one', async () => {
    const env = { DATA_DIR: await emptyDataDir(), CORE_API_KEYS: KEY };
    const running = spawnCli(['core'], { ...env, PORT: '0' });
    const url = await running.sees(/(http:\/\/\S+)/);
    const userId = await signUp(url);

    const first = await runCli(['grant', 'ADA@example.com', 'claims:write'], env);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toBe(`ADA@example.com (${userId}) has claims:write, by the role claimset:claims:write\n`);
    expect(await askCore(url, `/public/recipe/user/roles?userId=${userId}`)).toEqual({
      status: 'OK',
      roles: ['claimset:claims:write'],
    });
    expect(await askCore(url, '/recipe/role/permissions?role=claimset:claims:write')).toEqual({
      status: 'OK',
      permissions: ['claims:write'],
    });

    running.process.kill('SIGTERM');
    await running.finished;
    const second = await runCli(['grant', EMAIL, 'claims:write', 'claims:read'], env);
    expect(second.stdout).toContain('had already claims:write');
    expect(second.stdout).toContain('has claims:read');
    const lines = (scope: string) => `${EMAIL} (${userId}) ${scope}, by the role claimset:${scope}\n`;
    expect((await runCli(['admins'], env)).stdout).toBe(lines('claims:read') + lines('claims:write'));

    const revoked = await runCli(['revoke', EMAIL, 'claims:write'], env);
    expect(revoked).toMatchObject({
      code: 0,
      stdout: `${EMAIL} (${userId}) has no longer claims:write by claimset grant\n`,
    });
    expect((await runCli(['admins'], env)).stdout).toBe(lines('claims:read'));
    expect((await runCli(['revoke', EMAIL, 'claims:write'], env)).stdout).toContain('did not have claims:write');
  });

  it('is told which other role still gives a permission that is taken away', async () => {
    const env = { DATA_DIR: await emptyDataDir(), CORE_API_KEYS: KEY };
    const running = spawnCli(['core'], { ...env, PORT: '0' });
    const url = await running.sees(/(http:\/\/\S+)/);
    const userId = await signUp(url);
    expect((await runCli(['admins'], env)).stdout).toContain('Nobody');
    const put = (path: string, body: object) => askCore(url, path, { method: 'PUT', body: JSON.stringify(body) });
    await put('/recipe/role', { role: 'boss', permissions: ['claims:write'] });
    await put('/public/recipe/user/role', { userId, role: 'boss' });
    const { code, stderr } = await runCli(['revoke', EMAIL, 'claims:write'], env);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `claimset: ${EMAIL} still has claims:write, by the role boss: take that away\n`,
    });
    expect((await runCli(['admins'], env)).stdout).toBe(`${EMAIL} (${userId}) claims:write, by the role boss\n`);
  });

  it('does without the core that was killed, though another process has got its number', async () => {
    const env = { DATA_DIR: await emptyDataDir(), CORE_API_KEYS: KEY };
    const killed = spawnCli(['core'], { ...env, PORT: '0' });
    const url = await killed.sees(/(http:\/\/\S+)/);
    await signUp(url);
    killed.process.kill('SIGKILL');
    await killed.finished;
    await writeFile(join(env.DATA_DIR, 'core.json'), JSON.stringify({ url, apiKey: KEY, pid: process.pid }));
    expect(await runCli(['grant', EMAIL, 'claims:read'], env)).toMatchObject({ code: 0, stderr: '' });
  });

  it('finds a core by its URL', async () => {
    const running = spawnCli(['core'], { DATA_DIR: await emptyDataDir(), CORE_API_KEYS: KEY, PORT: '0' });
    const url = await running.sees(/(http:\/\/\S+)/);
    await signUp(url);
    const env = { SUPERTOKENS_CONNECTION_URI: url, SUPERTOKENS_API_KEY: KEY };
    expect(await runCli(['grant', EMAIL, 'claims:read'], env)).toMatchObject({ code: 0 });
    const wrongKey = await runCli(['grant', EMAIL, 'claims:read'], { ...env, SUPERTOKENS_API_KEY: 'wrong' });
    expect(wrongKey.code).toBe(1);
    expect(wrongKey.stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it('says that there is no such user', async () => {
    const env = { DATA_DIR: await emptyDataDir(), CORE_API_KEYS: KEY };
    const running = spawnCli(['core'], { ...env, PORT: '0' });
    await running.sees(/(http:\/\/\S+)/);
    const { code, stdout, stderr } = await runCli(['grant', EMAIL, 'claims:write'], env);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe(
      `claimset: no user of the tenant public has the email address ${EMAIL}: sign up with it first\n`,
    );
  });

  it('makes nothing in a folder without a core, and says where it looked', async () => {
    const folder = join(await emptyDataDir(), 'data');
    const { code, stderr } = await runCli(['grant', EMAIL, 'claims:write'], { DATA_DIR: folder });
    expect(code).toBe(1);
    expect(stderr).toContain(`there is no session core in ${folder}`);
    expect(existsSync(folder)).toBe(false);
  });

  it('says in one line that the core does not answer', async () => {
    const env = { SUPERTOKENS_CONNECTION_URI: 'http://127.0.0.1:1' };
    const { code, stderr } = await runCli(['grant', EMAIL, 'claims:write'], env);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^claimset: the session core did not do it: .*\n$/);
  });
});
