import { beforeEach, describe, expect, it } from 'vitest';

import { type FakeCore, fakeCore, storedSession, withApiKey, withSession } from '../fakes.ts';

const input = { claims: { plan: 'pro' }, mode: 'MERGE', dryRun: false, reason: null } as const;

let core: FakeCore;

beforeEach(() => {
  core = fakeCore();
  core.users.push(
    { id: 'ada', emails: ['ada@example.com'], tenantIds: ['public', 'acme'] },
    { id: 'bob', emails: ['bob@example.com'], tenantIds: ['public'] },
    { id: 'other-ada', emails: ['ada@example.com'], tenantIds: ['globex'] },
    { id: 'admin', emails: [], tenantIds: ['acme', 'public'] },
  );
  for (const [handle, userId, tenantId] of [
    ['ada-public', 'ada', 'public'],
    ['ada-acme', 'ada', 'acme'],
    ['own-acme', 'stranger', 'acme'],
    ['admin-acme', 'admin', 'acme'],
    ['admin-public', 'admin', 'public'],
  ] as const) {
    core.sessions.set(handle, storedSession(handle, userId, tenantId));
  }
  core.administrators.add('acme/admin').add('public/admin');
});

const payloadOf = (handle: string) => core.sessions.get(handle)?.payload;

describe('an API key', () => {
  it('reaches the sessions of every tenant', async () => {
    const { sessions } = await core.service.updateUserClaims(withApiKey(), {
      ...input,
      user: { id: 'ada' },
      reach: 'LIVE_AND_FUTURE_SESSIONS',
    });
    expect(sessions.map(({ handle }) => handle)).toEqual(['ada-public', 'ada-acme']);
    expect(core.standing.get('ada')).toEqual({ plan: 'pro' });
  });

  it('is told where an email address is that of several users', async () => {
    const order = { ...input, user: { email: 'ada@example.com' }, reach: 'LIVE_SESSIONS' } as const;
    const { userErrors } = await core.service.updateUserClaims(withApiKey(), order);
    expect(userErrors).toMatchObject([{ code: 'AMBIGUOUS_USER', path: ['user', 'email'] }]);
    await expect(core.service.user(withApiKey(), { email: 'ada@example.com' })).rejects.toMatchObject({
      code: 'AMBIGUOUS_USER',
    });
  });
});

describe('an API key that is bound to tenants', () => {
  const bound = (...tenants: string[]) => withApiKey(undefined, { tenants });

  it('reaches the sessions of these tenants only', async () => {
    const order = { ...input, user: { id: 'ada' }, reach: 'LIVE_SESSIONS' } as const;
    const acme = await core.service.updateUserClaims(bound('acme', 'globex'), order);
    expect(acme.sessions.map(({ handle }) => handle)).toEqual(['ada-acme']);
    expect(payloadOf('ada-public')).toEqual({});
    const both = await core.service.updateUserClaims(bound('acme', 'public'), order);
    expect(both.sessions.map(({ handle }) => handle)).toEqual(['ada-public', 'ada-acme']);
  });

  it('does not see users of other tenants, by id or by email', async () => {
    expect(await core.service.user(bound('acme'), { id: 'bob' })).toBeNull();
    expect(await core.service.user(bound('acme'), { email: 'bob@example.com' })).toBeNull();
    expect(await core.service.user(bound('globex'), { email: 'ada@example.com' })).toMatchObject({ id: 'other-ada' });
    const order = { ...input, user: { id: 'stranger' }, reach: 'LIVE_SESSIONS' } as const;
    const { userErrors } = await core.service.updateUserClaims(bound('globex'), order);
    expect(userErrors).toMatchObject([{ code: 'USER_NOT_FOUND' }]);
  });

  it('lists the users of these tenants only, each once', async () => {
    const page = { first: 10, after: null, emailPrefix: null };
    const idsOf = async (...tenants: string[]) =>
      (await core.service.users(bound(...tenants), page)).edges.map(({ node }) => node.id);
    expect(await idsOf('globex')).toEqual(['other-ada']);
    expect(await idsOf('public', 'acme', 'none')).toEqual(['ada', 'admin', 'bob']);
  });

  it('ends the sessions of these tenants only', async () => {
    const end = (handle: string) => core.service.endSession(bound('acme'), { handle, reason: null });
    expect([await end('ada-public'), await end('ada-acme')]).toMatchObject([{ ended: false }, { ended: true }]);
  });

  it('changes future sessions, which are those of all tenants, only where it reaches the tenant public', async () => {
    const order = { ...input, user: { id: 'ada' }, reach: 'LIVE_AND_FUTURE_SESSIONS' } as const;
    await expect(core.service.updateUserClaims(bound('acme'), order)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(core.standing.size).toBe(0);
    await core.service.updateUserClaims(bound('acme', 'public'), order);
    expect(core.standing.get('ada')).toEqual({ plan: 'pro' });
  });
});

describe('an API key that is bound to claims', () => {
  const plan = withApiKey(undefined, { claims: ['plan'] });

  it('writes no other claim, of live or of future sessions', async () => {
    const order = { ...input, claims: { plan: 'pro', role: 'x' }, user: { id: 'ada' } } as const;
    const refused = await core.service.updateUserClaims(plan, { ...order, reach: 'LIVE_AND_FUTURE_SESSIONS' });
    expect(refused.userErrors).toMatchObject([{ code: 'CLAIM_NOT_ALLOWED', path: ['claims', 'role'] }]);
    expect([payloadOf('ada-public'), core.standing.size]).toEqual([{}, 0]);
  });

  it('ends no session', async () => {
    const end = core.service.endSession(plan, { handle: 'ada-acme', reason: null });
    await expect(end).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(core.sessions.has('ada-acme')).toBe(true);
  });

  it('replaces only what it may write', async () => {
    core.sessions.set('bob-public', storedSession('bob-public', 'bob', 'public', { plan: 'free', role: 'x' }));
    core.standing.set('bob', { plan: 'free', role: 'x' });
    const order = { ...input, claims: {}, mode: 'REPLACE', user: { id: 'bob' } } as const;
    await core.service.updateUserClaims(plan, { ...order, reach: 'LIVE_AND_FUTURE_SESSIONS' });
    expect(payloadOf('bob-public')).toEqual({ role: 'x' });
    expect(core.standing.get('bob')).toEqual({ role: 'x' });
  });
});

it.each(['', 'x'.repeat(129), 'a\0b', '\ud800'])('the impossible id %j is nobody', async (id) => {
  const order = { ...input, user: { id }, reach: 'LIVE_SESSIONS' } as const;
  const { userErrors } = await core.service.updateUserClaims(withApiKey(), order);
  expect(userErrors).toMatchObject([{ code: 'USER_NOT_FOUND', path: ['user', 'id'] }]);
});

describe("an administrator's session", () => {
  it('reaches the sessions of its own tenant only', async () => {
    const order = { ...input, user: { email: 'ada@example.com' }, reach: 'LIVE_SESSIONS' } as const;
    const { sessions } = await core.service.updateUserClaims(withSession(core, 'admin-acme'), order);
    expect(sessions.map(({ handle }) => handle)).toEqual(['ada-acme']);
    expect(payloadOf('ada-public')).toEqual({});
  });

  it('does not see users of other tenants', async () => {
    const { userErrors } = await core.service.updateUserClaims(withSession(core, 'admin-acme'), {
      ...input,
      user: { id: 'bob' },
      reach: 'LIVE_SESSIONS',
    });
    expect(userErrors).toMatchObject([{ code: 'USER_NOT_FOUND', path: ['user', 'id'] }]);
    expect(await core.service.user(withSession(core, 'admin-acme'), { id: 'bob' })).toBeNull();
  });

  it('reaches sessions of ids that the core does not know, in its own tenant', async () => {
    const order = { ...input, user: { id: 'stranger' }, reach: 'LIVE_SESSIONS' } as const;
    expect((await core.service.updateUserClaims(withSession(core, 'admin-acme'), order)).userErrors).toEqual([]);
    expect(payloadOf('own-acme')).toEqual({ plan: 'pro' });
    const elsewhere = await core.service.updateUserClaims(withSession(core, 'admin-public'), order);
    expect(elsewhere.userErrors).toMatchObject([{ code: 'USER_NOT_FOUND' }]);
  });

  it('may change future sessions from the tenant public, and from no other', async () => {
    const order = { ...input, user: { id: 'ada' }, reach: 'LIVE_AND_FUTURE_SESSIONS' } as const;
    await expect(core.service.updateUserClaims(withSession(core, 'admin-acme'), order)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(core.standing.size).toBe(0);
    await core.service.updateUserClaims(withSession(core, 'admin-public'), order);
    expect(core.standing.get('ada')).toEqual({ plan: 'pro' });
  });

  it('needs the permission in the tenant of the session', async () => {
    core.administrators.delete('acme/admin');
    const order = { ...input, user: { id: 'ada' }, reach: 'LIVE_SESSIONS' } as const;
    await expect(core.service.updateUserClaims(withSession(core, 'admin-acme'), order)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });
});

describe('the log', () => {
  it('has who changed whose claims, in which sessions, and no value', async () => {
    await core.service.updateUserClaims(withApiKey(), {
      ...input,
      user: { id: 'ada' },
      reach: 'LIVE_AND_FUTURE_SESSIONS',
    });
    expect(core.changes).toEqual([
      {
        by: { apiKey: 'tests' },
        userId: 'ada',
        handles: ['ada-public', 'ada-acme'],
        standing: true,
        mode: 'MERGE',
        added: ['plan'],
        updated: [],
        removed: [],
      },
    ]);
  });
});
