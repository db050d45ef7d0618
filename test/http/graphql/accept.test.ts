import { describe, expect, it } from 'vitest';

import { startTiny } from '../tiny-app.ts';

function mutate(url: string, accept: string | null): Promise<Response> {
  // Without a header of its own, fetch sends one.
  const headers = { 'content-type': 'application/json', accept: accept ?? '' };
  return fetch(`${url}/graphql`, { method: 'POST', headers, body: '{"query":"mutation { apply(what: \\"it\\") }"}' });
}

describe('a mutation whose answer its client does not accept', () => {
  it.each([
    'text/event-stream',
    'text/html',
    'multipart/mixed',
    'application/xml',
    'image/png',
    'application/json;q=0',
    'application/json;q=0, application/graphql-response+json;q=0.0, text/event-stream',
    'application/json; charset=utf-16',
    '*/*;q=0',
    'nonsense',
  ])('is 406 and is not carried out: %s', async (accept) => {
    const { url, applied } = await startTiny({ beforeMutation: () => Promise.reject(new Error('it began')) });
    const response = await mutate(url, accept);
    expect(response.status).toBe(406);
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'NOT_ACCEPTABLE' } }] });
    expect(applied).toEqual([]);
  });
});

describe('a mutation', () => {
  it.each([
    null,
    '*/*',
    'application/*',
    'application/json',
    'application/json, text/event-stream',
    'text/html, */*;q=0.1',
    'multipart/mixed;deferSpec=20220824, application/json',
    'application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed',
    'APPLICATION/JSON; charset=UTF-8',
  ])('is answered where its client accepts %s', async (accept) => {
    const { url, applied } = await startTiny();
    const response = await mutate(url, accept);
    expect([response.status, await response.json()]).toEqual([200, { data: { apply: 'it' } }]);
    expect(applied).toEqual(['it']);
  });
});
