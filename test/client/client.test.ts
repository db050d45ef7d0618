import { type DocumentNode, parse } from 'graphql';
import { describe, expect, it } from 'vitest';

import { createClaimsClient, type TypedDocument } from '../../src/client/index.ts';
import { fakeFetch } from './fake-fetch.ts';

const url = 'http://claims.test/graphql';
const USER = { id: 'ada', emails: ['ada@example.com'], sessions: [], standingClaims: { additional: {} } };
const PAYLOAD = { user: { id: 'ada', emails: [] }, sessions: [], standing: null, userErrors: [] };
const body = JSON.stringify({ query: '' });
const CLAIM = { claims: { theme: 'DARK' as const } };

describe('a back end', () => {
  it('reads a user with its API key', async () => {
    const { fetch, seen } = fakeFetch({ data: { user: USER } });
    const client = createClaimsClient({ url, fetch, apiKey: 'secret' });
    expect(await client.user({ email: 'ada@example.com' })).toEqual(USER);
    expect(seen).toMatchObject([
      { url, redirect: 'manual', body: { variables: { by: { email: 'ada@example.com' } } } },
    ]);
    expect(Object.fromEntries(seen[0]?.headers ?? [])).toMatchObject({
      'content-type': 'application/json',
      'apollo-require-preflight': 'true',
      'x-api-key': 'secret',
    });
  });

  it('is told that there is no such user', async () => {
    const { fetch } = fakeFetch({ data: { user: null } });
    expect(await createClaimsClient({ url, fetch }).user({ id: 'nobody' })).toBeNull();
  });

  it('changes the claims of a user', async () => {
    const { fetch, seen } = fakeFetch({ data: { updateUserClaims: PAYLOAD } });
    const input = { user: { id: 'ada' }, claims: { plan: 'PRO' as const } };
    expect(await createClaimsClient({ url, fetch }).updateUserClaims(input)).toEqual(PAYLOAD);
    expect(seen[0]?.body).toMatchObject({ variables: { input } });
  });

  it('gets faults of its input as data', async () => {
    const userErrors = [{ code: 'RESERVED_CLAIM', message: 'no', path: ['claims'] }];
    const { fetch } = fakeFetch({ data: { updateUserClaims: { ...PAYLOAD, userErrors } } });
    const input = { user: { id: 'ada' }, claims: { additional: { sub: 1 } } };
    expect(await createClaimsClient({ url, fetch }).updateUserClaims(input)).toMatchObject({ userErrors });
  });

  it('reads an API key as a mounted secret has it, with a new line at its end', async () => {
    const { fetch, seen } = fakeFetch({ data: { user: null } });
    await createClaimsClient({ url, fetch, apiKey: 'secret\n' }).user({ id: 'ada' });
    expect(seen[0]?.headers.get('x-api-key')).toBe('secret');
  });

  it('calls a fetch that is a function of its own, as that of browsers is', async () => {
    const { fetch } = fakeFetch({ data: { user: null } });
    const choosy = function (this: unknown, ...args: Parameters<typeof fetch>) {
      if (this !== undefined) throw new TypeError('Illegal invocation');
      return fetch(...args);
    };
    expect(await createClaimsClient({ url, fetch: choosy }).user({ id: 'ada' })).toBeNull();
  });

  it('sends no credentials where it has none', async () => {
    const { fetch, seen } = fakeFetch({ data: { user: null } });
    await createClaimsClient({ url, fetch }).user({ id: 'ada' });
    expect(seen[0]?.headers.has('x-api-key')).toBe(false);
    expect(seen[0]?.headers.has('authorization')).toBe(false);
  });
});

describe('a session', () => {
  it('is named by its token alone, and follows the tokens that responses bring', async () => {
    const headers = { 'st-access-token': 'second', 'front-token': 'front' };
    const { fetch, seen } = fakeFetch({ data: { mySession: null } }, { headers });
    const session = createClaimsClient({ url, fetch, apiKey: 'secret' }).withSession('first');
    expect(session).toMatchObject({ accessToken: 'first', frontToken: null });
    await session.mySession();
    await session.mySession();
    expect(session).toMatchObject({ accessToken: 'second', frontToken: 'front' });
    expect(seen.map((one) => one.headers.get('authorization'))).toEqual(['Bearer first', 'Bearer second']);
    expect(seen.map((one) => one.headers.get('x-api-key'))).toEqual([null, null]);
  });

  it('keeps the token with the later change where the answers come in another order', async () => {
    const tokenOf = (seq: string, signature: string) => `e30.${btoa(JSON.stringify({ 'st-cset': seq }))}.${signature}`;
    const headers = (token: string, front: string) => ({ 'st-access-token': token, 'front-token': front });
    const answers = [
      headers(tokenOf('10rand', 'a'), 'late'),
      headers(tokenOf('zrand', 'b'), 'early'),
      headers('c', 'no'),
    ];
    const fetch = () =>
      fakeFetch({ data: { mySession: null } }, { headers: answers.shift() ?? {} }).fetch(url, { body });
    const session = createClaimsClient({ url, fetch }).withSession('first');
    await session.mySession();
    await session.mySession();
    expect(session).toMatchObject({ accessToken: tokenOf('10rand', 'a'), frontToken: 'late' });
    await session.mySession();
    expect(session).toMatchObject({ accessToken: 'c', frontToken: 'no' });
  });

  it('keeps its token where the response brings none', async () => {
    const { fetch } = fakeFetch(
      { data: { updateMyClaims: { userErrors: [] } } },
      { headers: { 'st-access-token': '' } },
    );
    const session = createClaimsClient({ url, fetch }).withSession('first');
    expect(await session.updateMyClaims(CLAIM)).toEqual({ userErrors: [] });
    expect(session.accessToken).toBe('first');
  });
});

describe("one's own document", () => {
  it('is sent with its variables', async () => {
    const document: TypedDocument<{ a: number }, { b: string }> = new String('query A($b: ID) { a(b: $b) }');
    const { fetch, seen } = fakeFetch({ data: { a: 1 } });
    expect(await createClaimsClient({ url, fetch }).request(document, { b: 'x' })).toEqual({ a: 1 });
    expect(seen[0]?.body).toEqual({ query: 'query A($b: ID) { a(b: $b) }', variables: { b: 'x' } });
  });

  it('may be a syntax tree, and have no variables', async () => {
    const document: TypedDocument<{ a: number }, Record<string, never>> & DocumentNode = parse('{ a }');
    const { fetch, seen } = fakeFetch({ data: { a: 1 } });
    expect(await createClaimsClient({ url, fetch }).request(document)).toEqual({ a: 1 });
    expect(seen[0]?.body.query).toBe('{\n  a\n}');
  });
});

it.each(['claims.test/graphql', '/graphql', 'file:///graphql'])('the URL %s is refused at once', (wrong) => {
  expect(() => createClaimsClient({ url: wrong })).toThrow(TypeError);
});

it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('a timeout of %s ms is refused at once', (timeoutMillis) => {
  expect(() => createClaimsClient({ url, timeoutMillis })).toThrow(TypeError);
});
