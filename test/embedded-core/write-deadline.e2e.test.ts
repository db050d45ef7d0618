import { join } from 'node:path';

import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';

import { type Database, openDatabase } from '../../src/embedded-core/store/database/database.ts';
import { migrate } from '../../src/embedded-core/store/database/migrations.ts';
import { metadataQueries } from '../../src/embedded-core/store/tables/metadata.ts';
import { type Operation, runBatch } from '../../src/embedded-core/store/thread/batch.ts';
import { type Answer, type Client, clientOf } from './support/client.ts';
import { startCoreFor, temporaryFolder } from './support/core.ts';
import { createSession } from './support/session.ts';

const HEADER = 'x-write-deadline';
const HOUR_MILLIS = 3_600_000;

let core: Client;
beforeAll(async () => {
  core = clientOf((await startCoreFor()).url);
});

const WRITES: Record<string, (session: { handle: string; accessToken: string }, headers: object) => Promise<Answer>> = {
  'a payload by handle': ({ handle }, headers) =>
    core.put('/recipe/jwt/data', { sessionHandle: handle, userDataInJWT: { late: 1 } }, { ...headers }),
  'a payload by token': ({ accessToken }, headers) =>
    core.post('/recipe/session/regenerate', { accessToken, userDataInJWT: { late: 1 } }, { ...headers }),
  metadata: ({ handle }, headers) =>
    core.put('/recipe/user/metadata', { userId: handle, metadataUpdate: { late: 1 } }, { ...headers }),
};

describe('the deadline of a write', () => {
  it.each(Object.entries(WRITES))('has passed: %s is refused, and nothing of it stored', async (_what, write) => {
    const session = await createSession(core);
    const answer = await write(session, { [HEADER]: String(Date.now()) });
    expect(answer).toMatchObject({ status: 412, text: 'The write deadline has passed: nothing was written\n' });
    const stored = await core.get('/recipe/session', { sessionHandle: session.handle });
    const metadata = await core.get('/recipe/user/metadata', { userId: session.handle });
    expect(`${stored.text}${metadata.text}`).not.toContain('late');
  });

  it.each(Object.entries(WRITES))('lies ahead: %s is stored', async (_what, write) => {
    const answer = await write(await createSession(core), { [HEADER]: String(Date.now() + HOUR_MILLIS) });
    expect([answer.status, answer.body.status]).toEqual([200, 'OK']);
  });

  it('does not keep anybody from reading', async () => {
    const { handle } = await createSession(core);
    expect((await core.get('/recipe/session', { sessionHandle: handle }, { [HEADER]: '1' })).body.status).toBe('OK');
  });

  it.each(['', 'soon', '-1', '1.5', '1e3', '2026-01-01', '1'.repeat(16)])('is %j: 400', async (value) => {
    const answer = await core.put('/recipe/user/metadata', { userId: 'u', metadataUpdate: {} }, { [HEADER]: value });
    expect(answer.status).toBe(400);
  });
});

describe('a commit for several writers', () => {
  let database: Database;
  beforeAll(async () => {
    database = openDatabase(join(await temporaryFolder(), 'core.sqlite'));
    migrate(database);
    return () => {
      database.close();
    };
  });

  function merge(key: string, deadlineMillis?: number): Operation {
    const input = { userId: 'u', update: JSON.stringify({ [key]: 1 }) };
    return { name: 'mergeMetadata', input, ...(deadlineMillis === undefined ? {} : { deadlineMillis }) };
  }

  it('that comes too late for one of them stores the others, and nothing of that one', () => {
    const queries = metadataQueries(database);
    let nowMillis = 1000;
    onTestFinished(() => {
      queries.removeMetadata({ userId: 'u' });
    });
    // All are begun in time; the clock passes one's deadline before the commit.
    const clock = () => (nowMillis += 10);
    // Only metadata is written here: no other handler is reached.
    const handlers = queries as Parameters<typeof runBatch>[1];
    const settled = runBatch(database, handlers, [merge('a'), merge('b', 1005), merge('c', 5000)], clock);
    expect(settled[1]).toEqual({ isTooLate: true });
    expect(JSON.parse(queries.readMetadata({ userId: 'u' }))).toEqual({ a: 1, c: 1 });
  });
});
