import { beforeEach, describe, expect, it } from 'vitest';

import { type FakeCore, fakeCore, storedSession, withApiKey, withSession } from '../fakes.ts';

let core: FakeCore;

beforeEach(() => {
  core = fakeCore();
  core.users.push({ id: 'admin', emails: [], tenantIds: ['acme'] });
  core.sessions.set('admin-acme', storedSession('admin-acme', 'admin', 'acme'));
  core.administrators.add('acme/admin');
});

const BAD_INPUT = { code: 'BAD_USER_INPUT' };
const NO_CURSORS = ['', 'x', '%', btoa('{}'), btoa('[]'), btoa('[1]'), btoa('["a",null,-1]'), btoa('["a",null,0.5]')];
const FOREIGN_CURSORS = [btoa('["nowhere",null,0]'), btoa('["acme",null,0,1]'), btoa('["acme",7,0]')];

describe('the sessions of a user', () => {
  const ada = { id: 'ada', emails: [], memberOf: [], tenantIds: null };
  const page = (first: number, after: string | null = null) =>
    core.service.sessionsOf(withApiKey(), ada, { first, after });
  const handlesOf = (found: Awaited<ReturnType<typeof page>>) => found.edges.map(({ node }) => node.handle);

  beforeEach(() => {
    for (const handle of ['c', 'a', 'e', 'b', 'd']) core.sessions.set(handle, storedSession(handle, 'ada', 'public'));
  });

  it('come page by page, each once', async () => {
    const first = await page(2);
    expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    const second = await page(2, first.pageInfo.endCursor);
    const third = await page(2, second.pageInfo.endCursor);
    expect([first, second, third].map(handlesOf)).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
    expect(third.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  });

  it('are left out of no page because others end', async () => {
    const { pageInfo } = await page(2);
    for (const handle of ['a', 'b']) core.sessions.delete(handle);
    expect(handlesOf(await page(2, pageInfo.endCursor))).toEqual(['c', 'd']);
  });

  it('lead to the next page where those of this one end while it is read', async () => {
    for (const handle of ['a', 'b']) {
      // Listed, and not found when it is read.
      core.sessions.delete(handle);
      core.sessions.set(`listed ${handle}`, storedSession(handle, 'ada', 'public'));
    }
    const { edges, pageInfo } = await page(2);
    expect(edges).toEqual([]);
    expect(handlesOf(await page(2, pageInfo.endCursor))).toEqual(['c', 'd']);
  });

  it.each([0, -1, 501, 2 ** 31 - 1])('are not given %s at a time', async (first) => {
    await expect(page(first)).rejects.toMatchObject(BAD_INPUT);
  });

  it.each(NO_CURSORS)('do not begin after %j, which is no cursor', async (cursor) => {
    await expect(page(2, cursor)).rejects.toMatchObject(BAD_INPUT);
  });
});

describe('users', () => {
  const list = (first: number, after: string | null = null, by = withApiKey()) =>
    core.service.users(by, { first, after, emailPrefix: null });

  beforeEach(() => {
    for (const id of ['a', 'b', 'c', 'd', 'e']) core.users.push({ id, emails: [], tenantIds: ['public'] });
    core.users.push({ id: 'both', emails: [], tenantIds: ['public', 'acme'] });
  });

  it.each([1, 2, 3, 4, 6, 7, 500])('of all tenants come %s at a time, each once', async (first) => {
    const found: string[] = [];
    let after: string | null = null;
    let isMore = true;
    while (isMore) {
      const { edges, pageInfo } = await list(first, after);
      found.push(...edges.map(({ node }) => node.id));
      ({ endCursor: after, hasNextPage: isMore } = pageInfo);
    }
    expect(found).toEqual(['admin', 'both', 'a', 'b', 'c', 'd', 'e']);
  });

  it('of its own tenant alone are shown to a session', async () => {
    const { edges } = await list(500, null, withSession(core, 'admin-acme'));
    expect(edges.map(({ node }) => node)).toMatchObject([
      { id: 'admin', tenantIds: ['acme'] },
      { id: 'both', tenantIds: ['acme'] },
    ]);
  });

  it.each([...NO_CURSORS, ...FOREIGN_CURSORS])('do not begin after %j, which is no cursor', async (cursor) => {
    await expect(list(2, cursor)).rejects.toMatchObject(BAD_INPUT);
  });

  it('of another tenant are not reached by a cursor from there', async () => {
    const { pageInfo } = await list(4);
    await expect(list(4, pageInfo.endCursor, withSession(core, 'admin-acme'))).rejects.toMatchObject(BAD_INPUT);
  });

  it('are not listed without claims:read', async () => {
    const writer = withApiKey(['claims:write']);
    await expect(list(1, null, writer)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});
