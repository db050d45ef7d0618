import { Writable } from 'node:stream';

import { describe, expect, it } from 'vitest';

import { createLogger, serializeError } from '../../src/log/logger.ts';
import { ask, startTiny } from '../http/tiny-app.ts';

const SECRET = 's3cr3t';

function logged(write: (logger: ReturnType<typeof createLogger>) => void): string {
  let text = '';
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      done();
    },
  });
  write(createLogger('trace', destination));
  return text;
}

describe('the log', () => {
  it.each([
    'authorization',
    'cookie',
    'set-cookie',
    'x-api-key',
    'st-access-token',
    'st-refresh-token',
    'front-token',
    'anti-csrf',
    'password',
    'variables',
  ])('hides %s wherever it is', (name) => {
    const text = logged((logger) => {
      logger.info({ [name]: SECRET, headers: { [name]: SECRET }, req: { headers: { [name]: SECRET } } }, 'line');
      logger.child({ request: { raw: { headers: { [name]: [SECRET] } } } }).info('line');
    });
    expect(text).not.toContain(SECRET);
    expect(text.match(/\[redacted\]/g)).toHaveLength(4);
  });

  it('shows of an error what helps, and no member that may hold a body', () => {
    const cause = Object.assign(new Error('inner'), { body: SECRET, code: 'ECONNREFUSED' });
    const error = Object.assign(new Error('outer', { cause }), { body: SECRET, headers: { cookie: SECRET } });
    const text = logged((logger) => {
      logger.error({ err: error }, 'failed');
    });
    expect(text).not.toContain(SECRET);
    expect(JSON.parse(text)).toMatchObject({
      err: { message: 'outer', cause: { message: 'inner', code: 'ECONNREFUSED' } },
    });
  });

  it('survives an error that causes itself, and what is no error', () => {
    const error = new Error('loop');
    error.cause = error;
    expect(JSON.stringify(serializeError(error))).toContain('loop');
    expect(serializeError(SECRET)).toEqual({ type: 'string', message: 'a value was thrown that is no Error' });
  });

  it('has one line for a request, without its query, variables, headers or body', async () => {
    const { url, log } = await startTiny();
    const headers = { 'x-request-id': 'r-1', 'x-api-key': SECRET, authorization: `Bearer ${SECRET}`, cookie: SECRET };
    await ask(url, 'query ($n: Int!) { echo(n: $n) }', { n: 1, other: SECRET }, headers);
    await fetch(`${url}/graphql?query={caller}&variables={"s":"${SECRET}"}`, { headers });
    expect(JSON.stringify(log)).not.toContain(SECRET);
    expect(log).toMatchObject([
      { requestId: 'r-1', method: 'POST', path: '/graphql', status: 200, msg: 'request' },
      { requestId: 'r-1', method: 'GET', path: '/graphql', status: 400, msg: 'request' },
    ]);
  });

  it('has none for the questions of a supervisor', async () => {
    const { url, log } = await startTiny();
    await fetch(`${url}/health/live`);
    await fetch(`${url}/health/ready`);
    expect(log).toEqual([]);
  });
});
