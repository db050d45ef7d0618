import { beforeEach, describe, expect, it } from 'vitest';

import { type FakeCore, fakeCore, storedSession, withApiKey, withSession } from '../fakes.ts';

const input = { claims: { plan: 'pro' }, mode: 'MERGE', dryRun: false } as const;

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
