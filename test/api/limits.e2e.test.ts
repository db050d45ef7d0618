import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { send } from '../support/caller.ts';
import { type Claimset, startClaimset } from '../support/claimset.ts';

const KEY = 'cs_a-key-that-is-good';
const PASSWORD = 'a-long-passw0rd';

let claimset: Claimset;
beforeAll(async () => {
  const hash = createHash('sha256').update(KEY).digest('hex');
  // Each test is somebody else: it speaks as a proxy does.
  claimset = await startClaimset({
    RATE_LIMITS: 'on',
    TRUSTED_PROXIES: '127.0.0.1',
    API_KEYS: `crm=claims:read=${hash}`,
  });
});
afterAll(() => claimset.stop());

function post(path: string, from: string, email: string, password = PASSWORD): Promise<Response> {
  const formFields = [
    { id: 'email', value: email },
    { id: 'password', value: password },
  ];
  const headers = { 'content-type': 'application/json', 'x-forwarded-for': from, 'st-auth-mode': 'header' };
  return fetch(`${claimset.url}/auth${path}`, { method: 'POST', headers, body: JSON.stringify({ formFields }) });
}

/** Sends a guess to a target that no client would write so. */
async function guessAt(target: string, from: string): Promise<number | undefined> {
  const formFields = [
    { id: 'email', value: 'ada@example.com' },
    { id: 'password', value: 'wrong-passw0rd' },
  ];
  const headers = { 'content-type': 'application/json', 'x-forwarded-for': from };
  const { hostname: host, port } = new URL(claimset.url);
  const asked = request({ host, port, path: target, method: 'POST', headers }).end(JSON.stringify({ formFields }));
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  answer.resume();
  return answer.statusCode;
}

const askWith = (key: string, from: string) =>
  send(claimset.url, '{ user(by: { id: "nobody" }) { id } }', {}, { 'x-api-key': key, 'x-forwarded-for': from });

describe('limits of rate', () => {
  it('stop who guesses passwords at one address, and nobody at another', async () => {
    await post('/signup', '192.0.2.1', 'ada@example.com');
    const statuses: number[] = [];
    for (let guess = 0; guess < 200; guess++) {
      statuses.push((await post('/signin', '192.0.2.2', `user${guess}@example.com`, 'wrong-passw0rd')).status);
      if (guess % 50 === 0) expect((await post('/signin', '192.0.2.1', 'ada@example.com')).status).toBe(200);
    }
    expect(statuses.filter((status) => status === 429)).toHaveLength(100);
    const refused = await post('/signin', '192.0.2.2', 'ada@example.com');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(800);
    expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: 'RATE_LIMITED' } }] });
    expect(await (await post('/signin', '192.0.2.1', 'ada@example.com')).json()).toMatchObject({ status: 'OK' });
  });

  it('hold at each spelling of the path at which SuperTokens answers', async () => {
    for (let guess = 0; guess < 20; guess++) await guessAt('/auth/signin', '192.0.2.6');
    const more = [
      '/auth/public/signin/',
      '/auth/signin//',
      '/auth/signin#x',
      'http://host/auth/signin',
      'http://h;x/auth/signin',
    ];
    const none = ['/auth/signin/.', '/auth/x/../signin', '/%2e/auth/signin', '/auth\\signin', 'http:///x/auth/signin'];
    expect(await Promise.all(more.map((target) => guessAt(target, '192.0.2.6')))).toEqual(more.map(() => 429));
    expect(await Promise.all(none.map((target) => guessAt(target, '192.0.2.6')))).toEqual(none.map(() => 400));
  });

  it('allow sixty sign-ups a minute', async () => {
    const sent = Array.from({ length: 70 }, (_, index) =>
      post('/user/password/reset/token', '192.0.2.3', `a${index}@b.c`),
    );
    const statuses = (await Promise.all(sent)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 429)).toHaveLength(10);
    expect((await post('/signup', '192.0.2.3', 'bob@example.com')).status).toBe(429);
    expect((await post('/signup', '192.0.2.4', 'bob@example.com')).status).toBe(200);
  });

  it.each([
    ['/emailpassword/email/exists', '192.0.2.7'],
    ['/public/emailpassword/email/exists/', '192.0.2.8'],
    ['/signup/email/exists', '192.0.2.9'],
  ])('stop who looks for accounts at %s, as sign-ups would tell them', async (path, from) => {
    const look = (at: string, index: number): Promise<Response> =>
      fetch(`${claimset.url}/auth${path}?email=a${index}@b.c`, { headers: { 'x-forwarded-for': at } });
    const statuses = (await Promise.all(Array.from({ length: 70 }, (_, index) => look(from, index)))).map(
      ({ status }) => status,
    );
    expect(statuses.filter((status) => status === 200)).toHaveLength(60);
    expect(statuses.filter((status) => status === 429)).toHaveLength(10);
    expect((await post('/signup', from, 'eve@example.com')).status).toBe(429);
    expect((await look('192.0.2.10', 0)).status).toBe(200);
  });

  it('stop who guesses API keys, and never a key that is good', async () => {
    const answers = await Promise.all(Array.from({ length: 61 }, () => askWith('cs_wrong', '192.0.2.5')));
    const codes = answers.flatMap(({ status, errors }) => errors.map(({ code }) => `${status} ${String(code)}`));
    expect(codes.filter((code) => code === '429 RATE_LIMITED')).toHaveLength(1);
    expect(codes.filter((code) => code === '200 FORBIDDEN')).toHaveLength(60);
    const refused = await askWith('cs_wrong', '192.0.2.5');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(1);
    expect((await askWith(KEY, '192.0.2.5')).errors).toEqual([]);
  });
});
