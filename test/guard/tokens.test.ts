import { decodeJwt, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, it } from 'vitest';

import { createGuard } from '../../src/guard/index.ts';
import { asking, bearer, guardWorld, verdict } from './guard-world.ts';

const world = guardWorld();

describe('a guard refuses', () => {
  const iat = Math.floor(Date.now() / 1000);
  const exp = iat + 600;
  let own = '';
  const foreign = (payload: JWTPayload): Promise<string> =>
    new SignJWT(payload).setProtectedHeader({ alg: 'HS256', kid: 'k', typ: 'JWT' }).sign(new Uint8Array(32));
  const past = Math.floor(Date.now() / 1000) - 10;
  const signed = async (header: object): Promise<string> => {
    const { privateKey } = await generateKeyPair('RS256');
    const token = new SignJWT({ sub: 'user-1', sessionHandle: 's', exp: past + 600 });
    return token.setProtectedHeader({ alg: 'RS256', ...header }).sign(privateKey);
  };

  it.each<[string, () => string | Promise<string>]>([
    ['expired', () => world().claimset.token({ exp: past })],
    ['of another issuer', () => world().claimset.token({ iss: 'https://other.example', aud: 'a' })],
    ['without the issuer', () => world().claimset.token({ aud: 'a' })],
    ['for another audience', () => world().claimset.token({ iss: 'https://issuer.example', aud: 'b' })],
    ['not yet valid', () => world().claimset.token({ iss: 'https://issuer.example', aud: 'a', nbf: past + 3600 })],
    ['by another key of the same name', () => signed({ kid: 'd-1' })],
    ['by a key that nobody published', () => signed({ kid: 'd-2' })],
    ['unsigned', () => new UnsecuredJWT({ sub: 'user-1', sessionHandle: 's' }).encode().concat('x')],
    [
      'signed with the public key as a secret',
      () => new SignJWT({ sub: 'user-1' }).setProtectedHeader({ alg: 'HS256', kid: 'd-1' }).sign(new Uint8Array(32)),
    ],
    [
      'tampered',
      async () => {
        const [header, , signature] = (await world().claimset.token({ iss: 'https://issuer.example', aud: 'a' })).split(
          '.',
        );
        return `${header}.${Buffer.from('{"sub":"admin","sessionHandle":"s"}').toString('base64url')}.${signature}`;
      },
    ],
    [
      'of no session',
      () => world().claimset.token({ iss: 'https://issuer.example', aud: 'a', sessionHandle: undefined }),
    ],
    ['of an OAuth client', () => world().claimset.token({ iss: 'https://issuer.example', aud: 'a', stt: 1 })],
    ['without an end', () => world().claimset.token({ iss: 'https://issuer.example', aud: 'a', exp: undefined })],
  ])('a token %s', async (_name, token) => {
    const guard = world().guard({ issuer: 'https://issuer.example', audience: 'a' });
    await guard.ready();
    expect(await verdict(guard, bearer(await token()))).toBe('401 TRY_REFRESH_TOKEN');
    expect(
      await verdict(guard, bearer(await world().claimset.token({ iss: 'https://issuer.example', aud: ['a', 'b'] }))),
    ).toBe('OK');
  });

  it('everything while the keys of the tokens cannot be had, with 503', async () => {
    world().claimset.keysStatus = 500;
    const guard = world().guard();
    await guard.ready();
    expect(await verdict(guard, bearer(await world().claimset.token()))).toBe('503 UNAVAILABLE');
  });

  it.each<[string, string, (token: string) => Record<string, string>, string]>([
    ['nothing', 'GET', () => ({}), '401 UNAUTHORISED'],
    ['another scheme', 'GET', (token) => ({ authorization: `Basic ${token}` }), '401 UNAUTHORISED'],
    ['a bearer token that is none of ours', 'GET', () => ({ authorization: 'Bearer x' }), '401 UNAUTHORISED'],
    ['a header', 'POST', (token) => ({ authorization: `bearer ${token}` }), 'OK'],
    ['a cookie', 'GET', (token) => ({ cookie: `a=b; sAccessToken=${token}; c=d` }), 'OK'],
    ['a cookie of a similar name', 'GET', (token) => ({ cookie: `xsAccessToken=${token}` }), '401 UNAUTHORISED'],
    ['a cookie, POST', 'POST', (token) => ({ cookie: `sAccessToken=${token}` }), '401 UNAUTHORISED'],
    ['a cookie, DELETE', 'DELETE', (token) => ({ cookie: `sAccessToken=${token}` }), '401 UNAUTHORISED'],
    ['a cookie, HEAD', 'HEAD', (token) => ({ cookie: `sAccessToken=${token}` }), 'OK'],
    ['a cookie, POST with rid', 'POST', (token) => ({ cookie: `sAccessToken=${token}`, rid: 'anti-csrf' }), 'OK'],
    [
      'a good header beside a bad cookie',
      'POST',
      (token) => ({ authorization: `Bearer ${token}`, cookie: 'sAccessToken=a.b.c' }),
      'OK',
    ],
  ])('or takes a request with %s (%s)', async (_name, method, headers, expected) => {
    const guard = world().guard();
    await guard.ready();
    expect(await verdict(guard, asking(headers(await world().claimset.token()), method))).toBe(expected);
  });

  it.each<[string, string, () => string | Promise<string>, string]>([
    ['no JSON', 'GET', () => 'a.b.c', 'OK'],
    ['the token of another issuer', 'GET', () => foreign({ sub: 'x', iss: 'https://idp.example', iat, exp }), 'OK'],
    ['the token of another issuer', 'POST', () => foreign({ sub: 'x', iat, exp }), '401 UNAUTHORISED'],
    [
      'the token of an OAuth client',
      'GET',
      () => world().claimset.token({ stt: 1, refreshTokenHash1: undefined }),
      'OK',
    ],
    ['a session handle alone', 'GET', () => foreign({ sessionHandle: 's' }), 'OK'],
    ['an expired token of a session', 'GET', () => world().claimset.token({ exp: iat - 10 }), '401 TRY_REFRESH_TOKEN'],
    ['a forged token of a session', 'GET', () => foreign(decodeJwt(own)), '401 TRY_REFRESH_TOKEN'],
  ])('with %s in the header beside a good cookie, %s, as the SDK does', async (_name, method, header, expected) => {
    const guard = world().guard();
    await guard.ready();
    own = await world().claimset.token();
    const request = asking({ authorization: `Bearer ${await header()}`, cookie: `sAccessToken=${own}` }, method);
    expect(await verdict(guard, request)).toBe(expected);
  });

  it.each<[string, string, Record<string, string>, string]>([
    ['GET', 'secret', {}, 'OK'],
    ['POST', 'secret', {}, '401 TRY_REFRESH_TOKEN'],
    ['POST', 'secret', { rid: 'anti-csrf' }, '401 TRY_REFRESH_TOKEN'],
    ['POST', 'secret', { 'anti-csrf': 'secreT' }, '401 TRY_REFRESH_TOKEN'],
    ['POST', 'secret', { 'anti-csrf': 'secret' }, 'OK'],
  ])('with VIA_TOKEN, a cookie without the token: %s, %s, %o', async (method, antiCsrfToken, headers, expected) => {
    const guard = world().guard({ antiCsrf: 'VIA_TOKEN' });
    await guard.ready();
    const cookie = `sAccessToken=${await world().claimset.token({ antiCsrfToken })}`;
    expect(await verdict(guard, asking({ cookie, ...headers }, method))).toBe(expected);
  });

  it.each(['https://x.example/path', 'ftp://x.example', 'x'])('to be made for %s', (url) => {
    expect(() => createGuard({ url, apiKey: 'k' })).toThrow(TypeError);
  });
});
