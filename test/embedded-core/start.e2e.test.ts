import { once } from 'node:events';
import { mkdir, open, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { findRunningCore, startCore, startCoreInWorker } from '../../src/embedded-core/index.ts';
import { clientOf } from './support/client.ts';
import { coreOptions, startTestCore, temporaryFolder } from './support/core.ts';
import { createSession } from './support/session.ts';

const PERMISSIONS = 0o777;
/** Where SQLite's file has its `user_version`. */
const USER_VERSION_OFFSET = 60;

async function modeOf(path: string): Promise<number> {
  return (await stat(path)).mode & PERMISSIONS;
}

describe('the data folder', () => {
  it('and what is in it belongs to the owner alone', async () => {
    const dataDir = join(await temporaryFolder(), 'new', 'data');
    await createSession(clientOf((await startTestCore({ dataDir })).url));
    expect(await modeOf(dataDir)).toBe(0o700);
    for (const file of await readdir(dataDir)) expect([file, await modeOf(join(dataDir, file))]).toEqual([file, 0o600]);
  });

  it('that others may look into has files that they cannot read', async () => {
    const dataDir = join(await temporaryFolder(), 'open');
    await mkdir(dataDir, { mode: 0o755 });
    await createSession(clientOf((await startTestCore({ dataDir })).url));
    for (const file of await readdir(dataDir)) expect([file, await modeOf(join(dataDir, file))]).toEqual([file, 0o600]);
  });

  it('says where the core is, with a key, while it runs', async () => {
    const core = await startTestCore({ apiKeys: 'random' });
    expect(await findRunningCore(core.dataDir)).toEqual({ url: core.url, apiKey: core.apiKey, pid: process.pid });
    await core.close();
    expect(await findRunningCore(core.dataDir)).toBeNull();
    expect(await readdir(core.dataDir)).not.toContain('core.json');
  });

  it.each(['', '{', 'null', '[]', '{"url":"x","apiKey":null}', '{"url":"x","apiKey":5,"pid":1}', '{"url":5,"pid":1}'])(
    'has a core.json that is none: %s',
    async (content) => {
      const dataDir = await temporaryFolder();
      await writeFile(join(dataDir, 'core.json'), content);
      expect(await findRunningCore(dataDir)).toBeNull();
    },
  );

  it('keeps neither passwords nor tokens that could be used', async () => {
    const core = await startTestCore();
    const client = clientOf(core.url);
    const { refreshToken } = await createSession(client);
    const { body } = await client.post('/recipe/signup', { email: 'x@example.com', password: 'the-password' });
    const pair = { userId: body.user?.id, email: 'x@example.com' };
    const reset = await client.post('/recipe/user/password/reset/token', pair);
    const verification = await client.post('/recipe/user/email/verify/token', pair);
    const secrets = ['the-password', refreshToken, reset.body.token ?? '?', verification.body.token ?? '?'];
    await core.close();
    for (const file of await readdir(core.dataDir)) {
      const content = await readFile(join(core.dataDir, file), 'latin1');
      for (const secret of secrets) expect(content).not.toContain(secret);
      expect(content).toContain('$argon2id$');
    }
  });

  it('that holds something else than a database is refused by name, and left as it is', async () => {
    const dataDir = await temporaryFolder();
    const path = join(dataDir, 'core.sqlite');
    await writeFile(path, 'no database at all');
    await expect(startTestCore({ dataDir })).rejects.toThrow(
      `The database ${path} is damaged (file is not a database)`,
    );
    expect(await readFile(path, 'utf8')).toBe('no database at all');
  });

  it('of a newer version is refused', async () => {
    const first = await startTestCore();
    const { dataDir } = first;
    await first.close();
    const database = await open(join(dataDir, 'core.sqlite'), 'r+');
    await database.write(Uint8Array.of(0, 0, 3, 231), 0, 4, USER_VERSION_OFFSET);
    await database.close();
    await expect(startTestCore({ dataDir })).rejects.toThrow(/schema version 999, which is newer/);
  });
});

describe('a port that is taken', () => {
  it('is told, and nothing is left running', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const options = { ...(await coreOptions()), port };
    await expect(startCore(options)).rejects.toMatchObject({ code: 'EADDRINUSE', syscall: 'listen', port });
    await expect(startCoreInWorker(options)).rejects.toMatchObject({ code: 'EADDRINUSE', syscall: 'listen', port });
    taken.close();
    await (await startCore({ ...options, port: 0 })).close();
  });
});

describe('a core in a thread of its own', () => {
  it('answers, and closes twice as well as once', async () => {
    const options = await coreOptions();
    const core = await startCoreInWorker({ ...options, apiKeys: 'random' });
    const headers = { 'api-key': core.apiKey ?? '' };
    expect((await clientOf(core.url).get('/recipe/roles', {}, headers)).body).toEqual({ status: 'OK', roles: [] });
    expect(await findRunningCore(options.dataDir)).toEqual({ url: core.url, apiKey: core.apiKey, pid: process.pid });
    await Promise.all([core.close(), core.close()]);
    await core.close();
    expect(await findRunningCore(options.dataDir)).toBeNull();
    await expect(fetch(core.url)).rejects.toThrow();
  });

  it('is refused data that another one has', async () => {
    const { dataDir } = await startTestCore();
    const options = { ...(await coreOptions()), dataDir };
    await expect(startCoreInWorker(options)).rejects.toThrow(/in use by another process/);
  }, 15_000);
});

describe('closing', () => {
  it('finishes the requests in flight', async () => {
    const core = await startTestCore();
    const client = clientOf(core.url);
    const answers = Array.from({ length: 8 }, (_, index) =>
      client.post('/recipe/signup', { email: `${index}@example.com`, password: 'x' }),
    );
    await Promise.race(answers);
    await core.close();
    const results = await Promise.allSettled(answers);
    expect(results.filter(({ status }) => status === 'rejected')).toEqual([]);
  });
});
