import { beforeAll, describe, expect, it } from 'vitest';

import { type Client, clientOf } from './support/client.ts';
import { startCoreFor, startTestCore } from './support/core.ts';
import { createSession } from './support/session.ts';

const HOUR_MILLIS = 3_600_000;

let core: Client;
beforeAll(async () => {
  core = clientOf((await startCoreFor()).url);
});

async function signUp(on: Client, email: string): Promise<string> {
  const { body } = await on.post('/recipe/signup', { email, password: 'secret-1' });
  return body.user?.id ?? '';
}

describe('a list of users', () => {
  const emails = ['ada@a.com', 'bob@b.org', 'eve@a.com', 'ann@sub.a.com', 'joe@b.org'];

  /** Two of them joined in the same millisecond. */
  async function fiveUsers(): Promise<Client> {
    let now = Date.now();
    const own = clientOf((await startTestCore({ now: () => now })).url);
    for (const [index, email] of emails.entries()) {
      now += index === 2 ? 0 : 1;
      await signUp(own, email);
    }
    return own;
  }

  async function pages(own: Client, query: Record<string, string>): Promise<string[][]> {
    const found: string[][] = [];
    let more: Record<string, string> | null = {};
    while (more !== null) {
      const { body }: Awaited<ReturnType<Client['get']>> = await own.get('/users', { ...query, ...more });
      found.push((body.users ?? []).map(({ emails: [email] }) => email ?? ''));
      more = body.nextPaginationToken === undefined ? null : { paginationToken: body.nextPaginationToken };
    }
    return found;
  }

  it('comes in pages, of which the last has no token', async () => {
    const own = await fiveUsers();
    for (const [limit, sizes] of [
      [1, [1, 1, 1, 1, 1]],
      [2, [2, 2, 1]],
      [5, [5]],
      [500, [5]],
    ] as const) {
      const found = await pages(own, { limit: String(limit) });
      expect(found.map(({ length }) => length)).toEqual(sizes);
      expect(found.flat().sort()).toEqual([...emails].sort());
    }
    const ascending = await pages(own, { limit: '2' });
    const descending = await pages(own, { limit: '2', timeJoinedOrder: 'DESC' });
    expect(descending.flat()).toEqual(ascending.flat().reverse());
  });

  it.each([
    ['a', ['ada@a.com', 'eve@a.com', 'ann@sub.a.com']],
    ['ADA', ['ada@a.com']],
    [' b.org ', ['bob@b.org', 'joe@b.org']],
    ['bob;sub', ['bob@b.org', 'ann@sub.a.com']],
    [';', emails],
    ['com', []],
    ['%', []],
    ['_da', []],
    ['x;'.repeat(3000) + 'eve', ['eve@a.com']],
  ])('is searched by beginnings of address or domain: %.20s', async (email, expected) => {
    const own = await fiveUsers();
    expect((await pages(own, { email, limit: '2' })).flat().sort()).toEqual([...expected].sort());
  });

  it.each([
    [{ includeRecipeIds: 'thirdparty,emailpassword' }, 5],
    [{ includeRecipeIds: 'passwordless' }, 0],
    [{ email: 'ada', provider: 'google' }, 0],
    [{ email: 'ada', phone: '' }, 1],
    [{ email: 'a', limit: '100000' }, 3],
  ])('has those whom the filter %j leaves', async (query, length) => {
    const own = await fiveUsers();
    expect((await own.get('/users', query)).body.users).toHaveLength(length);
  });

  it.each(['', 'emailpassword,', 'EmailPassword', 'emailpassword;thirdparty'])(
    'is not given, nor counted, for the recipes %j',
    async (includeRecipeIds) => {
      for (const path of ['/users', '/users/count']) {
        const answer = await core.get(path, { includeRecipeIds });
        expect(answer.status).toBe(400);
        expect(answer.text).toMatch(/^Unknown recipe ID: /);
      }
    },
  );

  it.each(['limit=0', 'limit=501', 'limit=-1', 'limit=x', 'limit=1.5', 'timeJoinedOrder=asc', 'timeJoinedOrder=x'])(
    'is not given for %s',
    async (query) => {
      expect((await core.send('GET', `/users?${query}`)).status).toBe(400);
    },
  );

  it.each(['x', '', 'bnVsbA', 'WzEsMl0', 'WyIxIiwiYSJd'])('is not given for the token %j', async (paginationToken) => {
    expect((await core.get('/users', { paginationToken })).status).toBe(400);
  });
});

describe('a user', () => {
  it('takes everything along when removed', async () => {
    const userId = await signUp(core, 'gone@example.com');
    const pair = { userId, email: 'gone@example.com' };
    const { handle } = await createSession(core, { userId });
    await core.put('/recipe/user/metadata', { userId, metadataUpdate: { a: 1 } });
    await core.put('/recipe/role', { role: 'gone' });
    await core.put('/recipe/user/role', { userId, role: 'gone' });
    const reset = await core.post('/recipe/user/password/reset/token', pair);
    const verification = await core.post('/recipe/user/email/verify/token', pair);
    expect((await core.post('/user/remove', { userId })).body).toEqual({ status: 'OK' });

    expect((await core.get('/recipe/session', { sessionHandle: handle })).body.status).toBe('UNAUTHORISED');
    expect((await core.get('/recipe/user/metadata', { userId })).body.metadata).toEqual({});
    expect((await core.get('/recipe/user/roles', { userId })).body).toEqual({ status: 'OK', roles: [] });
    const consumed = await core.post('/recipe/user/password/reset/token/consume', { token: reset.body.token });
    expect(consumed.body.status).toBe('RESET_PASSWORD_INVALID_TOKEN_ERROR');
    const verified = await core.post('/recipe/user/email/verify', { method: 'token', token: verification.body.token });
    expect(verified.body.status).toBe('EMAIL_VERIFICATION_INVALID_TOKEN_ERROR');
    expect((await core.post('/recipe/signin', { email: pair.email, password: 'secret-1' })).body.status).toBe(
      'WRONG_CREDENTIALS_ERROR',
    );
    expect(await signUp(core, pair.email)).not.toBe(userId);
  });

  it('of one email is made once, however many sign up at the same moment', async () => {
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => core.post('/recipe/signup', { email: 'One@example.com', password: 'x' })),
    );
    expect(answers.map(({ body }) => body.status).sort()).toEqual([
      ...Array.from({ length: 5 }, () => 'EMAIL_ALREADY_EXISTS_ERROR'),
      'OK',
    ]);
  });

  it('is verified for the email that it has now', async () => {
    const userId = await signUp(core, 'old@example.com');
    const pair = { userId, email: ' Old@Example.com' };
    const { body } = await core.post('/recipe/user/email/verify/token', pair);
    await core.post('/recipe/user/email/verify', { method: 'token', token: body.token });
    const isVerified = async (): Promise<boolean> =>
      (await core.get('/user/id', { userId })).text.includes('"verified":true');
    expect(await isVerified()).toBe(true);
    await core.put('/recipe/user', { recipeUserId: userId, email: 'new@example.com' });
    expect(await isVerified()).toBe(false);
    await core.put('/recipe/user', { recipeUserId: userId, email: 'OLD@example.com' });
    expect(await isVerified()).toBe(true);
    expect((await core.get('/recipe/user/email/verify', pair)).body).toEqual({ status: 'OK', isVerified: false });
  });

  it('spends all tokens with one', async () => {
    const userId = await signUp(core, 'tokens@example.com');
    const pair = { userId, email: 'tokens@example.com' };
    for (const [make, use, body] of [
      ['/recipe/user/password/reset/token', '/recipe/user/password/reset/token/consume', {}],
      ['/recipe/user/email/verify/token', '/recipe/user/email/verify', { method: 'token' }],
    ] as const) {
      const tokens = await Promise.all([core.post(make, pair), core.post(make, pair)]);
      const used = await Promise.all(tokens.map(({ body: { token } }) => core.post(use, { ...body, token })));
      expect(used.filter(({ body: { status } }) => status === 'OK')).toHaveLength(1);
    }
  });
});

describe('what has expired', () => {
  it('is of no use, and is deleted in time', async () => {
    let now = Date.now();
    const own = clientOf(
      (await startTestCore({ now: () => now, cleanUpMillis: 10 }, { refresh_token_validity: 1 })).url,
    );
    const userId = await signUp(own, 'late@example.com');
    const { handle } = await createSession(own);
    const reset = await own.post('/recipe/user/password/reset/token', { userId, email: 'late@example.com' });
    now += HOUR_MILLIS;
    const consumed = await own.post('/recipe/user/password/reset/token/consume', { token: reset.body.token });
    expect(consumed.body.status).toBe('RESET_PASSWORD_INVALID_TOKEN_ERROR');

    const isThere = async (): Promise<boolean> => {
      now -= HOUR_MILLIS;
      const { body } = await own.get('/recipe/session', { sessionHandle: handle });
      now += HOUR_MILLIS;
      return body.status === 'OK';
    };
    await expect.poll(isThere).toBe(false);
  });
});

describe('simultaneous updates of metadata', () => {
  it('of different members are all kept', async () => {
    await Promise.all(
      Array.from({ length: 64 }, (_, index) =>
        core.put('/recipe/user/metadata', { userId: 'many', metadataUpdate: { [`m${index}`]: index } }),
      ),
    );
    const { body } = await core.get('/recipe/user/metadata', { userId: 'many' });
    expect(Object.keys(body.metadata ?? {})).toHaveLength(64);
  });
});

describe('a role', () => {
  it.each(['', '  '])('is not called %j, nor is a permission', async (name) => {
    const answers = await Promise.all([
      core.put('/recipe/role', { role: name }),
      core.put('/recipe/role', { role: 'x', permissions: [name] }),
      core.put('/recipe/user/role', { userId: 'u', role: name }),
      core.post('/recipe/role/remove', { role: name }),
      core.get('/recipe/role/permissions', { role: name }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400]);
  });

  it('and its permissions are trimmed, and there once', async () => {
    await core.put('/recipe/role', { role: ' spaced ', permissions: [' a ', 'a', 'b'] });
    const { body } = await core.get('/recipe/role/permissions', { role: 'spaced' });
    expect(body).toEqual({ status: 'OK', permissions: ['a', 'b'] });
  });
});
