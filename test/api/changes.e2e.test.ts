import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';

import { type Claimset, startClaimset, temporaryFolder } from '../support/claimset.ts';
import { type FeedReader, readFeed } from '../support/feed-reader.ts';
import { administer, watchKey } from '../support/guarded.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { startNode, type TestProcess } from '../support/process.ts';
import { signUp } from '../support/user.ts';

async function follow(url: string, lastEventId?: string | null): Promise<FeedReader> {
  const reader = await readFeed(url, watchKey.key, lastEventId);
  onTestFinished(() => {
    reader.close();
  });
  return reader;
}

function of(reader: FeedReader, handle: string) {
  return reader.changes().filter((change) => change.handle === handle);
}

describe('the feed of one process, on its own file', () => {
  it('says what each change did, in order, and takes up where a consumer was, also after a restart', async () => {
    const env = { DATA_DIR: await temporaryFolder(), API_KEYS: watchKey.entry, CORE_ACCESS_TOKEN_VALIDITY: '1800' };
    const first = await startClaimset(env);
    const { id, session } = await signUp(first.url);
    const before = await follow(first.url);
    await administer(first.url, id, { plan: 'PRO', features: ['a', 'b'] });
    await administer(first.url, id, { features: ['a'] });
    await expect.poll(() => of(before, session.handle).map(({ takesAway }) => takesAway)).toEqual([false, true]);
    const [one, two] = of(before, session.handle);
    expect(two).toMatchObject({ userId: id, kind: 'CHANGED', previousVersion: one?.version });
    expect(before.clock()?.tokenLifetimeMillis).toBe(1_800_000);
    const lastEventId = before.lastEventId();
    await administer(first.url, id, { plan: null });
    await first.stop();

    const second = await startClaimset(env);
    onTestFinished(() => second.stop());
    const [resumed, anew] = [await follow(second.url, lastEventId), await follow(second.url)];
    expect(of(resumed, session.handle).map(({ previousVersion }) => previousVersion)).toEqual([two?.version]);
    expect(of(anew, session.handle)).toHaveLength(3);
    expect(resumed.messages.map(({ type }) => type)).not.toContain('gap');
    expect((await follow(second.url, '0123456789ab.7')).messages[0]?.type).toBe('gap');
  });
});

describe('the feed of several processes, on PostgreSQL', () => {
  let postgres: TestPostgres;
  let core: TestProcess;
  let servers: Claimset[];

  beforeAll(async () => {
    postgres = await startPostgres();
    core = startNode(['dist/cli.js', 'core'], { PORT: '0', DATA_DIR: await temporaryFolder() });
    const [, uri = ''] = await core.line(/^Session core\s+(http:\S+)$/);
    const env = {
      ...{ SUPERTOKENS_CONNECTION_URI: uri, DATABASE_URL: postgres.connectionString, EMAIL_PASSWORD: 'on' },
      API_KEYS: watchKey.entry,
    };
    servers = await Promise.all([startClaimset(env), startClaimset(env), startClaimset(env)]);
  });

  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await core.stop();
    await postgres.stop();
  });

  function urlOf(index: number): string {
    return servers[index]?.url ?? '';
  }

  it('each process says what all of them have changed, once', async () => {
    const user = await signUp(urlOf(0));
    const readers = await Promise.all(servers.map(({ url }) => follow(url)));
    for (const index of [0, 1, 2]) await administer(urlOf(index), user.id, { locale: `l${index}` });
    for (const reader of readers) await expect.poll(() => of(reader, user.session.handle)).toHaveLength(3);
    const versions = readers.map((reader) => of(reader, user.session.handle).map(({ version }) => version));
    expect(versions[1]).toEqual(versions[0]);
    expect(versions[2]).toEqual(versions[0]);
  });

  it('a position of one process is one of each', async () => {
    const { id, session } = await signUp(urlOf(0));
    const reader = await follow(urlOf(0));
    await administer(urlOf(0), id, { plan: 'PRO' });
    await expect.poll(() => of(reader, session.handle)).toHaveLength(1);
    await administer(urlOf(1), id, { plan: null });
    const resumed = await follow(urlOf(2), reader.lastEventId());
    await expect.poll(() => of(resumed, session.handle).map(({ takesAway }) => takesAway)).toEqual([true]);
  });

  it('says that sessions ended, whichever process ended them', async () => {
    const user = await signUp(urlOf(0));
    const reader = await follow(urlOf(1));
    await user.session.signOut();
    await expect.poll(() => of(reader, user.session.handle).map(({ kind }) => kind)).toEqual(['ENDED']);
  });

  it('says how far it is complete while a transaction of another database is open, and tells the rest then', async () => {
    const { id, session } = await signUp(urlOf(0));
    const reader = await follow(urlOf(0));
    await postgres.query('CREATE DATABASE other');
    const other = new pg.Client({ connectionString: postgres.connectionString.replace(/\/postgres$/, '/other') });
    await other.connect();
    onTestFinished(() => other.end());
    await other.query('BEGIN');
    await other.query('CREATE TABLE long (n int)');
    await administer(urlOf(0), id, { plan: 'PRO' });
    const lag = () => (reader.clock()?.nowMillis ?? 0) - (reader.clock()?.completeUntilMillis ?? 0);
    await expect.poll(lag, { timeout: 10_000 }).toBeGreaterThan(1_500);
    expect(of(reader, session.handle)).toEqual([]);
    await other.query('COMMIT');
    await expect.poll(() => of(reader, session.handle)).toHaveLength(1);
    await expect.poll(lag, { timeout: 10_000 }).toBeLessThan(1_000);
  });
});
