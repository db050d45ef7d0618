import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { ClaimsetError, coreUnavailable } from '../../src/claims/errors.ts';
import { requestLimits } from '../../src/http/graphql/limits.ts';
import { ask, readBody, startTiny } from './tiny-app.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

describe('requests that are not valid', () => {
  const invalid: [string, RequestInit & { path?: string }, number, string, string][] = [
    ['bad JSON', { body: '{"query": ' }, 400, 'BAD_REQUEST', 'The request body is not valid JSON.'],
    ['JSON that is no object', { body: '"text"' }, 400, 'BAD_REQUEST', 'The request body is not valid JSON.'],
    [
      'bytes that are no UTF-8',
      { body: Buffer.from([0x7b, 0xff, 0x7d]) },
      400,
      'BAD_REQUEST',
      'The request body is not valid UTF-8.',
    ],
    [
      'an oversized body',
      { body: JSON.stringify({ query: '{ caller }', pad: 'x'.repeat(requestLimits.bodyBytes) }) },
      413,
      'PAYLOAD_TOO_LARGE',
      'The request body is too large; at most 262144 bytes are allowed.',
    ],
    [
      'a small body that unpacks to an oversized one',
      {
        body: gzipSync(Buffer.alloc(requestLimits.bodyBytes + 1, 0x20)),
        headers: { ...JSON_TYPE, 'content-encoding': 'gzip' },
      },
      413,
      'PAYLOAD_TOO_LARGE',
      'The request body is too large; at most 262144 bytes are allowed.',
    ],
    [
      'an unknown content-encoding',
      { body: '{}', headers: { ...JSON_TYPE, 'content-encoding': 'rot13' } },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
      'The content-encoding is not supported: send gzip, deflate, br or none.',
    ],
    [
      'a broken gzip',
      { body: 'not gzip', headers: { ...JSON_TYPE, 'content-encoding': 'gzip' } },
      400,
      'BAD_REQUEST',
      'The request cannot be read.',
    ],
    ...['iso-8859-1', 'utf-16le', 'nonsense'].map((charset): (typeof invalid)[number] => [
      `the charset ${charset}`,
      { body: '{}', headers: { 'content-type': `application/json; charset=${charset}` } },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
      'The charset of the request is not supported: send UTF-8.',
    ]),
    ...['text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'application/graphql'].map(
      (type): (typeof invalid)[number] => [
        `the content type ${type}`,
        { body: '{"query":"{caller}"}', headers: { 'content-type': type } },
        415,
        'UNSUPPORTED_MEDIA_TYPE',
        'Send the request with content-type: application/json.',
      ],
    ),
    ['a batch', { body: '[{"query":"{caller}"}]' }, 400, 'BAD_REQUEST', 'Operation batching disabled.'],
    ['an unknown path', { path: '/nowhere', method: 'GET' }, 404, 'NOT_FOUND', 'There is nothing at GET /nowhere.'],
    [
      'an unknown method',
      { method: 'DELETE' },
      405,
      'METHOD_NOT_ALLOWED',
      'DELETE is not allowed here: use GET or POST.',
    ],
    ['a POST to the landing page', { path: '/', body: '{}' }, 404, 'NOT_FOUND', 'There is nothing at POST /.'],
    [
      'a path that cannot be decoded',
      { path: '/%zz', method: 'GET' },
      404,
      'NOT_FOUND',
      'There is nothing at GET /%zz.',
    ],
  ];

  it.each(invalid)('%s', async (_name, { path = '/graphql', ...init }, status, code, message) => {
    const { url, log } = await startTiny();
    const response = await fetch(url + path, { method: 'POST', headers: JSON_TYPE, ...init });
    const text = await response.text();
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain('application/json');
    expect(JSON.parse(text)).toEqual({ errors: [{ message, extensions: { code } }] });
    expect(log.filter((line) => 'err' in line)).toEqual([]);
  });

  it('names the allowed methods', async () => {
    const { url } = await startTiny();
    const response = await fetch(`${url}/graphql`, { method: 'PUT' });
    expect(response.headers.get('allow')).toBe('GET, POST');
  });

  it('a query by GET that a form on a foreign page could send', async () => {
    const { url } = await startTiny();
    const response = await fetch(`${url}/graphql?query={caller}`);
    expect(response.status).toBe(400);
    expect(readBody(await response.json()).errors[0]?.message).toContain('Cross-Site Request Forgery');
  });

  it('headers that are larger than allowed', async () => {
    const { server } = await startTiny();
    const answer = await raw(server.port, `GET / HTTP/1.1\r\nhost: x\r\ncookie: ${'x'.repeat(70_000)}\r\n\r\n`);
    expect(answer).toContain('431 Request Header Fields Too Large');
    expect(answer).toContain('"message":"The headers are larger than 65536 bytes."');
  });

  it('what is no HTTP', async () => {
    const { server } = await startTiny();
    const answer = await raw(server.port, 'HELLO\r\n\r\n');
    expect(answer).toContain('HTTP/1.1 400 Bad Request');
    expect(answer).toContain('"code":"BAD_REQUEST"');
  });
});

describe('a failure outside of GraphQL', () => {
  it('is a 500 that says nothing but the request id', async () => {
    const { url, log } = await startTiny({
      sessionMiddleware: (_req, _res, next) => {
        next(new Error('secret detail'));
      },
    });
    const response = await fetch(`${url}/auth/signin`, { method: 'POST', headers: { 'x-request-id': 'req-1' } });
    const body = await response.text();
    expect(response.status).toBe(500);
    expect(body).toContain('request id req-1');
    expect(body).not.toContain('secret');
    expect(log.filter((line) => 'err' in line)).toMatchObject([
      { requestId: 'req-1', err: { message: 'secret detail' } },
    ]);
  });

  it('has the status of its code', async () => {
    const { url } = await startTiny({
      sessionMiddleware: (_req, _res, next) => {
        next(coreUnavailable('NOT_APPLIED'));
      },
    });
    const response = await fetch(`${url}/auth/signin`, { method: 'POST' });
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('1');
    expect(readBody(await response.json()).errors[0]?.extensions).toEqual({
      code: 'SESSION_CORE_UNAVAILABLE',
      outcome: 'NOT_APPLIED',
    });
  });

  it('in the context has the status of its code too', async () => {
    const { url } = await startTiny({
      createContext: () => Promise.reject(new ClaimsetError('TRY_REFRESH_TOKEN', 'refresh')),
    });
    const { status, errors } = await ask(url, '{ caller }');
    expect(status).toBe(401);
    expect(errors).toMatchObject([{ message: 'refresh', extensions: { code: 'TRY_REFRESH_TOKEN' } }]);
  });

  it('in the context that is a bug is masked', async () => {
    const { url, log } = await startTiny({ createContext: () => Promise.reject(new Error('secret detail')) });
    const { status, errors } = await ask(url, '{ caller }');
    expect(status).toBe(500);
    expect(JSON.stringify(errors)).not.toContain('secret');
    expect(log.filter((line) => 'err' in line)).toHaveLength(1);
  });
});

describe('headers', () => {
  it('take the request id of the caller, and give one to who has none', async () => {
    const { url } = await startTiny();
    const own = await fetch(url, { headers: { 'x-request-id': 'Root=1-678-abc' } });
    expect(own.headers.get('x-request-id')).toBe('Root=1-678-abc');
    const given = await fetch(url, { headers: { 'x-request-id': 'x'.repeat(65) } });
    expect(given.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('let the configured origins in, with credentials', async () => {
    const { url } = await startTiny();
    const preflight = {
      origin: 'https://app.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'apollographql-client-name,anti-csrf',
    };
    const { headers, status } = await fetch(`${url}/graphql`, { method: 'OPTIONS', headers: preflight });
    expect(status).toBe(204);
    expect(headers.get('access-control-allow-origin')).toBe('https://app.example');
    expect(headers.get('access-control-allow-credentials')).toBe('true');
    expect(headers.get('access-control-allow-headers')).toBe('apollographql-client-name,anti-csrf');
  });

  it('let no other origin in, and tell the log once which setting names origins', async () => {
    const { url, log } = await startTiny();
    const preflight = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
    for (let times = 0; times < 2; times += 1) {
      const { headers } = await fetch(`${url}/graphql`, { method: 'OPTIONS', headers: preflight });
      expect(headers.get('access-control-allow-origin')).toBeNull();
    }
    const told = { event: 'origin.refused', origin: 'https://evil.example', setting: 'WEBSITE_ORIGINS', level: 40 };
    expect(log.filter((line) => 'event' in line)).toMatchObject([told]);
  });

  it('forbid browsers whatever an API does not need', async () => {
    const { url } = await startTiny();
    const { headers } = await fetch(url);
    expect(headers.get('content-security-policy')).toBe("default-src 'none';frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it('keep answers out of caches', async () => {
    const { url } = await startTiny();
    const { headers } = await ask(url, '{ caller }');
    expect(headers.get('cache-control')).toBe('no-store');
  });
});

/** What comes back for bytes that no HTTP client would send. */
function raw(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    socket.on('close', () => {
      resolve(answer);
    });
    socket.on('error', reject);
  });
}
