import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { describe, expect, it } from 'vitest';

import { findRunningCore } from '../../src/embedded-core/index.ts';
import { startChildCore } from './support/child-process.ts';
import { type Client, clientOf } from './support/client.ts';
import { startTestCore, temporaryFolder } from './support/core.ts';
import { createSession, regenerate } from './support/session.ts';

const WRITERS = 12;
const ROUNDS = 4;
const LONGEST_MILLIS = 60_000;

/** What one writer was told, and the last that it has sent. */
interface Writer {
  handle: string;
  acknowledged: number;
  sent: number;
}

/** Writes rising numbers until the core is gone. */
async function write(core: Client): Promise<Writer> {
  const { handle, accessToken } = await createSession(core, { userDataInJWT: { n: 0 } });
  const writer: Writer = { handle, acknowledged: 0, sent: 0 };
  try {
    for (;;) {
      writer.sent++;
      const { body } = await regenerate(core, accessToken, { n: writer.sent });
      if (body.status === 'OK') writer.acknowledged = writer.sent;
    }
  } catch {
    return writer;
  }
}

describe('a core that is killed under load', () => {
  it('has kept everything that it has answered', { timeout: LONGEST_MILLIS }, async () => {
    const dataDir = await temporaryFolder();
    const writers: Writer[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const { firstLine: url, kill } = await startChildCore(dataDir);
      // A new core makes its keys first.
      await createSession(clientOf(url));
      const writing = Promise.allSettled(Array.from({ length: WRITERS }, () => write(clientOf(url))));
      await sleep(200 + Math.random() * 300);
      await kill();
      for (const result of await writing) if (result.status === 'fulfilled') writers.push(result.value);
    }
    const { url } = await startTestCore({ dataDir });
    expect(writers.length).toBeGreaterThan(WRITERS);
    expect(writers.reduce((sum, { acknowledged }) => sum + acknowledged, 0)).toBeGreaterThan(WRITERS * ROUNDS);
    for (const { handle, acknowledged, sent } of writers) {
      const { body } = await clientOf(url).get('/recipe/session', { sessionHandle: handle });
      expect(body.status).toBe('OK');
      expect(body.userDataInJWT?.['n']).toBeGreaterThanOrEqual(acknowledged);
      expect(body.userDataInJWT?.['n']).toBeLessThanOrEqual(sent);
    }
  });

  it('leaves a file that nobody believes', { timeout: LONGEST_MILLIS }, async () => {
    const dataDir = await temporaryFolder();
    const { kill, child } = await startChildCore(dataDir);
    expect((await findRunningCore(dataDir))?.pid).toBe(child.pid);
    await kill();
    expect(await findRunningCore(dataDir)).toBeNull();
  });

  it('leaves a file that nobody believes, though another process has got its number', async () => {
    const dataDir = await temporaryFolder();
    const { firstLine: url, kill } = await startChildCore(dataDir);
    await kill();
    await writeFile(join(dataDir, 'core.json'), JSON.stringify({ url, apiKey: null, pid: process.pid }));
    expect(await findRunningCore(dataDir)).toBeNull();
  });
});

describe('a second process on the same data', () => {
  it('is refused, and does no harm to the first', { timeout: LONGEST_MILLIS }, async () => {
    const { dataDir, url } = await startTestCore();
    const second = await startChildCore(dataDir);
    await once(second.child, 'close');
    expect(second.firstLine).toMatch(/core\.sqlite is in use by another process/);
    expect(second.child.exitCode).toBe(1);
    expect((await findRunningCore(dataDir))?.url).toBe(url);
    await createSession(clientOf(url));
  });

  it('may start once the first has ended', async () => {
    const first = await startTestCore();
    const { dataDir } = first;
    await first.close();
    const { url } = await startTestCore({ dataDir });
    await createSession(clientOf(url));
  });
});
