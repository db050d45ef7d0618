import { createHmac, generateKeyPairSync, sign } from 'node:crypto';

import { beforeAll, describe, expect, it } from 'vitest';

import { type Client, clientOf } from './support/client.ts';
import { startCoreFor, startTestCore } from './support/core.ts';
import { createSession, kidOf, payloadOf, refresh, regenerate, verify } from './support/session.ts';

let core: Client;
beforeAll(async () => {
  core = clientOf((await startCoreFor()).url);
});

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The last letter of 256 bytes in base64url has four bits that say nothing. */
function otherSpelling(token: string): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return token.slice(0, -1) + letters.charAt(letters.indexOf(token.slice(-1)) + 1);
}

/** Tokens that somebody made who has no key of the core. */
function forgeries(token: string): [string, string][] {
  const payload = payloadOf(token);
  const kid = String(kidOf(token));
  const header = { alg: 'RS256', typ: 'JWT', version: '5', kid };
  const content = `${encode(header)}.${encode({ ...payload, admin: true })}`;
  const hmacContent = `${encode({ ...header, alg: 'HS256' })}.${encode(payload)}`;
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const [head = '', body = '', signature = ''] = token.split('.');
  return [
    ['another payload', `${content}.${signature}`],
    ['no signature', `${content}.`],
    ['alg none', `${encode({ ...header, alg: 'none' })}.${encode(payload)}.`],
    ['HMAC with the kid', `${hmacContent}.${createHmac('sha256', kid).update(hmacContent).digest('base64url')}`],
    ['another key', `${content}.${sign('RSA-SHA256', Buffer.from(content), privateKey).toString('base64url')}`],
    ['an unknown kid', `${encode({ ...header, kid: 'd-nope' })}.${body}.${signature}`],
    ['no kid', `${encode({ alg: 'RS256' })}.${body}.${signature}`],
    ['two parts', `${head}.${body}`],
    ['four parts', `${token}.x`],
    ['padding behind it', `${token}==`],
    ['a line break behind it', `${token}\n`],
    ['its signature written in another way', otherSpelling(token)],
    ['a header that is no object', `${Buffer.from('[]').toString('base64url')}.${body}.${signature}`],
  ];
}

describe('verify', () => {
  it('does not take a token that was not signed here', async () => {
    const { accessToken } = await createSession(core);
    for (const [what, token] of forgeries(accessToken)) {
      const { body } = await verify(core, token);
      expect([what, body.status]).toEqual([what, 'TRY_REFRESH_TOKEN']);
    }
  });

  it('takes a JWT of the same key for an access token if it has all its members, as the real core does', async () => {
    const { accessToken } = await createSession(core);
    const whole = payloadOf(accessToken);
    const without = Object.fromEntries(Object.entries(whole).filter(([name]) => name !== 'refreshTokenHash1'));
    const statusOf = async (payload: object): Promise<unknown> => {
      const claims = { payload, validity: 60, algorithm: 'RS256', jwksDomain: 'x', useStaticSigningKey: false };
      const { body } = await core.post('/recipe/jwt', claims);
      return (await verify(core, body.jwt ?? '')).body.status;
    };
    expect(await statusOf(whole)).toBe('OK');
    expect(await statusOf(without)).toBe('TRY_REFRESH_TOKEN');
  });

  it('does not take a token of another core', async () => {
    const { accessToken } = await createSession(clientOf((await startTestCore()).url));
    expect((await verify(core, accessToken)).body.status).toBe('TRY_REFRESH_TOKEN');
  });

  it('looks at the fields before it looks at the token', async () => {
    expect((await verify(core, 'x', { antiCsrfToken: 5 })).status).toBe(400);
    expect((await verify(core, 'x', { checkDatabase: null })).status).toBe(400);
  });

  it('with the database notices that the session has ended', async () => {
    const { handle, accessToken } = await createSession(core);
    await core.post('/recipe/session/remove', { sessionHandles: [handle] });
    expect((await verify(core, accessToken, { checkDatabase: true })).body.status).toBe('UNAUTHORISED');
    expect((await verify(core, accessToken)).body.status).toBe('OK');
  });
});

describe('claims of an access token', () => {
  const free = ['aud', 'nbf', 'jti', 'stt', 'kid', 'iss'];
  it.each(free)('may be called %s, with any value', async (name) => {
    for (const value of ['x', 5, null, { a: [1] }, ['y']]) {
      const claims = { [name]: value, nested: { sub: 1, exp: 2 } };
      const { accessToken } = await createSession(core, { userDataInJWT: claims });
      expect(payloadOf(accessToken)).toMatchObject(claims);
      const { body } = await verify(core, accessToken, { checkDatabase: true });
      expect(body.session?.userDataInJWT).toEqual(claims);
      expect(body.accessToken).toBeUndefined();
    }
  });
});

describe('regenerate', () => {
  it('looks at the session before it looks at the names', async () => {
    const { handle, accessToken } = await createSession(core);
    expect((await regenerate(core, accessToken, { sub: 'x' })).status).toBe(400);
    await core.post('/recipe/session/remove', { sessionHandles: [handle] });
    expect((await regenerate(core, accessToken, { sub: 'x' })).body.status).toBe('UNAUTHORISED');
  });

  it('answers 500 where there is no JWT at all', async () => {
    for (const token of ['', 'x', 'a.b', 'a.b.c']) expect((await regenerate(core, token, {})).status).toBe(500);
  });

  it('refuses what was not signed here, and writes nothing', async () => {
    const { handle, accessToken } = await createSession(core);
    for (const [what, token] of forgeries(accessToken)) {
      const { status, body } = await regenerate(core, token, { forged: true });
      expect([what, status === 500 || body.status === 'UNAUTHORISED']).toEqual([what, true]);
    }
    const { body } = await core.get('/recipe/session', { sessionHandle: handle });
    expect(body.userDataInJWT).toEqual({ a: 1 });
  });

  it('keeps lifetime, hashes, parent and anti-CSRF token, and promotes nothing', async () => {
    const first = await createSession(core);
    const { body: pair } = await refresh(core, first.refreshToken, { enableAntiCsrf: true });
    const { body } = await regenerate(core, pair.accessToken?.token ?? '', { b: 2 });
    const before = payloadOf(pair.accessToken?.token);
    const after = payloadOf(body.accessToken?.token);
    const kept = ['exp', 'sub', 'sessionHandle', 'refreshTokenHash1', 'parentRefreshTokenHash1', 'antiCsrfToken'];
    for (const name of kept) expect([name, after[name]]).toEqual([name, before[name]]);
    expect(after).toMatchObject({ b: 2 });
    expect(after).not.toHaveProperty('a');
    expect((await refresh(core, first.refreshToken)).body.status).toBe('OK');
  });
});

describe('anti-CSRF', () => {
  const CHECK = { enableAntiCsrf: true, doAntiCsrfCheck: true };
  it.each([
    [CHECK, true, 'right', 'OK'],
    [CHECK, true, 'wrong', 'TRY_REFRESH_TOKEN'],
    [CHECK, true, 'none', 'TRY_REFRESH_TOKEN'],
    [CHECK, false, 'none', 'TRY_REFRESH_TOKEN'],
    [CHECK, false, 'wrong', 'TRY_REFRESH_TOKEN'],
    [{ ...CHECK, doAntiCsrfCheck: false }, true, 'wrong', 'OK'],
    [{ ...CHECK, enableAntiCsrf: false }, true, 'none', 'OK'],
  ])('at verify %j, issued with one: %s, sent: %s: %s', async (flags, enableAntiCsrf, sent, status) => {
    const { accessToken, antiCsrfToken } = await createSession(core, { enableAntiCsrf });
    const tokens = { right: antiCsrfToken, wrong: 'x', none: undefined };
    const given = tokens[sent as keyof typeof tokens];
    expect((await verify(core, accessToken, { ...flags, antiCsrfToken: given })).body.status).toBe(status);
  });

  it('ends with a refresh that does not want it, and begins with one that does', async () => {
    const { refreshToken } = await createSession(core, { enableAntiCsrf: true });
    const without = await refresh(core, refreshToken);
    expect(without.body.antiCsrfToken).toBeUndefined();
    const again = await refresh(core, without.body.refreshToken?.token ?? '', { enableAntiCsrf: true });
    expect(again.body.antiCsrfToken).toBe(payloadOf(again.body.accessToken?.token)['antiCsrfToken']);
  });
});
