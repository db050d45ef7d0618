import { execFileSync } from 'node:child_process';

import { describe, expect, it } from 'vitest';

import { curlOf } from '../../../src/explorer/api/curl.ts';

const URL_OF_API = 'http://localhost:4000/graphql';

/** The arguments that a shell gives to curl. */
function argumentsOf(command: string): string[] {
  const script = `curl() { printf '%s\\0' "$@"; }\n${command}`;
  const env = { ACCESS_TOKEN: 'the-token', API_KEY: 'the-key' };
  return execFileSync('sh', ['-c', script], { env, encoding: 'utf8' }).split('\0').slice(0, -1);
}

describe('an operation as a command of the shell', () => {
  it('has a place for the access token where nothing else speaks', () => {
    expect(argumentsOf(curlOf(URL_OF_API, { query: '{ mySession { userId } }', variables: {} }, {}))).toEqual([
      ...[URL_OF_API, '-H', 'content-type: application/json', '-H', 'authorization: Bearer the-token'],
      ...['--data-raw', '{"query":"{ mySession { userId } }","variables":{}}'],
    ]);
  });

  it.each(['x-api-key', 'X-API-Key', 'Authorization', 'cookie'])('never holds the value of %s', (name) => {
    expect(curlOf(URL_OF_API, { query: '{ a }' }, { [name]: 'a-secret' })).not.toContain('a-secret');
  });

  it('has a place for the API key where one speaks, and none for a token', () => {
    const command = curlOf(URL_OF_API, { query: '{ a }' }, { 'x-api-key': 'a-secret' });
    expect(argumentsOf(command)).toContain('x-api-key: the-key');
    expect(command).not.toContain('authorization');
  });

  it.each(["it's", '$HOME `id` "x" \\', 'a\nb'])('keeps %j as it is', (text) => {
    const command = curlOf(URL_OF_API, { query: text }, { 'x-request-id': text.replaceAll('\n', ' ') });
    expect(argumentsOf(command)).toContain(JSON.stringify({ query: text }));
    expect(argumentsOf(command)).toContain(`x-request-id: ${text.replaceAll('\n', ' ')}`);
  });
});
