import { createHash, randomBytes } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { requestLimits } from '../../../src/http/graphql/limits.ts';
import { type Claimset, startClaimset } from '../../support/claimset.ts';
import { signUp } from '../../support/user.ts';
import { type Attack, attacks } from './attacks.ts';

const MOST_MILLIS_BESIDE = 200;
const LARGEST_ANSWER_BYTES = 100_000;
/** Others use the machine too: what counts is whether the server can, so the best of three tries. */
const RETRIES = { retry: 2 };
/** A header of a request holds no more. */
const LONGEST_URL = 60_000;

const key = `cs_${randomBytes(32).toString('base64url')}`;
let server: Claimset;
let authorization = '';

beforeAll(async () => {
  const hash = createHash('sha256').update(key).digest('hex');
  server = await startClaimset({ API_KEYS: `backend=claims:read+claims:write=${hash}` });
  authorization = `Bearer ${(await signUp(server.url)).session.accessToken}`;
});
afterAll(() => server.stop());

/** Sends an attack, and says how large the answer was and how long the slowest harmless request beside it took. */
async function attack(send: () => Promise<Response>): Promise<{ bytes: number; status: number; millisBeside: number }> {
  const answer = send().then(async (response) => ({ status: response.status, bytes: (await response.text()).length }));
  let millisBeside = 0;
  const ask = async (): Promise<undefined> => {
    const began = performance.now();
    await (await post({ query: '{ __typename }' })).text();
    millisBeside = Math.max(millisBeside, performance.now() - began);
  };
  let over: Awaited<typeof answer> | undefined;
  while (over === undefined) {
    // The question that was on its way when the answer came counts too.
    const asked = ask();
    over = await Promise.race([answer, asked]);
    await asked;
  }
  return { ...over, millisBeside };
}

function post(body: Attack, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

function expectHarmless(found: Awaited<ReturnType<typeof attack>>): void {
  expect(found.bytes).toBeLessThan(LARGEST_ANSWER_BYTES);
  expect(found.millisBeside).toBeLessThan(MOST_MILLIS_BESIDE);
  expect(found.status).toBeLessThan(500);
}

describe.each([
  ['without credentials', () => ({})],
  ['with a session', () => ({ authorization })],
  ['with a session and an API key', () => ({ authorization, 'x-api-key': key })],
])('a large wrong request %s', (_name, credentials) => {
  it.each(attacks)('stops nobody and is answered in short: %s', RETRIES, async (_attack, body) => {
    expect(JSON.stringify(body).length).toBeLessThan(requestLimits.bodyBytes);
    expectHarmless(await attack(() => post(body, credentials())));
  });
});

describe('a large wrong request by GET', () => {
  const urls = attacks.map(([name, body]) => {
    const parameters = Object.entries(body).map(([member, value]) => [
      member,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]);
    return [name, new URLSearchParams(Object.fromEntries(parameters) as Record<string, string>).toString()] as const;
  });

  it.each(urls.filter(([, query]) => query.length < LONGEST_URL))('stops nobody: %s', RETRIES, async (_name, query) => {
    const headers = { 'apollo-require-preflight': '1' };
    expectHarmless(await attack(() => fetch(`${server.url}/graphql?${query}`, { headers })));
  });
});
