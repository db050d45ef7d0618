import { once } from 'node:events';
import { connect } from 'node:net';

import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { silentLog } from '../../src/embedded-core/options.ts';
import { type Client, clientOf } from './support/client.ts';
import { startCoreFor, startTestCore } from './support/core.ts';
import { createSession } from './support/session.ts';

let url: string;
let core: Client;
beforeAll(async () => {
  ({ url } = await startCoreFor());
  core = clientOf(url);
});

const VERIFY = '/recipe/session/verify';
const NEW_SESSION = { userId: 'u', userDataInJWT: {}, userDataInDatabase: {}, enableAntiCsrf: false };

describe('a request that is bad', () => {
  const bodies: [string, string | Uint8Array][] = [
    ['half of it', '{"accessToken":"x"'],
    ['nothing', ''],
    ['null', 'null'],
    ['a string', '"x"'],
    ['a number', '5'],
    ['an array', '[{}]'],
    ['two values', '{}{}'],
    ['a text with a byte that is no UTF-8', Uint8Array.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
    ['a hundred thousand brackets', '['.repeat(100_000)],
    [
      'an object that is nested too deeply to write',
      `{"userDataInJWT":${'{"a":'.repeat(200_000)}1${'}'.repeat(200_001)}`,
    ],
  ];
  it.each(bodies)('has as its body %s: 400', async (_what, body) => {
    const answer = await core.send('POST', VERIFY, body);
    expect(answer).toMatchObject({ status: 400 });
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
  });

  it.each(Object.keys(NEW_SESSION))('lacks %s, or has another type there: 400', async (name) => {
    for (const wrong of [undefined, null, 5, [], name === 'userId' ? {} : 'x']) {
      expect((await core.post('/recipe/session', { ...NEW_SESSION, [name]: wrong })).status).toBe(400);
    }
  });

  it.each([
    ['GET', '/nope', 404],
    ['GET', '/publi', 404],
    ['PUT', '/public', 405],
    ['POST', '/public/nope/recipe/session', 404],
    ['GET', '/recipe/session%00', 404],
    ['GET', '//recipe/session?sessionHandle=x', 404],
    ['PATCH', '/recipe/session', 405],
    ['OPTIONS', VERIFY, 405],
    ['PUT', '/hello', 405],
    ['DELETE', '/public/users', 405],
    ['GET', '/recipe/session', 400],
    ['GET', '/recipe/session?sessionHandle=x%00y', 400],
    ['GET', '/users/by-accountinfo?email=x', 400],
    ['GET', '/users/by-accountinfo?email=x&doUnionOfAccountInfo=maybe', 400],
    ['GET', '/users/by-accountinfo?email=x&doUnionOfAccountInfo=', 400],
  ])('is %s %s: %i, as text', async (method, path, status) => {
    const answer = await core.send(method, path);
    expect(answer.status).toBe(status);
    expect(answer.text).not.toBe('');
  });

  it.each(['9.9', '5.5', '2.6', 'x', '', '5.4, 5.4'])('asks for version %j: 400', async (version) => {
    for (const path of ['/recipe/session?sessionHandle=x', '/apiversion', '/hello', '/.well-known/jwks.json']) {
      const answer = await core.send('GET', path, undefined, { 'cdi-version': version });
      expect([path, answer.status]).toEqual([path, 400]);
    }
  });

  it.each([
    ['GET', '/hello', 'Hello\n'],
    ['GET', '/nope', 'Not found\n'],
    ['PATCH', '/users', 'Method not supported\n'],
    ['GET', '/recipe/session', "Field name 'sessionHandle' is missing in GET request\n"],
  ])('or %s %s is answered by a text that ends in a newline', async (method, path, text) => {
    expect((await core.send(method, path)).text).toBe(text);
  });

  it('may speak version 5.3 as well, which supertokens-node 23 asks for', async () => {
    const session = await core.post('/recipe/session', NEW_SESSION, { 'cdi-version': '5.3' });
    expect(session.body.status).toBe('OK');
    expect((await core.get('/apiversion')).body).toEqual({ versions: ['5.3', '5.4'] });
  });

  it('is too large: 413, and the connection goes on', async () => {
    const large = JSON.stringify({ accessToken: 'x'.repeat(17 * 1024 * 1024) });
    expect((await core.send('POST', VERIFY, large)).status).toBe(413);
    expect((await core.get('/hello')).status).toBe(200);
  });

  it('is no HTTP, or ends too early: the core lives on', async () => {
    const noHttp = await rawAnswer('GARBAGE\r\n\r\n');
    expect(noHttp).toMatch(/^HTTP\/1\.1 400 /);
    for (let time = 0; time < 20; time++) {
      connect(Number(new URL(url).port), '127.0.0.1')
        .on('error', () => undefined)
        .end(
          `POST ${VERIFY} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{`,
        );
    }
    expect((await core.get('/hello')).status).toBe(200);
  });

  it('ends too early: that is no failure of the core, and not logged as one', async () => {
    const errors: string[] = [];
    const log = { ...silentLog, error: (_details: object, message: string) => void errors.push(message) };
    const own = await startTestCore({ log });
    const socket = connect(Number(new URL(own.url).port), '127.0.0.1');
    socket.write(
      `POST ${VERIFY} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\nExpect: 100-continue\r\n\r\n`,
    );
    await once(socket, 'data');
    socket.destroy();
    await own.close();
    expect(errors).toEqual([]);
  });

  function rawAnswer(text: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect(Number(new URL(url).port), '127.0.0.1');
      let answer = '';
      socket.on('data', (data) => (answer += data.toString()));
      socket.on('close', () => {
        resolve(answer);
      });
      socket.on('error', reject);
      socket.write(text);
    });
  }
});

describe('claims', () => {
  const kept = [
    '{"max":9223372036854775000,"min":-9223372036854775000,"safe":9007199254740991}',
    '{"x":1e300,"y":5e-324,"z":-0.1,"text":"12345678901234567890123"}',
    '{"__proto__":{"admin":true},"constructor":1,"toJSON":2,"":3,"10":4,"2":5}',
    '{"emoji":"\\ud83d\\ude00","escaped":"\\\\ud800","nul":"\\u0000"}',
    `{"deep":${'['.repeat(1000)}${']'.repeat(1000)}}`,
  ];
  it.each(kept)('come back as they went in: %s', async (claims) => {
    const body = `{"userId":"u","userDataInJWT":${claims},"userDataInDatabase":${claims},"enableAntiCsrf":false}`;
    const created = await core.send('POST', '/recipe/session', body);
    expect(created.status).toBe(200);
    const stored = await core.get('/recipe/session', { sessionHandle: created.body.session?.handle ?? '' });
    const expected: unknown = JSON.parse(claims);
    expect(JSON.stringify(claimsIn(stored.text))).toBe(JSON.stringify(expected));
    const checked = await core.post(VERIFY, {
      accessToken: created.body.accessToken?.token,
      enableAntiCsrf: false,
      doAntiCsrfCheck: false,
      checkDatabase: true,
    });
    expect(checked.body.accessToken).toBeUndefined();
    expect(checked.text).toContain(JSON.stringify(expected));
  });

  function claimsIn(text: string): unknown {
    return z.looseObject({ userDataInJWT: z.unknown() }).parse(JSON.parse(text)).userDataInJWT;
  }

  const refused = [
    '12345678901234567000',
    '9223372036854775808',
    '-9223372036854775809',
    '9007199254740993',
    '1e400',
    '{"a":[1,{"b":18446744073709551616}]}',
    '"\\ud800"',
    '"x\\uDFFFy"',
    '{"\\ud83d":1}',
  ];
  it.each(refused)('that cannot be kept are refused, and nothing is stored: %s', async (value) => {
    const { handle, accessToken } = await createSession(core);
    const claims = `{"x":${value}}`;
    const writes = await Promise.all([
      core.send('POST', '/recipe/session/regenerate', `{"accessToken":"${accessToken}","userDataInJWT":${claims}}`),
      core.send('PUT', '/recipe/jwt/data', `{"sessionHandle":"${handle}","userDataInJWT":${claims}}`),
      core.send('PUT', '/recipe/session/data', `{"sessionHandle":"${handle}","userDataInDatabase":${claims}}`),
    ]);
    expect(writes.map(({ status }) => status)).toEqual([400, 400, 400]);
    const stored = await core.get('/recipe/session', { sessionHandle: handle });
    expect(stored.body).toMatchObject({ userDataInJWT: { a: 1 }, userDataInDatabase: {} });
  });

  it('of three megabytes pass', async () => {
    const { accessToken } = await createSession(core);
    const { body } = await core.post('/recipe/session/regenerate', {
      accessToken,
      userDataInJWT: { text: 'x'.repeat(3_000_000) },
    });
    expect(body.accessToken?.token.length).toBeGreaterThan(4_000_000);
  });
});

describe('an API key', () => {
  const KEY = 'key-of-a-test-0123456789';
  const ASK = { sessionHandle: 'x' };

  it('is asked for before path, method and version are looked at', async () => {
    const own = clientOf((await startTestCore({ apiKeys: [KEY] })).url);
    expect((await own.send('DELETE', '/recipe/session')).status).toBe(401);
    expect((await own.get('/recipe/session', ASK, { 'cdi-version': '9.9' })).status).toBe(401);
    expect((await own.get('/nope/user/id')).status).toBe(401);
    expect((await own.get('/nope')).status).toBe(404);
  });

  it.each([
    [{ 'api-key': KEY }, 200],
    [{ 'api-key': ` ${KEY}\t` }, 200],
    [{ authorization: `Bearer ${KEY}` }, 200],
    [{ authorization: `bearer   ${KEY} ` }, 200],
    [{ 'api-key': KEY.slice(0, -1) }, 401],
    [{ 'api-key': `${KEY}x` }, 401],
    [{ 'api-key': '' }, 401],
    [{ authorization: KEY }, 401],
    [{ authorization: 'Basic eDp5' }, 401],
  ])('is right or wrong: %j gets %i', async (headers, status) => {
    const own = clientOf((await startTestCore({ apiKeys: [KEY] })).url);
    expect((await own.get('/recipe/session', ASK, headers)).status).toBe(status);
  });

  it('of a start is random, and the core tells it', async () => {
    const one = await startTestCore({ apiKeys: 'random' });
    const other = await startTestCore({ apiKeys: 'random' });
    expect(one.apiKey).not.toBe(other.apiKey);
    const own = clientOf(one.url);
    expect((await own.get('/recipe/session', ASK, { 'api-key': one.apiKey ?? '' })).status).toBe(200);
    expect((await own.get('/recipe/session', ASK, { 'api-key': other.apiKey ?? '' })).status).toBe(401);
  });
});
