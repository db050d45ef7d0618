import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';

import { describe, expect, it } from 'vitest';

import { startTiny } from '../tiny-app.ts';

/** Which path the session middleware, and whatever limits it, is asked for; null where nothing behind the server is. */
async function pathReached(target: string, method = 'POST') {
  const reached: string[] = [];
  const { server } = await startTiny({
    sessionMiddleware: (req, res) => {
      reached.push(req.path);
      res.json(req.originalUrl);
    },
  });
  const { port } = server;
  const asked = request({ host: '127.0.0.1', port, path: target, method, agent: false }).end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  return { status: answer.statusCode, body: await text(answer), path: reached[0] ?? null };
}

describe('a target whose path can be read as another', () => {
  it.each([
    '/auth/signin/.',
    '/./auth/signin',
    '/auth/x/../signin',
    '/auth/signin/%2e',
    '/%2E/auth/signin',
    '/x/.%2e/auth/signin',
    '/auth\\signin',
    '/auth/public\\signin?x',
    '//auth/signin',
    '//host/auth/signin',
    'http:///host/auth/signin',
    'http://host\\auth/signin',
    'http://host/auth/./signin',
    'ftp://host/auth\\signin',
  ])('is refused, and reaches nothing: %s', async (target) => {
    const { status, body, path } = await pathReached(target);
    expect([status, path]).toEqual([400, null]);
    expect(JSON.parse(body)).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
  });
});

describe('a target', () => {
  it.each([
    ['/auth/signin', '/auth/signin'],
    ['/auth/signin//?a=/../b', '/auth/signin//'],
    ['/auth/a%20b%40.js', '/auth/a%20b%40.js'],
    ['/.well-known/x', '/.well-known/x'],
    ['/auth/{a}|b', '/auth/%7Ba%7D|b'],
    ['http://host/auth/signin?x', '/auth/signin'],
    ['HTTPS://user@host;y/auth/signin', '/auth/signin'],
  ])('%s has one path for all who read it', async (target, path) => {
    const reached = await pathReached(target);
    expect(reached).toMatchObject({ status: 200, path });
    expect(new URL(String(JSON.parse(reached.body)), 'http://localhost').pathname).toBe(path);
  });

  it('may have any characters in its query', async () => {
    const query = '?query={echo(n:1)}&variables={"a":"..\\/../%2e"}';
    expect(await pathReached(`/auth/x${query}`, 'GET')).toMatchObject({
      status: 200,
      body: JSON.stringify(`/auth/x${query}`),
    });
  });

  it('may be that of the whole server', async () => {
    expect((await pathReached('*', 'OPTIONS')).status).toBe(204);
  });
});
