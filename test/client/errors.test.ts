import { describe, expect, it } from 'vitest';

import {
  type ClaimsClient,
  ClaimsClientError,
  createClaimsClient,
  type TypedDocument,
} from '../../src/client/index.ts';
import { failingFetch, fakeFetch, hangingFetch } from './fake-fetch.ts';

const circle = {};
const url = 'http://claims.test/graphql';
const input = { user: { id: 'ada' }, claims: { plan: 'PRO' as const } };

const calling = (fetch: typeof globalThis.fetch, timeoutMillis = 60_000): ClaimsClient =>
  createClaimsClient({ url, fetch, apiKey: 'secret', timeoutMillis });
const mutation = (client: ClaimsClient): Promise<unknown> => client.updateUserClaims(input);
const query = (client: ClaimsClient): Promise<unknown> => client.user({ id: 'ada' });

async function failureOf(call: Promise<unknown>): Promise<ClaimsClientError> {
  const error: unknown = await call.catch((thrown: unknown) => thrown);
  if (error instanceof ClaimsClientError) return error;
  throw new TypeError('it did not fail as it should', { cause: error });
}

const refusal = (code: string, more: object = {}, path: readonly unknown[] = ['updateUserClaims']) => ({
  data: { updateUserClaims: null },
  errors: [{ message: `it is ${code}`, path, extensions: { code, ...more } }],
});

describe('an error of the server', () => {
  it.each([
    ['UNAUTHENTICATED', 401],
    ['TRY_REFRESH_TOKEN', 401],
    ['FORBIDDEN', 200],
    ['AMBIGUOUS_USER', 200],
    ['RATE_LIMITED', 429],
    ['LOCK_TIMEOUT', 503],
    ['LOCKS_UNAVAILABLE', 503],
    ['UNAVAILABLE', 503],
  ])('%s says that nothing was applied', async (code, status) => {
    const { fetch } = fakeFetch(refusal(code), { status, headers: { 'x-request-id': 'r1' } });
    const error = await failureOf(mutation(calling(fetch)));
    expect(error).toMatchObject({ name: 'ClaimsClientError', code, outcome: 'NOT_APPLIED', status, requestId: 'r1' });
    expect(error.message).toBe(`it is ${code}`);
  });

  it.each(['NOT_APPLIED', 'UNKNOWN'])('SESSION_CORE_UNAVAILABLE says itself that it is %s', async (outcome) => {
    const { fetch } = fakeFetch(refusal('SESSION_CORE_UNAVAILABLE', { outcome }), { status: 503 });
    expect(await failureOf(mutation(calling(fetch)))).toMatchObject({ code: 'SESSION_CORE_UNAVAILABLE', outcome });
  });

  it('INTERNAL_SERVER_ERROR leaves open what was applied', async () => {
    const { fetch } = fakeFetch(refusal('INTERNAL_SERVER_ERROR'), { status: 500 });
    const failure = { code: 'INTERNAL_SERVER_ERROR', outcome: 'UNKNOWN' };
    expect(await failureOf(mutation(calling(fetch)))).toMatchObject(failure);
  });

  it.each(['GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT', 'PAYLOAD_TOO_LARGE', 'NOT_FOUND'])(
    '%s is a request that is not valid, and was not begun',
    async (code) => {
      const { fetch } = fakeFetch({ errors: [{ message: 'no', extensions: { code } }] }, { status: 400 });
      const failure = { code: 'INVALID_REQUEST', outcome: 'NOT_APPLIED', errors: [{ code }] };
      expect(await failureOf(mutation(calling(fetch)))).toMatchObject(failure);
    },
  );

  it('a code of a later version is not taken for one that is known', async () => {
    const { fetch } = fakeFetch(refusal('ON_FIRE'));
    const failure = { code: 'BAD_RESPONSE', outcome: 'UNKNOWN', errors: [{ code: 'ON_FIRE' }] };
    expect(await failureOf(mutation(calling(fetch)))).toMatchObject(failure);
  });

  it('has no outcome where the request only read', async () => {
    const { fetch } = fakeFetch(refusal('INTERNAL_SERVER_ERROR'));
    expect(await failureOf(query(calling(fetch)))).toMatchObject({ outcome: null });
  });

  it('below a mutation that was answered leaves the answer to say what was done', async () => {
    const data = { updateUserClaims: { user: null } };
    const { errors } = refusal('SESSION_CORE_UNAVAILABLE', {}, ['updateUserClaims', 'user']);
    const error = await failureOf(mutation(calling(fakeFetch({ data, errors }).fetch)));
    expect(error).toMatchObject({ outcome: null, data, errors: [{ path: ['updateUserClaims', 'user'] }] });
  });

  it('below a mutation whose answer it took away leaves open what was applied', async () => {
    const answer = refusal('FORBIDDEN', {}, ['updateUserClaims', 'user', 'sessions']);
    expect(await failureOf(mutation(calling(fakeFetch(answer).fetch)))).toMatchObject({ outcome: 'UNKNOWN' });
  });
});

describe('a claim of another type than declared', () => {
  const mismatch = { message: 'theme is a number', path: ['user'], extensions: { code: 'CLAIM_TYPE_MISMATCH' } };

  it('is null, and does not take the rest of the answer away', async () => {
    const { fetch } = fakeFetch({ data: { user: { id: 'ada' } }, errors: [mismatch] });
    const told: unknown[] = [];
    const client = createClaimsClient({ url, fetch, onClaimTypeMismatch: (error) => told.push(error.code) });
    expect(await client.user({ id: 'ada' })).toEqual({ id: 'ada' });
    expect(told).toEqual(['CLAIM_TYPE_MISMATCH']);
  });

  it('does not hide another error', async () => {
    const forbidden = { message: 'no', path: ['user'], extensions: { code: 'FORBIDDEN' } };
    const { fetch } = fakeFetch({ data: { user: null }, errors: [mismatch, forbidden] });
    expect(await failureOf(query(calling(fetch)))).toMatchObject({ code: 'FORBIDDEN', message: 'no' });
  });
});

describe('an answer that is none', () => {
  it.each([
    ['a page of a proxy', '<html>Bad Gateway</html>'],
    ['nothing', ''],
    ['other JSON', '{"status":"OK"}'],
    ['null', 'null'],
    ['data that is no object', '{"data":[1]}'],
    ['no data, and no errors', '{"data":null,"errors":[]}'],
    ['errors that are none', '{"errors":["no"]}'],
    ['a mutation that is null without an error', '{"data":{"updateUserClaims":null}}'],
  ])('%s is a BAD_RESPONSE, and what was applied is not known', async (_what, body) => {
    const { fetch } = fakeFetch(body, { status: 502 });
    expect(await failureOf(mutation(calling(fetch)))).toMatchObject({ code: 'BAD_RESPONSE', outcome: 'UNKNOWN' });
  });

  it('a redirect is not followed: it would carry the API key with it', async () => {
    const { fetch, seen } = fakeFetch('', { status: 307, headers: { location: 'https://elsewhere.test' } });
    expect(await failureOf(mutation(calling(fetch)))).toMatchObject({ code: 'BAD_RESPONSE', status: 307 });
    expect(seen).toHaveLength(1);
  });
});

describe('what cannot be sent', () => {
  it.each<[string, object]>([
    ['a BigInt', { count: 1n }],
    ['a circle', Object.assign(circle, { circle })],
  ])('%s among the variables is an INVALID_REQUEST, and nothing was applied', async (_what, variables) => {
    const document: TypedDocument<unknown, object> = new String('mutation { a }');
    const error = await failureOf(calling(fakeFetch({}).fetch).request(document, variables));
    expect(error).toMatchObject({ code: 'INVALID_REQUEST', outcome: 'NOT_APPLIED' });
  });

  it('a long comment before a mutation takes no time', async () => {
    const document: TypedDocument<unknown, Record<string, never>> = new String(`${'#'.repeat(5000)}\nmutation { a }`);
    const client = calling(failingFetch('ECONNRESET'));
    expect(await failureOf(client.request(document))).toMatchObject({ outcome: 'UNKNOWN' });
  });
});

describe('a connection', () => {
  it.each(['ECONNREFUSED', 'ENOTFOUND', 'UND_ERR_CONNECT_TIMEOUT'])(
    'that was never made (%s) applied nothing',
    async (reason) => {
      const failure = { code: 'NETWORK', outcome: 'NOT_APPLIED', status: undefined };
      expect(await failureOf(mutation(calling(failingFetch(reason))))).toMatchObject(failure);
    },
  );

  it.each(['ECONNRESET', 'UND_ERR_SOCKET', 'EPIPE'])('that broke (%s) leaves it open', async (reason) => {
    const error = await failureOf(mutation(calling(failingFetch(reason))));
    expect(error).toMatchObject({ code: 'NETWORK', outcome: 'UNKNOWN' });
    expect(error.message).toContain(reason);
  });

  it('that hangs is given up, and what was applied is not known', async () => {
    const failure = { code: 'TIMEOUT', outcome: 'UNKNOWN', message: 'No answer within 5 ms.' };
    expect(await failureOf(mutation(calling(hangingFetch, 5)))).toMatchObject(failure);
  });

  it('that hangs while it reads has no outcome', async () => {
    expect(await failureOf(query(calling(hangingFetch, 5)))).toMatchObject({ code: 'TIMEOUT', outcome: null });
  });

  it('is used once: a mutation that failed is never sent again', async () => {
    let calls = 0;
    const client = calling((...request) => {
      calls += 1;
      return failingFetch('ECONNRESET')(...request);
    });
    await failureOf(mutation(client));
    expect(calls).toBe(1);
  });
});

it('no error holds the API key', async () => {
  const errors = await Promise.all([
    failureOf(mutation(calling(failingFetch('ECONNRESET')))),
    failureOf(mutation(calling(fakeFetch('<html>').fetch))),
    failureOf(mutation(calling(fakeFetch(refusal('FORBIDDEN')).fetch))),
  ]);
  for (const error of errors) expect(JSON.stringify([error, error.message, error.stack])).not.toContain('secret');
});
