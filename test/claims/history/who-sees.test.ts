import { beforeEach, describe, expect, it } from 'vitest';

import type { HistoryService } from '../../../src/claims/history/service.ts';
import { type FakeCore, fakeCore, storedSession, withApiKey, withSession } from '../fakes.ts';
import { FakeHistory } from './fake-history.ts';

let core: FakeCore;
let history: FakeHistory;
const PAGE = { first: 10, after: null };
const AUDITOR = withApiKey(['claims:audit']);
const FORBIDDEN = { code: 'FORBIDDEN' };
const ADMIN = { kind: 'API_KEY', name: 'backend' } as const;
const adminChange = { userId: 'ada', reason: 'paid', mode: 'MERGE', requestId: 'r1' } as const;

beforeEach(() => {
  core = fakeCore();
  for (const id of ['ada', 'bob']) {
    core.users.push({ id, emails: [], tenantIds: ['public'] });
    core.sessions.set(id, storedSession(id, id, 'public', { plan: 'PRO', theme: 'DARK' }));
  }
  history = new FakeHistory(core);
});

const idsIn = (page: Awaited<ReturnType<HistoryService['changes']>>) => page.edges.map(({ node }) => node.id);

describe('a user', () => {
  it('sees of the changes of their claims by others only when, what kind of actor, and what', async () => {
    const id = history.record(ADMIN, adminChange, ['session:ada', 'standing:ada']);
    const ada = withSession(core, 'ada');
    const change = await history.service.change(ada, id);
    const hidden = { reason: null, mode: null, requestId: null, by: { kind: 'API_KEY', id: null, name: null } };
    expect(change).toMatchObject({ id, userId: 'ada', ...hidden });
    const targets = change && (await history.service.targetsOf(ada, change, PAGE));
    expect(targets?.edges.map(({ node }) => [node.sessionHandle, node.diffs])).toEqual([
      ['ada', [{ key: 'plan', kind: 'ADDED', before: null, after: 'PRO' }]],
    ]);
  });

  it('sees all of their own changes', async () => {
    const own = { userId: 'ada', reason: 'dark is better', mode: 'MERGE', requestId: 'r1' } as const;
    const id = history.record({ id: 'ada' }, own, ['session:ada']);
    const shown = { reason: own.reason, mode: 'MERGE', requestId: 'r1', by: { kind: 'USER', id: 'ada' } };
    expect(await history.service.change(withSession(core, 'ada'), id)).toMatchObject(shown);
  });

  it.each(['00000000-0000-7000-8000-000000000000', '00000000-0000-7000-8000-00000000000f', '', 'x', '\0', '\ud800'])(
    'is told the same of a change of others and of none: %j',
    async (id) => {
      history.record(ADMIN, adminChange, ['session:ada']);
      expect(await history.service.change(withSession(core, 'bob'), id)).toBeNull();
    },
  );

  it('sees in a list only changes of their own claims', async () => {
    history.record(ADMIN, adminChange, ['session:ada']);
    const id = history.record(ADMIN, { userId: 'bob' }, ['session:bob']);
    expect(idsIn(await history.service.changes(withSession(core, 'bob'), {}, PAGE))).toEqual([id]);
    expect(idsIn(await history.service.changes(withSession(core, 'bob'), { sessionHandle: 'ada' }, PAGE))).toEqual([]);
  });

  it.each([{ userId: 'ada' }, { actorId: 'ada' }])('may not ask for %j, who is somebody else', async (where) => {
    await expect(history.service.changes(withSession(core, 'bob'), where, PAGE)).rejects.toMatchObject(FORBIDDEN);
  });

  it('may not see the past of the session of others, nor where its claims come from', async () => {
    const [bob, session] = [withSession(core, 'bob'), storedSession('ada', 'ada', 'public')];
    await expect(history.service.changesOfSession(bob, session, PAGE)).rejects.toMatchObject(FORBIDDEN);
    await expect(history.service.provenance(bob, session)).rejects.toMatchObject(FORBIDDEN);
    const user = { id: 'ada', emails: [], memberOf: [], tenantIds: null };
    await expect(history.service.changesOfUser(bob, user, PAGE)).rejects.toMatchObject(FORBIDDEN);
  });

  it('sees their own past beside an API key that may not read it', async () => {
    const id = history.record(ADMIN, adminChange, ['session:ada']);
    const ada = withSession(core, 'ada', withApiKey(['claims:write']).caller);
    const session = storedSession('ada', 'ada', 'public');
    expect(idsIn(await history.service.changesOfSession(ada, session, PAGE))).toEqual([id]);
    await expect(history.service.changes(ada, {}, PAGE)).rejects.toMatchObject(FORBIDDEN);
    const invalid = withSession(core, 'ada', { kind: 'invalid' });
    await expect(history.service.changesOfSession(invalid, session, PAGE)).rejects.toMatchObject(FORBIDDEN);
  });
});

describe('an auditor', () => {
  it('sees who changed what, and why', async () => {
    const id = history.record(ADMIN, adminChange, ['session:ada', 'standing:ada']);
    const change = await history.service.change(AUDITOR, id);
    expect(change).toMatchObject({ by: { kind: 'API_KEY', name: 'backend' }, reason: 'paid', requestId: 'r1' });
    const targets = change && (await history.service.targetsOf(AUDITOR, change, PAGE));
    expect(targets?.edges.map(({ node }) => node.standing)).toEqual([false, true]);
  });

  it('of a tenant sees what was done there, and nothing else', async () => {
    core.users.push({ id: 'admin', emails: [], tenantIds: ['acme'] }, { id: 'cy', emails: [], tenantIds: ['acme'] });
    core.administrators.add('acme/admin');
    core.sessions.set('a_acme', storedSession('a_acme', 'admin', 'acme'));
    const admin = withSession(core, 'a_acme');
    history.record(ADMIN, { userId: 'ada' }, ['session:ada', 'standing:ada']);
    const both = history.record(ADMIN, { userId: 'cy' }, ['session:cy', 'session:cy_acme', 'standing:cy']);
    expect(idsIn(await history.service.changes(admin, {}, PAGE))).toEqual([both]);
    const change = await history.service.change(admin, both);
    const targets = change && (await history.service.targetsOf(admin, change, PAGE));
    expect(targets?.edges.map(({ node }) => node.sessionHandle)).toEqual(['cy_acme', null]);
  });
});

describe('who may only write', () => {
  it('is not told by their own change what was there before', async () => {
    const id = history.record(ADMIN, adminChange, ['session:ada']);
    const shown = await history.service.change(AUDITOR, id);
    if (shown === null) throw new Error('the change is not there');
    const writer = withApiKey(['claims:write']);
    const change = { ...shown, view: null, undoes: id };
    await expect(history.service.targetsOf(writer, change, PAGE)).rejects.toMatchObject(FORBIDDEN);
    await expect(history.service.revertsOf(writer, change)).rejects.toMatchObject(FORBIDDEN);
    await expect(history.service.revertedBy(writer, change)).rejects.toMatchObject(FORBIDDEN);
  });
});

describe('one request', () => {
  it('reads a bounded part of the past, however many connections it nests', async () => {
    for (let index = 0; index < 500; index += 1) history.record(ADMIN, adminChange, ['session:ada']);
    const page = { first: 500, after: null };
    const { edges } = await history.service.changes(AUDITOR, {}, page);
    const targets = await Promise.allSettled(
      [1, 2, 3].flatMap(() => edges.map(({ node }) => history.service.targetsOf(AUDITOR, node, page))),
    );
    const refused = targets.flatMap((target) => (target.status === 'rejected' ? [target.reason as unknown] : []));
    expect(refused.length).toBeGreaterThan(400);
    expect(refused[0]).toMatchObject({ code: 'BAD_USER_INPUT', message: expect.stringContaining('2500') as unknown });
  });
});
