import { describe, expect, it } from 'vitest';

import { readBody, startTiny } from '../tiny-app.ts';

const ID = 'a'.repeat(64);
const documents = new Map([
  ['caller', '{ caller }'],
  [`sha256:${ID}`, 'query Echo($n: Int!) { echo(n: $n) }'],
  ['change', 'mutation { apply(what: "1") }'],
]);

async function post(body: unknown) {
  const { url } = await startTiny({ documents });
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: response.status, ...readBody(await response.json()) };
}

async function get(params: Record<string, string>) {
  const { url } = await startTiny({ documents });
  const headers = { 'apollo-require-preflight': '1' };
  const response = await fetch(`${url}/graphql?${new URLSearchParams(params).toString()}`, { headers });
  return { status: response.status, ...readBody(await response.json()) };
}

const persisted = (sha256Hash: string) => ({ persistedQuery: { version: 1, sha256Hash } });

describe('with a list of trusted documents', () => {
  it('a document runs by its id, with variables', async () => {
    expect(await post({ documentId: 'caller' })).toMatchObject({ status: 200, data: { caller: 'nobody' } });
    const named = { documentId: `sha256:${ID}`, variables: { n: 7 }, operationName: 'Echo' };
    expect(await post(named)).toMatchObject({ status: 200, data: { echo: 7 } });
  });

  it('it runs by the hash that Apollo Client sends, also in a GET', async () => {
    const extensions = persisted(ID);
    expect(await post({ extensions, variables: { n: 8 } })).toMatchObject({ data: { echo: 8 } });
    const variables = JSON.stringify({ n: 9 });
    expect(await get({ extensions: JSON.stringify(extensions), variables })).toMatchObject({ data: { echo: 9 } });
    expect(await get({ documentId: 'caller' })).toMatchObject({ data: { caller: 'nobody' } });
  });

  it('a mutation does not run in a GET', async () => {
    expect(await get({ documentId: 'change' })).toMatchObject({ status: 405 });
    expect(await post({ documentId: 'change' })).toMatchObject({ data: { apply: '1' } });
  });

  it.each<[string, unknown]>([
    ['a document of its own', { query: '{ caller }' }],
    ['a document of its own beside a known id', { documentId: 'caller', query: 'mutation { apply(what: "2") }' }],
    ['one beside a known hash', { extensions: persisted(ID), query: '{ caller }' }],
    ['introspection', { query: '{ __schema { types { name } } }' }],
    ['an id that nobody knows', { documentId: 'nobody' }],
    ['an id that objects have', { documentId: 'constructor' }],
    ['no document', {}],
    ['a list of requests', [{ documentId: 'caller' }]],
    ['an id that is no text', { documentId: { toString: 'caller' } }],
    ['nothing that is an object', 'caller'],
  ])('%s is refused', async (_what, body) => {
    const { status, errors } = await post(body);
    expect(status).toBe(400);
    expect(errors[0]?.extensions['code']).toMatch(/^(DOCUMENT_NOT_TRUSTED|BAD_REQUEST)$/);
  });

  it.each<[string, Record<string, string>]>([
    ['a document of its own', { query: '{ caller }' }],
    ['one beside a known id', { documentId: 'caller', query: '{ echo(n: 1) }' }],
    ['a hash in what is no JSON', { extensions: '{' }],
    ['nothing', {}],
  ])('%s in a GET is refused', async (_what, params) => {
    expect(await get(params)).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: 'DOCUMENT_NOT_TRUSTED' } }],
    });
  });
});
