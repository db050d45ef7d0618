import { describe, expect, it } from 'vitest';

import { ClaimsetError } from '../../src/claims/errors.ts';
import { requestLimits } from '../../src/http/graphql/limits.ts';
import { statusForClient } from '../../src/http/graphql/watershed.ts';
import { statusOfCodes } from '../../src/http/status.ts';
import { ask, startTiny } from './tiny-app.ts';

const ACCEPTS = ['application/graphql-response+json', 'application/json', '*/*'];

describe('an error of a resolver', () => {
  const table = [
    ['UNAUTHENTICATED', 401],
    ['TRY_REFRESH_TOKEN', 401],
    ['FORBIDDEN', 200],
    ['AMBIGUOUS_USER', 200],
    ['CLAIM_TYPE_MISMATCH', 200],
    ['LOCK_TIMEOUT', 503],
    ['LOCKS_UNAVAILABLE', 503],
    ['SESSION_CORE_UNAVAILABLE', 503],
  ] as const;

  it.each(table.flatMap(([code, status]) => ACCEPTS.map((accept) => [code, status, accept] as const)))(
    '%s has status %d for %s',
    async (code, status, accept) => {
      const { url } = await startTiny();
      const answer = await ask(url, 'query ($code: String!) { caller fail(code: $code) }', { code }, { accept });
      expect(answer.status).toBe(status);
      expect(answer.data).toEqual({ caller: 'nobody', fail: null });
      expect(answer.errors[0]?.extensions['code']).toBe(code);
      expect(answer.errors[0]).toMatchObject({ path: ['fail'] });
      expect(answer.headers.get('retry-after')).toBe(status === 503 ? '1' : null);
    },
  );

  it('says when to try again, where there were too many', async () => {
    const { url } = await startTiny();
    const answer = await ask(url, 'mutation { fail(code: "RATE_LIMITED") }');
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBe('42');
    expect(answer.errors[0]?.extensions).toEqual({ code: 'RATE_LIMITED', retryAfterSeconds: 42 });
  });

  it('tells what became of a write', async () => {
    const { url } = await startTiny();
    const { errors } = await ask(url, 'mutation { fail(code: "SESSION_CORE_UNAVAILABLE") }');
    expect(errors[0]?.extensions).toEqual({ code: 'SESSION_CORE_UNAVAILABLE', outcome: 'UNKNOWN' });
  });

  it.each([
    [['FORBIDDEN', 'INTERNAL_SERVER_ERROR'], 500],
    [['INTERNAL_SERVER_ERROR', 'UNAUTHENTICATED'], 401],
    [['UNAUTHENTICATED', 'LOCK_TIMEOUT', 'INTERNAL_SERVER_ERROR'], 503],
    [['FORBIDDEN', undefined, 7], undefined],
  ])('%o together have status %s', (codes, status) => {
    expect(statusOfCodes(codes)).toBe(status);
  });

  it('that is a bug shows the request id and nothing else, and is logged once', async () => {
    const { url, log } = await startTiny();
    const query = '{ a: fail(code: "BUG") b: fail(code: "BUG") }';
    const { status, errors } = await ask(url, query, undefined, { 'x-request-id': 'r-7' });
    expect(status).toBe(500);
    expect(errors.map(({ message, extensions }) => ({ message, extensions }))).toEqual(
      Array(2).fill({
        message: 'Something went wrong on the server. The request id r-7 leads to the details in its log.',
        extensions: { code: 'INTERNAL_SERVER_ERROR' },
      }),
    );
    const lines = log.filter((line) => 'err' in line);
    expect(lines).toMatchObject([
      { requestId: 'r-7', level: 50, err: { message: 'password=hunter2 at /srv/secret.ts' } },
    ]);
  });

  it('that is a bug of a serialisation is one too', async () => {
    const { url } = await startTiny();
    const { status, errors } = await ask(url, '{ badNumber }');
    expect(status).toBe(500);
    expect(errors[0]?.extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR' });
  });

  it('for which a non-null field is missing is one too', async () => {
    const { url } = await startTiny();
    const { status, errors, data } = await ask(url, '{ missing }');
    expect({ status, data }).toEqual({ status: 500, data: null });
    expect(errors[0]?.extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR' });
  });

  it('that says that the core is down is logged with its cause', async () => {
    const { url, log } = await startTiny();
    await ask(url, '{ fail(code: "SESSION_CORE_UNAVAILABLE") }');
    expect(log.filter((line) => 'err' in line)).toMatchObject([{ level: 40, err: { cause: { message: 'inner' } } }]);
  });
});

describe('an operation that is not valid', () => {
  it.each<[string, string, object, string]>([
    ['does not parse', '{', {}, 'GRAPHQL_PARSE_FAILED'],
    ['asks for an unknown field', '{ nothing }', {}, 'GRAPHQL_VALIDATION_FAILED'],
    ['is a subscription', 'subscription { __typename }', {}, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'has an operation of a kind that there is not',
      'query A { caller } subscription B { a }',
      {},
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['has a variable of the wrong type', 'query ($n: Int!) { echo(n: $n) }', { n: 'x' }, 'BAD_USER_INPUT'],
    ['lacks a variable', 'query ($n: Int!) { echo(n: $n) }', {}, 'BAD_USER_INPUT'],
    [
      'has two members of a oneOf',
      'query ($by: Selector!) { user(by: $by) }',
      { by: { id: '1', email: 'a' } },
      'BAD_USER_INPUT',
    ],
    ['has two operations', 'query A { caller } query B { caller }', {}, 'OPERATION_RESOLUTION_FAILURE'],
  ])('that %s: 400', async (_name, query, variables, code) => {
    const { url, log } = await startTiny();
    const answer = await ask(url, query, variables);
    expect(answer.status).toBe(400);
    expect(answer.errors[0]?.extensions).toEqual({ code });
    expect(log.filter((line) => 'err' in line)).toEqual([]);
    expect((await ask(url, query, variables, { accept: 'application/json' })).status).toBe(200);
  });

  it('that is a subscription is told what there is instead', async () => {
    const { url } = await startTiny();
    const { errors } = await ask(url, 'subscription { __typename }');
    expect(errors[0]?.message).toBe('There is no subscription in this API: send a query or a mutation.');
  });

  it('that only its execution finds out is the fault of the caller', async () => {
    const { url, log } = await startTiny();
    const answer = await ask(url, 'query ($n: Int = 1) { echo(n: $n) }', { n: null });
    expect(answer.status).toBe(200);
    expect(answer.errors[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT' });
    expect(log.filter((line) => 'err' in line)).toEqual([]);
  });

  it('with more faults than are counted is the fault of the caller', async () => {
    const { url, log } = await startTiny();
    const names = Array.from({ length: 52 }, (_, index) => `$b${index}`);
    const declared = names.map((name) => `${name}: Boolean!`).join(' ');
    const used = names.map((name) => `... @include(if: ${name}) { caller }`).join(' ');
    const answer = await ask(url, `query (${declared}) { ${used} }`);
    expect(answer.errors.map(({ extensions }) => extensions['code'])).toEqual(
      Array(requestLimits.errors + 1).fill('BAD_USER_INPUT'),
    );
    expect(answer.status).toBe(400);
    expect(log.filter((line) => 'err' in line)).toEqual([]);
  });

  it('is told no names of the schema where introspection is off', async () => {
    const { url } = await startTiny({ config: { introspection: false } });
    const { errors } = await ask(url, '{ caler }');
    expect(errors[0]?.message).toBe('Cannot query field "caler" on type "Query".');
    const introspection = await ask(url, '{ __schema { queryType { name } } }');
    expect(introspection.errors.map(({ message }) => message)).toContain('Introspection is off on this server.');
  });

  it('is told them where it is on', async () => {
    const { url } = await startTiny();
    expect((await ask(url, '{ caler }')).errors[0]?.message).toContain('Did you mean "caller"');
  });
});

describe('a mutation', () => {
  it('asks the hook once before its first field runs, with what will run', async () => {
    const seen: unknown[] = [];
    const { url, applied } = await startTiny({
      beforeMutation: (context, names) => {
        seen.push(context, names, [...applied]);
        return Promise.resolve();
      },
    });
    const query = `mutation ($no: Boolean!) {
      a: apply(what: "1") ...Rest skipped: fail(code: "BUG") @include(if: $no)
    } fragment Rest on Mutation { ... { applyOther(what: "2") } }`;
    const { data } = await ask(url, query, { no: false });
    expect(seen).toMatchObject([{ caller: 'nobody' }, ['apply', 'applyOther'], []]);
    expect(data).toEqual({ a: '1', applyOther: '2' });
  });

  it('runs nothing when the hook refuses', async () => {
    const { url, applied } = await startTiny({
      beforeMutation: () => Promise.reject(new ClaimsetError('TRY_REFRESH_TOKEN', 'refresh')),
    });
    for (const accept of ACCEPTS) {
      const { status, errors, data } = await ask(url, 'mutation { apply(what: "1") }', {}, { accept });
      expect(status).toBe(401);
      expect(data).toBeUndefined();
      expect(errors).toEqual([{ message: 'refresh', extensions: { code: 'TRY_REFRESH_TOKEN' } }]);
    }
    expect(applied).toEqual([]);
  });

  it('does not ask the hook for a query, nor where it cannot be known what will run', async () => {
    const { url } = await startTiny({ beforeMutation: () => Promise.reject(new Error('asked')) });
    expect((await ask(url, '{ caller }')).status).toBe(200);
    const query = 'mutation ($no: Boolean!) { apply(what: "1") @skip(if: $no) }';
    expect((await ask(url, query, {})).errors[0]?.extensions['code']).toBe('BAD_USER_INPUT');
  });

  it('is not taken by GET', async () => {
    const { url, applied } = await startTiny();
    const query = encodeURIComponent('mutation { apply(what: "1") }');
    const response = await fetch(`${url}/graphql?query=${query}`, { headers: { 'apollo-require-preflight': '1' } });
    expect(response.status).toBe(405);
    expect(applied).toEqual([]);
  });
});

describe('statusForClient', () => {
  it.each<[string | undefined, number]>([
    [undefined, 400],
    ['*/*', 400],
    ['application/*', 400],
    ['application/graphql-response+json, application/json;q=0.9', 400],
    ['application/json', 200],
    ['Application/JSON; charset=utf-8', 200],
    ['application/json, application/graphql-response+json;q=0', 200],
    ['application/json, text/html', 200],
    ['text/html', 400],
  ])('answers 400 to who accepts %s with %d', (accept, status) => {
    expect(statusForClient(400, accept)).toBe(status);
  });

  it('leaves other statuses alone', () => {
    expect(statusForClient(405, 'application/json')).toBe(405);
  });
});
