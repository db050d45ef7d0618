import { createHash } from 'node:crypto';

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { send } from '../support/caller.ts';
import { type Claimset, startClaimset } from '../support/claimset.ts';

const KEY = 'cs_a-key-that-is-good';
const LONG = 'a'.repeat(20_000);
const ODD = ['a\u0000', 'a\uD800', LONG];

let claimset: Claimset;
beforeAll(async () => {
  const hash = createHash('sha256').update(KEY).digest('hex');
  claimset = await startClaimset({ API_KEYS: `crm=claims:read+claims:write=${hash}` });
});
afterAll(() => claimset.stop());
afterEach(() => {
  expect(claimset.log().filter(({ level }) => level === 50)).toEqual([]);
});

const post = (path: string, body: object): Promise<Response> =>
  fetch(`${claimset.url}/auth${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'st-auth-mode': 'header' },
    body: JSON.stringify(body),
  });

const form = (email: string, password: string) => ({
  formFields: [
    { id: 'email', value: email },
    { id: 'password', value: password },
  ],
});

describe('what no core can keep', () => {
  const emails = ODD.map((odd) => `${odd}@example.com`);
  const bodies: [string, object][] = [
    ...['/signin', '/signup', '/public/signup'].flatMap((path) => [
      ...emails.map((email): [string, object] => [path, form(email, 'passw0rd')]),
      ...ODD.slice(0, 2).map((odd): [string, object] => [path, form('ada@example.com', `${odd}passw0rd`)]),
    ]),
    ...emails.map((value): [string, object] => [
      '/user/password/reset/token',
      { formFields: [{ id: 'email', value }] },
    ]),
    ['/user/password/reset', { method: 'token', token: '\uD800', formFields: [{ id: 'password', value: 'passw0rd' }] }],
  ];
  it('is refused at the routes of SuperTokens, and is no error of the server', async () => {
    for (const [path, body] of bodies) {
      const answer = await post(path, body);
      expect([path, answer.status]).toEqual([path, 400]);
      expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
    }
  });

  it.each(['/emailpassword/email/exists', '/signup/email/exists'])('is refused at %s', async (path) => {
    for (const email of ['a%00@example.com', `${LONG}@example.com`]) {
      expect((await fetch(`${claimset.url}/auth${path}?email=${email}`)).status).toBe(400);
    }
  });
});

describe('what no core can be asked for', () => {
  it.each([
    ['users', 'query ($odd: String!) { users(emailPrefix: $odd) { edges { node { id } } } }', { users: { edges: [] } }],
    ['a user', 'query ($odd: ID!) { user(by: { id: $odd }) { id } }', { user: null }],
    [
      'a session',
      'mutation ($odd: ID!) { endSession(input: { handle: $odd }) { ended } }',
      { endSession: { ended: false } },
    ],
    [
      'the user of a change',
      'mutation ($odd: ID!) { updateUserClaims(input: { user: { id: $odd }, claims: { additional: { a: 1 } } }) { userErrors { code } } }',
      { updateUserClaims: { userErrors: [{ code: 'USER_NOT_FOUND' }] } },
    ],
  ])('is not there: %s', async (_what, query, data) => {
    for (const odd of ODD) {
      expect(await send(claimset.url, query, { odd }, { 'x-api-key': KEY })).toMatchObject({ status: 200, data });
    }
  });
});
