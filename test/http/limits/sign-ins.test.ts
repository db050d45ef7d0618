import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

import express from 'express';
import { describe, expect, it, onTestFinished } from 'vitest';

import { limitSignIns } from '../../../src/http/limits/sign-ins.ts';
import { counters } from '../../../src/limits/counter.ts';

const PER = { perSeconds: 900 };

/** A server whose users all have the password `right`, behind a proxy that says which address calls. */
async function start({ ofAddress = 100, ofPair = 3, ofAccount = 100 } = {}) {
  const make = counters(null);
  const refused: string[] = [];
  const slowed: string[] = [];
  const limits = limitSignIns({
    ofAddress: make('a', { points: ofAddress, ...PER }),
    ofAccountFromAddress: make('p', { points: ofPair, ...PER }),
    ofAccount: make('c', { points: ofAccount, ...PER }),
    onRefused: (limit) => refused.push(limit),
    slowDown: () => Promise.resolve(void slowed.push('slowed')),
  });
  const app = express().set('trust proxy', true).use(express.json(), limits.handler);
  app.post(/signin$/, async (req, res) => {
    const password: unknown = (req.body as { formFields?: { value: unknown }[] }).formFields?.[1]?.value;
    if (password !== undefined) await limits.settle(req, password === 'right');
    res.status(password === undefined ? 400 : 200).json({ password });
  });
  const server = app.listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/auth/signin`;
  const signIn = async (password: string | undefined, email = 'ada@example.com', address = '192.0.2.1', to = url) => {
    const formFields = [
      { id: 'email', value: email },
      { id: 'password', value: password },
    ];
    const headers = { 'content-type': 'application/json', 'x-forwarded-for': address };
    const response = await fetch(to, { method: 'POST', headers, body: JSON.stringify({ formFields }) });
    return { status: response.status, retryAfter: response.headers.get('retry-after'), body: await response.json() };
  };
  const fail = async (times: number, email?: string, address?: string) => {
    const answers = await Promise.all(Array.from({ length: times }, () => signIn('wrong', email, address)));
    return answers.filter(({ status }) => status === 429).length;
  };
  return { url, signIn, fail, refused, slowed };
}

describe('failed sign-ins', () => {
  it('are limited for one account from one address, however many come at once', async () => {
    const { fail, signIn, refused } = await start();
    expect(await fail(10)).toBe(7);
    expect(refused).toHaveLength(7);
    const { status, retryAfter, body } = await signIn('right');
    expect(status).toBe(429);
    expect(Number(retryAfter)).toBeGreaterThan(890);
    expect(body).toMatchObject({
      errors: [{ extensions: { code: 'RATE_LIMITED', retryAfterSeconds: Number(retryAfter) } }],
    });
  });

  it.each([
    ['another account there', 'bob@example.com', '192.0.2.1'],
    ['the same account elsewhere', 'ada@example.com', '192.0.2.2'],
  ])('leave %s alone', async (_what, email, address) => {
    const { fail, signIn } = await start();
    await fail(10);
    expect((await signIn('right', email, address)).status).toBe(200);
  });

  it.each([' ADA@example.com', 'Ada@Example.COM '])('know an account by %j as well', async (email) => {
    const { fail } = await start();
    await fail(3);
    expect(await fail(1, email)).toBe(1);
  });

  it.each(['/auth/public/signin', '/AUTH/SignIn/'])('are counted at %s as well', async (path) => {
    const { fail, signIn, url } = await start();
    await fail(3);
    expect((await signIn('wrong', undefined, undefined, new URL(path, url).href)).status).toBe(429);
  });

  it('are limited for one address, whoever they are for', async () => {
    const { fail, signIn } = await start({ ofAddress: 5 });
    for (const name of ['a', 'b', 'c', 'd', 'e']) await fail(1, `${name}@example.com`);
    expect((await signIn('right', 'f@example.com')).status).toBe(429);
    expect((await signIn('right', 'f@example.com', '192.0.2.2')).status).toBe(200);
  });

  it('are forgotten with a success, those of others are not', async () => {
    const { fail, signIn } = await start({ ofAddress: 5 });
    await fail(2, 'bob@example.com');
    for (let round = 0; round < 5; round++) {
      expect(await fail(2)).toBe(0);
      expect((await signIn('right')).status).toBe(200);
    }
    await fail(1, 'bob@example.com');
    expect(await fail(3, 'eve@example.com')).toBe(1);
  });

  it('do not count where no password was judged', async () => {
    const { fail, signIn } = await start();
    for (let round = 0; round < 10; round++) expect((await signIn(undefined)).status).toBe(400);
    expect(await fail(3)).toBe(0);
  });

  it('of one account from many addresses are slowed, and lock nobody out', async () => {
    const { fail, signIn, slowed } = await start({ ofAccount: 4 });
    for (let host = 1; host <= 6; host++) expect(await fail(1, undefined, `192.0.2.${host}`)).toBe(0);
    expect(slowed).toHaveLength(2);
    expect((await signIn('right', undefined, '192.0.2.99')).status).toBe(200);
  });
});
