import { beforeEach, describe, expect, it } from 'vitest';

import { type FakeCore, fakeCore, storedSession, withApiKey, withSession } from '../fakes.ts';
import { FakeHistory } from './fake-history.ts';

const BAD_INPUT = { code: 'BAD_USER_INPUT' };
const AUDITOR = withApiKey(['claims:audit']);
let core: FakeCore;
let history: FakeHistory;

beforeEach(() => {
  core = fakeCore();
  core.users.push({ id: 'ada', emails: [], tenantIds: ['public'] });
  history = new FakeHistory(core);
});

const page = (first: number, after: string | null = null, where = {}) =>
  history.service.changes(AUDITOR, where, { first, after });
const idsIn = (found: Awaited<ReturnType<typeof page>>) => found.edges.map(({ node }) => node.id);
const endOf = async (reading: Promise<Awaited<ReturnType<typeof page>>>) => (await reading).pageInfo.endCursor;

describe('the pages of changes', () => {
  it('have the newest first, each once, and stay while others are added', async () => {
    const ids = [1, 2, 3, 4, 5].map(() => history.record({}, { userId: 'ada' }, ['session:ada']));
    const first = await page(2);
    history.record({}, { userId: 'ada' }, ['session:ada']);
    const second = await page(2, first.pageInfo.endCursor);
    const third = await page(2, second.pageInfo.endCursor);
    expect([first, second, third].flatMap(idsIn)).toEqual(ids.toReversed());
    expect(third.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  });

  it('go on behind much that may not be seen', async () => {
    core.users.push({ id: 'admin', emails: [], tenantIds: ['acme'] });
    core.administrators.add('acme/admin');
    core.sessions.set('a_acme', storedSession('a_acme', 'admin', 'acme'));
    const id = history.record({}, {}, ['session:x_acme']);
    for (let index = 0; index < 25; index += 1) history.record({}, {}, ['session:ada']);
    const admin = withSession(core, 'a_acme');
    let found = await history.service.changes(admin, {}, { first: 1, after: null });
    expect(found).toMatchObject({ edges: [], pageInfo: { hasNextPage: true } });
    for (let pages = 0; found.pageInfo.hasNextPage && pages < 9; pages += 1) {
      found = await history.service.changes(admin, {}, { first: 1, after: found.pageInfo.endCursor });
    }
    expect(idsIn(found)).toEqual([id]);
  });

  it('go on behind the last one that was looked at, where few fit', async () => {
    const ids = [1, 2, 3].map(() => history.record({}, { userId: 'ada' }, ['session:ada']));
    const [oldest = ''] = ids;
    const read = history.changes.bind(history);
    history.changes = (filter, asked) =>
      asked.after === undefined
        ? Promise.resolve({ items: [], hasNextPage: true, cutAfter: ids[1] ?? '' })
        : read(filter, asked);
    const first = await page(2);
    expect(first).toMatchObject({ edges: [], pageInfo: { hasNextPage: true } });
    expect(idsIn(await page(2, first.pageInfo.endCursor))).toEqual([oldest]);
  });

  it.each([0, -1, 501])('are not given %s at a time', async (first) => {
    await expect(page(first)).rejects.toMatchObject(BAD_INPUT);
  });

  it('take no cursor of another query', async () => {
    for (let index = 0; index < 3; index += 1) history.record({}, { userId: 'ada' }, ['session:ada']);
    const all = await endOf(page(1));
    await expect(page(1, all, { userId: 'ada' })).rejects.toMatchObject(BAD_INPUT);
    const ofUser = await endOf(page(1, null, { userId: 'ada' }));
    await expect(page(1, ofUser, { sessionHandle: 'ada' })).rejects.toMatchObject(BAD_INPUT);
    const change = (await page(1)).edges[0]?.node;
    const targets = change && history.service.targetsOf(AUDITOR, change, { first: 1, after: all });
    await expect(targets).rejects.toMatchObject(BAD_INPUT);
  });

  it.each(['', 'x', btoa('[]'), btoa('["a","b","c"]'), btoa('[null,null]')])('take no %j', async (cursor) => {
    await expect(page(1, cursor)).rejects.toMatchObject(BAD_INPUT);
  });

  it.each([{ userId: 'a\0b' }, { key: '\ud800' }, { sessionHandle: '\0' }])('find nothing for %j', async (where) => {
    history.record({}, { userId: 'ada' }, ['session:ada']);
    history.changes = () => Promise.reject(new Error('the database was asked for what it cannot hold'));
    expect(idsIn(await page(1, null, where))).toEqual([]);
  });
});
