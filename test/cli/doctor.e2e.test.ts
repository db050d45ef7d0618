import { existsSync, readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import Libsql from 'libsql';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';

import { fileLedger } from '../../src/ledger/libsql/ledger.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { emptyDataDir, runCli, spawnCli } from './cli-process.ts';

let postgres: TestPostgres;

beforeAll(async () => {
  postgres = await startPostgres();
});

afterAll(() => postgres.stop());

/** The lines of one part, or all: `level message`. */
async function doctor(env: Readonly<Record<string, string>>, part?: string) {
  const { code, stdout, stderr } = await runCli(['doctor'], env);
  const lines = stdout.split('\n').flatMap((line) => {
    const [, level = '', of = '', message = ''] = /^(\w+) +(\S.*?)  +(.*)$/.exec(line) ?? [];
    return level !== '' && (part === undefined || of === part) ? [`${level} ${message}`] : [];
  });
  return { code, lines, stderr };
}

/** A server that answers as something does that stands where a core should be. */
async function serverThat(answer: string, date: Date): Promise<string> {
  const server = createServer((_req, res) => {
    res.writeHead(200, { 'content-type': 'application/json', date: date.toUTCString() }).end(answer);
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const VERSIONS = '{"versions":["5.3","5.4"]}';

describe('claimset doctor', () => {
  it('finds nothing wrong in an empty folder, and makes nothing there', async () => {
    const folder = await emptyDataDir();
    const { code, lines, stderr } = await doctor({ DATA_DIR: join(folder, 'data') });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(lines.filter((line) => !line.startsWith('right '))).toEqual([]);
    expect(lines.length).toBeGreaterThan(5);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('tells each fault of the configuration, of the claims file and of the keys, with exit code 1', async () => {
    expect(await doctor({ PORT: 'x', EXPLORER: 'yes' })).toMatchObject({
      code: 1,
      lines: ['wrong PORT: write a whole number from 0 to 65535', 'wrong EXPLORER: write on or off'],
      stderr: 'claimset: 2 of 2 are wrong: the lines above say what to do\n',
    });
    const folder = await emptyDataDir();
    const [keys, claims] = [join(folder, 'keys'), join(folder, 'claims.graphql')];
    await Promise.all([writeFile(keys, 'a=b'), writeFile(claims, 'type Claims { sub: String }')]);
    const { code, lines } = await doctor({ DATA_DIR: folder, API_KEYS_FILE: keys, CLAIMS_SCHEMA: claims });
    expect(code).toBe(1);
    expect(lines.filter((line) => line.includes('API_KEYS_FILE: line 1: an entry has three parts'))).toHaveLength(1);
    expect(lines.filter((line) => line.startsWith(`wrong ${claims}:`)).length).toBeGreaterThan(0);
  });

  it('warns of cookies that browsers do not send, without calling it wrong', async () => {
    const env = { DATA_DIR: await emptyDataDir(), WEBSITE_ORIGINS: 'http://127.0.0.1:3000' };
    const { code, lines } = await doctor(env, 'cookies');
    expect({ code, levels: lines.map((line) => line.split(' ')[0]) }).toEqual({ code: 0, levels: ['warning'] });
  });

  it('asks the core that runs on the folder, and one elsewhere with its key', async () => {
    const env = { DATA_DIR: await emptyDataDir(), CORE_API_KEYS: 'key-of-the-test-0123456789' };
    const url = await spawnCli(['core'], { ...env, PORT: '0' }).sees(/(http:\/\/\S+)/);
    const answers = [`right ${url} answers, and speaks 5.4`];
    expect((await doctor(env, 'core')).lines).toEqual(answers);
    const elsewhere = { SUPERTOKENS_CONNECTION_URI: url };
    const withKey = { ...elsewhere, SUPERTOKENS_API_KEY: env.CORE_API_KEYS };
    expect(await doctor(withKey, 'core')).toMatchObject({ code: 0, lines: answers });
    expect((await doctor(withKey, 'PostgreSQL')).lines[0]).toContain('warning none: set DATABASE_URL');
    const wrongKey = { ...elsewhere, SUPERTOKENS_API_KEY: 'wrong' };
    const asks = `wrong ${url} asks for a key: SUPERTOKENS_API_KEY is none of its keys`;
    expect(await doctor(wrongKey, 'core')).toMatchObject({ code: 1, lines: [asks] });
  });

  it.each([
    ['nobody', () => Promise.resolve('http://127.0.0.1:1'), 'core', 'does not answer: start it'],
    ['a page', () => serverThat('<html>', new Date()), 'core', 'does not answer as a SuperTokens core does'],
    ['an old core', () => serverThat('{"versions":["2.9"]}', new Date()), 'core', 'speaks 2.9, and not 5.3 or 5.4'],
  ])('finds that %s answers for the core', async (_who, start, part, message) => {
    const { code, lines } = await doctor({ SUPERTOKENS_CONNECTION_URI: await start() }, part);
    expect(code).toBe(1);
    expect(lines.join()).toMatch(new RegExp(`^wrong .*${message}`));
  });

  it('warns of a clock that goes wrong', async () => {
    const url = await serverThat(VERSIONS, new Date(Date.now() - 90_000));
    const { code, lines } = await doctor({ SUPERTOKENS_CONNECTION_URI: url }, 'clock');
    expect(code).toBe(0);
    expect(lines.join()).toMatch(/^warning .* is (89|9\d) s apart from this machine/);
  });
});

describe('claimset doctor, of a ledger in a file', () => {
  it('says how many changes are open and for how long, or that a server has it, and changes nothing', async () => {
    const dataDir = await emptyDataDir();
    const file = join(dataDir, 'ledger.db');
    const ledger = await fileLedger({ dataDir });
    const inUse = `right ${file} is in use by a running server, which settles what is open`;
    expect(await doctor({ DATA_DIR: dataDir }, 'ledger')).toMatchObject({ code: 0, lines: [inUse] });
    await ledger.close();
    const files = readdirSync(dataDir);
    expect((await doctor({ DATA_DIR: dataDir }, 'ledger')).lines).toEqual(['right 0 changes are under way']);
    const database = new Libsql(file);
    database.exec(`INSERT INTO entries (stream, seq, change_id, kind, state, writes, previous_hash, hash, at_millis)
      VALUES ('session:s', 1, 'c', 'WRITE', 'INTENDED', '[]', '', '', ${Date.now() - 90_000})`);
    database.close();
    const { code, lines } = await doctor({ DATA_DIR: dataDir }, 'ledger');
    expect(code).toBe(0);
    expect(lines.join()).toMatch(
      /^warning 1 changes are open, the oldest for \d+ s: the server settles them when it starts/,
    );
    expect(readdirSync(dataDir)).toEqual(files);
    await writeFile(file, 'no database');
    expect(await doctor({ DATA_DIR: dataDir }, 'ledger')).toMatchObject({
      code: 1,
      lines: [expect.stringMatching(/^wrong .* cannot be read/)],
    });
  });
});

describe('claimset doctor, of PostgreSQL', () => {
  const env = (user = 'postgres', password?: string) => {
    const url = new URL(postgres.connectionString);
    url.username = user;
    if (password !== undefined) url.password = password;
    return { DATABASE_URL: url.href, DATA_DIR: '/nowhere' };
  };

  it('says that there are no tables yet, and makes none', async () => {
    expect((await doctor(env(), 'ledger')).lines).toEqual(['right has no tables yet: the start makes them']);
    expect((await doctor(env(), 'PostgreSQL')).lines.join()).toMatch(/^right \d\S* answers; \d+ of 100 connections/);
    expect(await postgres.query(`SELECT FROM pg_namespace WHERE nspname = 'claimset'`)).toEqual([]);
    expect(existsSync('/nowhere')).toBe(false);
  });

  it('says who may not make tables, and who may not write them', async () => {
    await postgres.query(`CREATE ROLE guest LOGIN PASSWORD 'guest'`);
    const guest = env('guest', 'guest');
    expect((await doctor(guest, 'ledger')).lines.join()).toContain('wrong has no tables, and this user may make none');
    expect(await runCli(['migrate'], env())).toMatchObject({ code: 0 });
    expect((await doctor(env(), 'ledger')).lines).toEqual(['right 0 changes are under way']);
    const refused = (await doctor(guest, 'PostgreSQL')).lines.join();
    expect(refused).toContain(
      'wrong cannot be asked (permission denied for schema claimset): as their owner run GRANT',
    );
    await postgres.query('GRANT USAGE ON SCHEMA claimset TO guest');
    expect((await doctor(guest, 'ledger')).lines.join()).toContain(
      'wrong this user may not write its tables: as their',
    );
    const [, grants = ''] = /as their owner run (.*)/.exec(refused) ?? [];
    await postgres.query(grants.replaceAll('the user', 'guest'));
    expect((await doctor(guest, 'ledger')).lines).toEqual(['right 0 changes are under way']);
  });

  it('finds a file that the address names and nobody can read', async () => {
    const DATABASE_URL = `${postgres.connectionString}?sslrootcert=/nowhere.pem`;
    expect((await doctor({ ...env(), DATABASE_URL }, 'PostgreSQL')).lines.join()).toContain("open '/nowhere.pem'");
  });

  it('warns of changes that are open for long, and says what there is between', async () => {
    expect((await doctor(env(), 'pooler')).lines).toEqual([
      'right none, or one that keeps a backend for each connection',
    ]);
    await postgres.query(`INSERT INTO claimset.entries
      (stream, seq, change_id, kind, state, writes, previous_hash, hash, at_millis)
      VALUES ('session:s', 1, 'c', 'WRITE', 'INTENDED', '[]', '', '', extract(epoch FROM now()) * 1000 - 90000)`);
    const { code, lines } = await doctor(env(), 'ledger');
    expect(code).toBe(0);
    expect(lines.join()).toMatch(
      /^warning 1 changes are open, the oldest for (9\d|1\d\d) s: a running server settles them/,
    );
    await postgres.query('DELETE FROM claimset.entries');
  });

  it('finds a wrong password, and a time limit that would end locks', async () => {
    expect((await doctor(env('postgres', 'x'), 'PostgreSQL')).lines.join()).toContain('password authentication failed');
    await postgres.query(`ALTER ROLE postgres SET transaction_timeout = '30s'`);
    const { code, lines } = await doctor(env(), 'time limits');
    expect({ code, line: lines.join() }).toMatchObject({ code: 1 });
    expect(lines.join()).toContain('wrong transaction_timeout ends locks after 30 s: set it to 0');
  });
});
