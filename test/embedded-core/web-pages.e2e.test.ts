import { once } from 'node:events';
import { type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http';

import { beforeAll, describe, expect, it } from 'vitest';

import { startCoreFor, startTestCore } from './support/core.ts';

let url: string;
beforeAll(async () => {
  ({ url } = await startCoreFor());
});

describe('a page in a browser', () => {
  const REMOVE = '{"userId":"u"}';
  const asked = async (headers: OutgoingHttpHeaders, method = 'POST', path = '/user/remove'): Promise<number> => {
    const asking = request(`${url}${path}`, { method, headers }).end(method === 'POST' ? REMOVE : undefined);
    const [answer] = (await once(asking, 'response')) as [IncomingMessage];
    answer.resume();
    return answer.statusCode ?? 0;
  };
  const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

  it.each([
    'text/plain',
    'text/plain; application/json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    'application/json, text/plain',
    '',
  ])('sends no JSON as %j', async (type) => {
    expect(await asked(type === '' ? {} : { 'content-type': type })).toBe(415);
  });

  it.each(['https://evil.example', 'null', 'http://127.0.0.1:1', 'http://localhost:3567', ''])(
    'of the origin %j is not answered, whatever it sends',
    async (origin) => {
      expect(await asked({ ...JSON_TYPE, origin })).toBe(403);
      expect(await asked({ origin }, 'GET', '/users')).toBe(403);
      expect(await asked({ origin }, 'GET', '/.well-known/jwks.json')).toBe(403);
    },
  );

  it.each(['evil.example', 'evil.example:3567', '127.0.0.1.evil.example', 'localhost.evil.example'])(
    'does not reach a core on this machine by the name %s',
    async (host) => {
      expect(await asked({ ...JSON_TYPE, host })).toBe(403);
      expect(await asked({ host }, 'GET', '/users')).toBe(403);
    },
  );

  it.each(['localhost:3567', 'core:3567', 'LOCALHOST', '127.0.0.1', '[::1]:3567', '192.168.1.5:80', 'app.localhost'])(
    'is not what asks for %s',
    async (host) => {
      expect(await asked({ ...JSON_TYPE, host })).toBe(200);
    },
  );

  it('cannot use a key that it does not know: then any name will do', async () => {
    const own = await startTestCore({ apiKeys: ['key-of-a-test-0123456789'] });
    const asking = request(`${own.url}/hello`, { headers: { host: 'core.example' } }).end();
    const [answer] = (await once(asking, 'response')) as [IncomingMessage];
    expect(answer.resume().statusCode).toBe(200);
  });
});
