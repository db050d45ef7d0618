import { createHash } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { send } from '../support/caller.ts';
import { type Claimset, startClaimset } from '../support/claimset.ts';
import { signUp, type TestUser } from '../support/user.ts';

const KEY = 'cs_a-key-that-is-good';
const UPDATE = 'mutation Rename { updateMyClaims(input: { claims: { theme: DARK } }) { tokenSize { bytes } } }';
const REJECTED = 'mutation { updateMyClaims(input: { claims: { additional: { iss: "x" } } }) { userErrors { code } } }';

let claimset: Claimset;
let ada: TestUser;
let metrics: string;
beforeAll(async () => {
  const hash = createHash('sha256').update(KEY).digest('hex');
  const env = { METRICS_PORT: '0', LOG_LEVEL: 'debug', API_KEYS: `crm=claims:write=${hash}` };
  claimset = await startClaimset(env);
  ada = await signUp(claimset.url, 'ada@example.com');
  const client = { 'apollographql-client-name': 'web', 'apollographql-client-version': '1.2' };
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  await ada.session.send(UPDATE, {}, { ...client, traceparent, 'x-request-id': 'r-update' });
  await ada.session.send(UPDATE);
  await ada.session.send(REJECTED);
  await send(
    claimset.url,
    '{ user(by: { id: "u" }) { id } }',
    {},
    { 'x-api-key': 'cs_wrong', 'x-request-id': 'r-key' },
  );
  await send(claimset.url, '{ user(by: { id: "u" }) { id } }', {}, { 'x-api-key': KEY, 'x-request-id': 'r-crm' });
  const formFields = [
    { id: 'email', value: 'ada@example.com' },
    { id: 'password', value: 'wrong-passw0rd' },
  ];
  const headers = { 'content-type': 'application/json', 'x-request-id': 'r-password' };
  await fetch(`${claimset.url}/auth/signin`, { method: 'POST', headers, body: JSON.stringify({ formFields }) });
  const served = claimset.log().find(({ event }) => event === 'metrics.served');
  metrics = await (await fetch(String(served?.['url']))).text();
});
afterAll(() => claimset.stop());

const linesOf = (what: object) =>
  claimset.log().filter((line) => Object.entries(what).every(([name, value]) => line[name] === value));

/** The value of a metric with these labels, in any order. */
function valueOf(name: string, labels: Readonly<Record<string, string>> = {}): number {
  const line = metrics.split('\n').find((one) => {
    const isNamed = one.startsWith(`${name}{`) || one.startsWith(`${name} `);
    return isNamed && Object.entries(labels).every(([label, value]) => one.includes(`${label}="${value}"`));
  });
  return Number(line?.split(' ').at(-1));
}

describe('the line of a request', () => {
  it('says which operation, whose, from which client, in which trace', () => {
    expect(linesOf({ requestId: 'r-update', msg: 'request' })).toMatchObject([
      {
        operationName: 'Rename',
        rootFields: ['updateMyClaims'],
        userId: ada.id,
        clientName: 'web',
        clientVersion: '1.2',
        traceId: '0af7651916cd43dd8448eb211c80319c',
      },
    ]);
  });

  it('says which errors there were, and which key was used', () => {
    expect(linesOf({ requestId: 'r-key', msg: 'request' })).toMatchObject([
      { status: 200, errorCodes: ['FORBIDDEN'], rootFields: ['user'] },
    ]);
    expect(linesOf({ requestId: 'r-crm', msg: 'request' })).toMatchObject([
      { apiKey: 'crm', errorCodes: ['FORBIDDEN'] },
    ]);
  });
});

describe('the log', () => {
  it.each([
    ['r-password', 'WRONG_PASSWORD'],
    ['r-key', 'WRONG_API_KEY'],
  ])('warns of %s: %s', (requestId, reason) => {
    expect(linesOf({ event: 'auth.failed', requestId })).toMatchObject([{ level: 40, reason }]);
  });

  it('shows calls to the core with their times at the level debug', () => {
    const calls = linesOf({ event: 'core.called' });
    const signIn = calls.find(({ path }) => String(path).endsWith('/recipe/signin'));
    expect(signIn?.['durationMillis']).toBeTypeOf('number');
    expect(signIn).toMatchObject({
      level: 20,
      method: 'POST',
      status: 200,
    });
  });

  it('has no token, key, password, address or value of a claim', () => {
    const text = claimset.process.output();
    const secrets = [
      ada.session.accessToken,
      ada.session.refreshToken,
      KEY,
      'cs_wrong',
      'wrong-passw0rd',
      'ada@example',
    ];
    for (const secret of [...secrets, 'DARK']) expect(text).not.toContain(secret);
    expect(text).not.toMatch(/127\.0\.0\.1(?!:\d+\/metrics)(?=["\s])/);
  });
});

describe('the metrics', () => {
  it.each<[string, Record<string, string>, number]>([
    ['claimset_graphql_operation_duration_seconds_count', { field: 'updateMyClaims', code: 'OK' }, 3],
    ['claimset_graphql_operation_duration_seconds_count', { field: 'user', code: 'FORBIDDEN' }, 2],
    ['claimset_http_server_request_duration_seconds_count', { http_route: '/graphql' }, 5],
    ['claimset_claims_writes_total', { mutation: 'updateMyClaims', outcome: 'updated' }, 1],
    ['claimset_claims_writes_total', { mutation: 'updateMyClaims', outcome: 'unchanged' }, 1],
    ['claimset_claims_writes_total', { mutation: 'updateMyClaims', outcome: 'rejected' }, 1],
    ['claimset_sign_ins_total', { kind: 'sign_up', outcome: 'ok' }, 1],
    ['claimset_sign_ins_total', { kind: 'sign_in', outcome: 'wrong_credentials' }, 1],
    ['claimset_wrong_api_keys_total', {}, 1],
    ['claimset_token_size_bytes_count', {}, 2],
    ['claimset_core_request_duration_seconds_count', { endpoint: '/recipe/signup' }, 1],
    ['claimset_ledger_open_entries', {}, 0],
    ['claimset_ledger_oldest_open_entry_age_seconds', {}, 0],
    ['claimset_ledger_waiting_users', {}, 0],
    ['claimset_feed_lag_seconds', {}, 0],
    ['claimset_feed_consumers', {}, 0],
    ['claimset_build_info', { version: '0.1.0' }, 1],
  ])('%s %o is %d', (name, labels, value) => {
    expect(valueOf(name, labels)).toBe(value);
  });

  it('measure locks, the event loop and memory', () => {
    expect(valueOf('claimset_lock_wait_duration_seconds_count', { kind: 'session' })).toBeGreaterThan(0);
    expect(valueOf('nodejs_eventloop_lag_seconds')).toBeGreaterThanOrEqual(0);
    expect(valueOf('process_resident_memory_bytes')).toBeGreaterThan(1e7);
  });

  it('have names of ours that begin with claimset_, and of nobody else', () => {
    const names = [...metrics.matchAll(/^# TYPE (\S+)/gm)].map(([, name = '']) => name);
    expect(names.filter((name) => !/^(claimset|process|nodejs)_/.test(name))).toEqual([]);
  });

  it('are not on the port that the world sees', async () => {
    expect((await fetch(`${claimset.url}/metrics`)).status).toBe(404);
  });
});

it('a port of the metrics that somebody has is one warning, and METRICS=off is none', async () => {
  const taken = new URL(String(linesOf({ event: 'metrics.served' })[0]?.['url'])).port;
  const other = await startClaimset({ METRICS_PORT: taken });
  expect((await fetch(`${other.url}/health/live`)).status).toBe(200);
  expect(other.log().filter(({ event }) => event === 'metrics.failed')).toMatchObject([{ level: 40 }]);
  await other.stop();
  const without = await startClaimset({ METRICS: 'off', METRICS_PORT: taken });
  expect(without.log().filter(({ event }) => String(event).startsWith('metrics.'))).toEqual([]);
  await without.stop();
});
