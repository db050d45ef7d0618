import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';

import { emptyDataDir, runCli, spawnCli } from './cli-process.ts';

describe('the command line', () => {
  it.each([
    [[], 'a command is missing'],
    [['stat'], 'there is no command stat'],
    [['start', 'now'], 'this command takes no arguments: now'],
    [['core', 'now'], 'this command takes no arguments: now'],
    [['schema', 'now'], 'this command takes no arguments: now'],
    [['types', 'now'], 'this command takes no arguments: now'],
    [['json-schema', 'now'], 'this command takes no arguments: now'],
    [['api-key'], 'a name is missing'],
    [['api-key', 'crm'], 'a scope is missing: claims:read, claims:write, claims:audit, claims:watch'],
    [
      ['api-key', 'crm', 'claims:delete'],
      'there is no scope claims:delete: there are claims:read, claims:write, claims:audit, claims:watch',
    ],
    [['api-key', 'C R M', 'claims:read'], 'the name "C R M" may have only a-z, 0-9 and -'],
    [['api-key', 'crm', 'claims:write', 'tenants='], 'tenants= has "": write ids of tenants'],
    [['grant'], 'the email address of the user is missing'],
    [['grant', 'a@b.example'], 'a permission is missing: claims:read, claims:write, claims:audit'],
    [
      ['grant', 'a@b.example', 'root'],
      'there is no permission root: there are claims:read, claims:write, claims:audit',
    ],
  ])('%j is bad usage: exit code 2', async (args, message) => {
    const { code, stdout, stderr } = await runCli(args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(`claimset: ${message}\n`);
    expect(stderr).toContain('Usage: claimset COMMAND');
  });

  it.each([[['--help']], [['help']], [['start', '--help']]])('%j prints how to use it', async (args) => {
    const { code, stdout, stderr } = await runCli(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('grant EMAIL PERMISSION...');
  });

  it('types and json-schema print the claims of this configuration', async () => {
    const types = await runCli(['types']);
    expect(types).toMatchObject({ code: 0, stderr: '' });
    expect(types.stdout).toContain('  readonly "https://example.com/plan"?: Plan;\n');
    const { stdout } = await runCli(['json-schema']);
    expect(JSON.parse(stdout)).toMatchObject({ properties: { 'https://example.com/plan': { $ref: '#/$defs/Plan' } } });
  });

  it('--version prints the version', async () => {
    const { code, stdout } = await runCli(['--version']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('is a program of its own once it is built, as npx runs it', async () => {
    const program = join(import.meta.dirname, '../../dist/cli.js');
    const { stdout } = await promisify(execFile)(program, ['--help']);
    expect(stdout).toContain('Usage: claimset COMMAND');
  });
});

it('a command whose reader has gone comes to its own end, without a stack', async () => {
  const running = spawnCli(['doctor'], { DATA_DIR: await emptyDataDir() });
  running.process.stdout?.destroy();
  expect(await running.finished).toMatchObject({ code: 0, stderr: '' });
});

it('claimset forget erases nothing where there is no ledger, says so, and makes none', async () => {
  const DATA_DIR = await emptyDataDir();
  const { code, stderr } = await runCli(['forget', 'ada'], { DATA_DIR });
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: `claimset: there is no ledger in ${DATA_DIR}: set DATA_DIR to the data of the server\n`,
  });
  expect(existsSync(join(DATA_DIR, 'ledger.db'))).toBe(false);
});

describe('claimset api-key', () => {
  it('prints two lines: the key, and its entry for API_KEYS', async () => {
    const { code, stdout, stderr } = await runCli(['api-key', 'crm-2', 'claims:write', 'claims:read']);
    const [key = '', entry, ...rest] = stdout.split('\n');
    expect({ code, stderr, rest }).toEqual({ code: 0, stderr: '', rest: [''] });
    expect(key).toMatch(/^cs_[\w-]{43}$/);
    expect(entry).toBe(`crm-2=claims:write+claims:read=${createHash('sha256').update(key).digest('hex')}`);
  });

  it('binds a key to tenants and to claims', async () => {
    const { code, stdout } = await runCli(['api-key', 'crm', 'claims:write', 'tenants=acme', 'claims=plan+app_*']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^cs_\S+\ncrm=claims:write=[0-9a-f]{64};tenants=acme;claims=plan\+app_\*\n$/);
  });
});

describe('claimset schema', () => {
  it('prints the SDL with the claims', async () => {
    const { code, stdout } = await runCli(['schema']);
    expect(code).toBe(0);
    const schema = buildSchema(stdout);
    expect(schema.getType('Claims')).toBeDefined();
    const mutations = Object.keys(schema.getMutationType()?.getFields() ?? {});
    expect(mutations).toEqual(['updateMyClaims', 'updateUserClaims', 'endSession', 'revertClaimsChange']);
  });

  it('names a file that cannot be read', async () => {
    const { code, stderr } = await runCli(['schema'], { CLAIMS_SCHEMA: '/nowhere/claims.graphql' });
    expect(code).toBe(1);
    expect(stderr).toContain('claimset: /nowhere/claims.graphql:1: cannot be read');
  });
});

describe.each(['start', 'core'])('claimset %s', (command) => {
  it('names all faults of the environment at once, one line each, without a stack', async () => {
    const { code, stdout, stderr } = await runCli([command], { PORT: 'x', LOG_LEVEL: 'loud', CORE_NONSENSE: '1' });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    const lines = stderr.trimEnd().split('\n');
    expect(lines.map((line) => line.slice(0, 24))).toEqual([
      'claimset: LOG_LEVEL: wri',
      'claimset: PORT: write a ',
      'claimset: CORE_NONSENSE:',
    ]);
  });

  it('says in one line that a port is in use', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? String(address.port) : '';
    const { code, stderr } = await runCli([command], { PORT: port, DATA_DIR: await emptyDataDir() });
    other.close();
    expect(code).toBe(1);
    const advice = 'stop what listens there, or set PORT to another one (0 takes a free one)';
    expect(stderr).toBe(`claimset: port ${port} on 127.0.0.1 is in use: ${advice}\n`);
  });

  it('says where it is, and ends on SIGTERM with exit code 0', async () => {
    const running = spawnCli([command], { PORT: '0', DATA_DIR: await emptyDataDir() });
    const url = await running.sees(/(http:\/\/\S+?)(\/graphql)?\n/);
    await running.sees(/development and small use/);
    expect((await fetch(url)).status).toBe(200);
    running.process.kill('SIGTERM');
    const { code, stderr } = await running.finished;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});

describe('claimset start', () => {
  it('behind a proxy prints the port that it took as well', async () => {
    const PUBLIC_URL = 'https://claims.example.com';
    const running = spawnCli(['start'], { PORT: '0', PUBLIC_URL, DATA_DIR: await emptyDataDir() });
    const port = await running.sees(/Listening on +127\.0\.0\.1, port (\d+)\n/);
    expect(await (await fetch(`http://127.0.0.1:${port}/health/live`)).json()).toEqual({ status: 'live' });
  });

  it('and what it answers with uses no part of Node that is deprecated', async () => {
    // Newer versions of Node say so unasked, on the screen of everybody who tries this.
    const NODE_OPTIONS = '--pending-deprecation';
    const running = spawnCli(['start'], { PORT: '0', NODE_OPTIONS, DATA_DIR: await emptyDataDir(), METRICS: 'off' });
    const url = await running.sees(/^GraphQL +(http:\S+)$/m);
    const query = (await fetch(`${url}?query={__typename}#{`, { headers: { 'apollo-require-preflight': '1' } })).json();
    expect(await query).toEqual({ data: { __typename: 'Query' } });
    running.process.kill('SIGTERM');
    expect(await running.finished).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('claimset core', () => {
  it('is not opened to a network without a key', async () => {
    const { code, stderr } = await runCli(['core'], { HOST: '0.0.0.0', PORT: '0' });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^claimset: CORE_API_KEYS: is needed where HOST is not loopback \(0\.0\.0\.0\).*\n$/);
  });
});
