import { beforeAll, describe, expect, it } from 'vitest';

import { type Client, clientOf } from './support/client.ts';
import { startCoreFor, startTestCore } from './support/core.ts';
import {
  createSession,
  type OwnSession,
  payloadOf,
  refresh,
  refreshed,
  regenerate,
  verify,
} from './support/session.ts';

const MINUTE_MILLIS = 60_000;

let core: Client;
beforeAll(async () => {
  core = clientOf((await startCoreFor()).url);
});

describe('refreshing', () => {
  it('makes siblings, until one of them is used: then the other and the parent are stolen', async () => {
    const first = await createSession(core);
    const one = await refreshed(core, first.refreshToken);
    const other = await refreshed(core, first.refreshToken);
    expect((await verify(core, one.accessToken)).body.accessToken).toBeDefined();

    const session = { handle: first.handle, userId: 'ada', recipeUserId: 'ada' };
    for (const lost of [other.refreshToken, first.refreshToken]) {
      expect((await refresh(core, lost)).body).toEqual({ status: 'TOKEN_THEFT_DETECTED', session });
    }
    expect((await refresh(core, one.refreshToken)).body.status).toBe('OK');
  });

  it('with a successor promotes it, and makes the next one', async () => {
    const first = await createSession(core);
    const second = await refreshed(core, first.refreshToken);
    const third = await refreshed(core, second.refreshToken);
    expect(payloadOf(third.accessToken)).toMatchObject({
      parentRefreshTokenHash1: payloadOf(second.accessToken)['refreshTokenHash1'],
    });
    expect((await refresh(core, first.refreshToken)).body.status).toBe('TOKEN_THEFT_DETECTED');
    expect((await refresh(core, second.refreshToken)).body.status).toBe('OK');
  });

  it('knows the grandchild of a current token no more than a stranger', async () => {
    const first = await createSession(core);
    const second = await refreshed(core, first.refreshToken);
    const third = await refreshed(core, second.refreshToken);
    const fourth = await refreshed(core, third.refreshToken);
    expect((await refresh(core, second.refreshToken)).body.status).toBe('TOKEN_THEFT_DETECTED');
    expect((await refresh(core, fourth.refreshToken)).body.status).toBe('OK');
  });

  it('gives every one of many simultaneous refreshes a pair', async () => {
    const first = await createSession(core);
    const pairs = await Promise.all(Array.from({ length: 20 }, () => refreshed(core, first.refreshToken)));
    expect(new Set(pairs.map(({ refreshToken }) => refreshToken)).size).toBe(20);
  });

  it('promotes one of many siblings that are used at once', async () => {
    const first = await createSession(core);
    const pairs = await Promise.all(Array.from({ length: 8 }, () => refreshed(core, first.refreshToken)));
    const answers = await Promise.all(pairs.map(({ accessToken }) => verify(core, accessToken)));
    expect(answers.every(({ body }) => body.status === 'OK')).toBe(true);
    expect(answers.filter(({ body }) => body.accessToken !== undefined)).toHaveLength(1);
    const after = await Promise.all(pairs.map(({ refreshToken }) => refresh(core, refreshToken)));
    expect(after.filter(({ body }) => body.status === 'OK')).toHaveLength(1);
  });

  it.each(['', 'x', 'a.b.V2', 'AAAA'.repeat(40), '\ud83d\ude00'])('does not know the token %j', async (garbage) => {
    const { body } = await refresh(core, garbage);
    expect(body).toMatchObject({ status: 'UNAUTHORISED' });
    expect(body.message).toMatch(/./);
  });

  it('does not know a token of which one character differs', async () => {
    const { refreshToken } = await createSession(core);
    for (const position of [0, 20, refreshToken.length - 1]) {
      const other = refreshToken[position] === 'A' ? 'Q' : 'A';
      const forged = refreshToken.slice(0, position) + other + refreshToken.slice(position + 1);
      expect((await refresh(core, forged)).body.status).toBe('UNAUTHORISED');
    }
    expect((await refresh(core, `${refreshToken}=`)).body.status).toBe('UNAUTHORISED');
  });

  it('does not know a token of another core', async () => {
    const other = clientOf((await startTestCore()).url);
    const { refreshToken } = await createSession(other);
    expect((await refresh(core, refreshToken)).body.status).toBe('UNAUTHORISED');
  });

  it('changes the kind of the key, before any promotion', async () => {
    const first = await createSession(core, { useDynamicSigningKey: false });
    await refreshed(core, first.refreshToken, { useDynamicSigningKey: true });
    const { body } = await regenerate(core, first.accessToken, { a: 2 });
    expect(Buffer.from(body.accessToken?.token.split('.')[0] ?? '', 'base64url').toString()).toContain('"kid":"d-');
  });
});

describe('a lost sibling', () => {
  async function lostSibling(): Promise<OwnSession> {
    const first = await createSession(core);
    const lost = await refreshed(core, first.refreshToken);
    const used = await refreshed(core, first.refreshToken);
    await verify(core, used.accessToken);
    return lost;
  }

  it('passes with its own payload', async () => {
    const { accessToken } = await lostSibling();
    const { body } = await verify(core, accessToken, { checkDatabase: true });
    expect(Object.keys(body).sort()).toEqual(['session', 'status']);
  });

  it('with a stale payload gets a new token at each database check', async () => {
    const { handle, accessToken } = await lostSibling();
    await core.put('/recipe/jwt/data', { sessionHandle: handle, userDataInJWT: { a: 2 } });
    expect((await verify(core, accessToken)).body.session?.userDataInJWT).toEqual({ a: 1 });
    for (let time = 0; time < 2; time++) {
      const { body } = await verify(core, accessToken, { checkDatabase: true });
      expect(body.session?.userDataInJWT).toEqual({ a: 2 });
      expect(payloadOf(body.accessToken?.token)).toMatchObject({ a: 2, parentRefreshTokenHash1: null });
    }
  });
});

describe('an expired session', () => {
  async function expiredSession(): Promise<{ core: Client; first: OwnSession; successor: OwnSession }> {
    let now = Date.now();
    const own = clientOf((await startTestCore({ now: () => now }, { refresh_token_validity: 10 })).url);
    const first = await createSession(own);
    const successor = await refreshed(own, first.refreshToken);
    now += 10 * MINUTE_MILLIS;
    return { core: own, first, successor };
  }

  it('counts as absent everywhere, and is not revived', async () => {
    const { core: own, first, successor } = await expiredSession();
    const { handle, accessToken, refreshToken } = first;
    const answers = await Promise.all([
      refresh(own, refreshToken),
      refresh(own, successor.refreshToken),
      verify(own, successor.accessToken),
      verify(own, accessToken, { checkDatabase: true }),
      regenerate(own, accessToken, { a: 2 }),
      own.get('/recipe/session', { sessionHandle: handle }),
      own.put('/recipe/jwt/data', { sessionHandle: handle, userDataInJWT: {} }),
      own.put('/recipe/session/data', { sessionHandle: handle, userDataInDatabase: {} }),
    ]);
    for (const { body } of answers) {
      expect(body.status).toBe('UNAUTHORISED');
      expect(body.message).toMatch(/./);
    }
    expect((await own.get('/recipe/session/user', { userId: 'ada' })).body.sessionHandles).toEqual([]);
    const removed = await own.post('/recipe/session/remove', { sessionHandles: [handle] });
    expect(removed.body).toEqual({ status: 'OK', sessionHandlesRevoked: [] });
  });

  it('lives on from the use of a successor', async () => {
    let now = Date.now();
    const own = clientOf((await startTestCore({ now: () => now }, { refresh_token_validity: 10 })).url);
    const first = await createSession(own);
    now += 9 * MINUTE_MILLIS;
    const second = await refreshed(own, first.refreshToken);
    await verify(own, second.accessToken);
    now += 9 * MINUTE_MILLIS;
    const { body } = await own.get('/recipe/session', { sessionHandle: first.handle });
    expect(body.expiry).toBe(now + MINUTE_MILLIS);
  });
});

describe('an expired access token', () => {
  it('cannot be verified, but still writes', async () => {
    let now = Date.now();
    const own = clientOf((await startTestCore({ now: () => now }, { access_token_validity: 60 })).url);
    const { handle, accessToken } = await createSession(own);
    now += MINUTE_MILLIS + 1000;
    expect((await verify(own, accessToken)).body.status).toBe('TRY_REFRESH_TOKEN');
    const { body } = await regenerate(own, accessToken, { b: 1 });
    expect(Object.keys(body).sort()).toEqual(['session', 'status']);
    const stored = await own.get('/recipe/session', { sessionHandle: handle });
    expect(stored.body.userDataInJWT).toEqual({ b: 1 });
  });
});
