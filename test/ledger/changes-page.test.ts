import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { ChangesFilter } from '../../src/claims/history/history.ts';
import { firstIdAt } from '../../src/ledger/ids.ts';
import { openSqlite, type Sqlite } from '../../src/ledger/libsql/sqlite.ts';
import { changesPage } from '../../src/ledger/sql/changes-page.ts';

const COUNT = 4_200;
/** So many are of the old back end. */
const OLD = COUNT / 3;
const BEGAN_AT = 1_704_067_200_000;

/** Change n: an old back end at first, users after, who have a claim of their own; some were not applied. */
const facts = Array.from({ length: COUNT }, (_, n) => ({
  id: firstIdAt(BEGAN_AT + n * 1_000),
  userId: `user-${n % 3}`,
  actorId: n < OLD ? 'old' : `user-${n % 3}`,
  actorKind: n < OLD ? 'API_KEY' : 'USER',
  key: n % 500 === 7 ? 'rare' : n % 2 === 0 ? 'plan' : n < OLD ? 'theme' : 'late',
  state: n % 300 === 1 ? 'NOT_APPLIED' : n > COUNT - 4 ? 'INTENDED' : 'APPLIED',
  stream: `session:${n % 5}`,
}));

const folder = mkdtempSync(join(tmpdir(), 'claimset-pages-'));
let db: Sqlite;

beforeAll(() => {
  db = openSqlite(join(folder, 'ledger.db'));
  db.transaction(() => {
    for (const [n, { id, userId, actorId, actorKind, key, state, stream }] of facts.entries()) {
      db.run('INSERT INTO changes (id, at_millis, actor_kind, actor_id, user_id) VALUES ($1, $2, $3, $4, $5)', [
        ...[id, BEGAN_AT + n * 1_000, actorKind, actorId, userId],
      ]);
      db.run('INSERT INTO change_keys (key, change_id) VALUES ($1, $2)', [key, id]);
      db.run(
        `INSERT INTO entries (stream, seq, change_id, kind, state, writes, previous_hash, hash, at_millis)
         VALUES ($1, $2, $3, 'WRITE', $4, '[]', '', '', 0)`,
        [stream, n, id, state],
      );
    }
  });
});

afterAll(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

const query = (sql: string, values: readonly (string | number | null)[]) => Promise.resolve(db.all(sql, values));

/** All pages, one after another, as a client reads them. */
async function readAll(filter: ChangesFilter, first: number): Promise<{ ids: string[]; pages: number }> {
  const ids: string[] = [];
  let after: string | undefined;
  for (let pages = 1; pages < 1_000; pages += 1) {
    const page = await changesPage(query, '', filter, { first, ...(after === undefined ? {} : { after }) });
    ids.push(...page.items.map(({ id }) => id));
    if (!page.hasNextPage) return { ids, pages };
    after = page.cutAfter ?? page.items.at(-1)?.id;
    if (after === undefined) throw new Error('a page without an end');
  }
  throw new Error('pages never end');
}

function expected({ stream, status, sinceMillis = 0, untilMillis = Infinity, ...others }: ChangesFilter): string[] {
  const fits = facts.filter((fact, n) => {
    const atMillis = BEGAN_AT + n * 1_000;
    const isIn = atMillis >= sinceMillis && atMillis < untilMillis;
    const isOfEntry = (stream ?? fact.stream) === fact.stream && (status ?? fact.state) === fact.state;
    return isIn && isOfEntry && Object.entries(others).every(([name, value]) => Reflect.get(fact, name) === value);
  });
  return fits.map(({ id }) => id).toReversed();
}

describe('the pages of a filter', () => {
  it.each<ChangesFilter>([
    {},
    { key: 'plan' },
    { key: 'rare' },
    { status: 'APPLIED' },
    { status: 'NOT_APPLIED' },
    { status: 'INTENDED', key: 'theme' },
    { stream: 'session:3', status: 'NOT_APPLIED' },
    { stream: 'session:2', key: 'theme', status: 'APPLIED' },
    { key: 'plan', actorId: 'old' },
    { key: 'theme', actorKind: 'API_KEY', status: 'APPLIED' },
    { key: 'rare', actorKind: 'USER', userId: 'user-1' },
    { userId: 'user-1', actorId: 'user-2' },
    { actorKind: 'OUTSIDE' },
    { key: 'plan', sinceMillis: BEGAN_AT + 500_000, untilMillis: BEGAN_AT + 1_500_000 },
  ])('have all that fits, once, the newest first: %j', async (filter) => {
    expect((await readAll(filter, 100)).ids).toEqual(expected(filter));
    expect((await readAll(filter, 7)).ids).toEqual(expected(filter));
  });

  it('end after a bounded look where nothing fits among many, and the next one goes on there', async () => {
    const filter = { actorId: 'old', key: 'late' };
    const first = await changesPage(query, '', filter, { first: 20 });
    expect(first).toEqual({ items: [], hasNextPage: true, cutAfter: facts[OLD - 1_000]?.id });
    expect(await readAll(filter, 20)).toEqual({ ids: [], pages: 2 });
  });

  it('look at no more than a thousand', async () => {
    const asked: (readonly unknown[])[] = [];
    const counted: typeof query = (sql, values) => {
      asked.push(values);
      return query(sql, values);
    };
    const page = await changesPage(counted, '', { key: 'plan', status: 'APPLIED', actorKind: 'USER' }, { first: 20 });
    expect(page.items).toHaveLength(20);
    expect(Math.max(...asked.flat().filter((value) => typeof value === 'number'))).toBeLessThanOrEqual(1_001);
  });
});
