import SuperTokens from 'supertokens-node';
import { getUserContext } from 'supertokens-node/lib/build/utils.js';
import type { VerifySessionOptions } from 'supertokens-node/recipe/session';
import { beforeEach, describe, expect, it } from 'vitest';

import { KnownTokens } from '../../../src/supertokens/sdk/known-tokens.ts';

const EXPIRES_AT_SECONDS = 1_000;
const BY_SIGNATURE = { antiCsrfCheck: false };

let verified: string[];
let nowMillis: number;
let elapsedMillis: number;
let answer: string;
let tokens: ReturnType<KnownTokens<FakeSession>['functions']>;

beforeEach(() => {
  [verified, nowMillis, elapsedMillis, answer] = [[], 0, 0, token({ newKey: 'next' })];
  const known = new KnownTokens<FakeSession>({ nowMillis: () => nowMillis, elapsedMillis: () => elapsedMillis });
  tokens = known.functions({
    getSession: ({ accessToken = '' }) => {
      verified.push(accessToken);
      return Promise.resolve(new FakeSession(accessToken));
    },
    regenerateAccessToken: () => {
      const recipeUserId = SuperTokens.convertToRecipeUserId('ada');
      const session = { handle: 's', userId: 'ada', recipeUserId, tenantId: 'public', userDataInJWT: {} };
      const accessToken = { token: answer, expiry: EXPIRES_AT_SECONDS * 1000, createdTime: 0 };
      return Promise.resolve({ status: 'OK', session, accessToken });
    },
  });
});

function token(claims: object, header: object = { kid: 'd-1' }): string {
  const members = { sub: 'ada', sessionHandle: 's', exp: EXPIRES_AT_SECONDS, ...claims };
  return [header, members].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.') + '.x';
}

/** With the members that the SDK's sessions have. */
class FakeSession {
  readonly accessToken: string;
  readonly accessTokenUpdated = false;
  readonly userDataInAccessToken: unknown;

  constructor(accessToken: string) {
    this.accessToken = accessToken;
    this.userDataInAccessToken = JSON.parse(Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString());
  }

  getHandle(): string {
    return 's';
  }

  getUserId(): string {
    return 'ada';
  }

  getAccessToken(): string {
    return this.accessToken;
  }

  getAccessTokenPayload(): unknown {
    return this.userDataInAccessToken;
  }
}

async function present(accessToken: string, options: VerifySessionOptions = BY_SIGNATURE, antiCsrfToken?: string) {
  const given = antiCsrfToken === undefined ? {} : { antiCsrfToken };
  const session = await tokens.getSession({ accessToken, options, ...given, userContext: getUserContext() });
  if (session === undefined) throw new Error('there is no session');
  return session;
}

function regenerate(accessToken: string) {
  return tokens.regenerateAccessToken({ accessToken, userContext: getUserContext() });
}

describe('a token that was good a moment ago', () => {
  it('is not verified again, and each who brings it gets a session of his own', async () => {
    const [first, second] = [await present(token({ a: 1 })), await present(token({ a: 1 }))];
    expect(verified).toHaveLength(1);
    expect(second).not.toBe(first);
    expect([second.getHandle(), second.getUserId(), second.getAccessToken()]).toEqual(['s', 'ada', token({ a: 1 })]);
    expect(second.getAccessTokenPayload()).toMatchObject({ a: 1 });
  });

  it('is verified again where it differs by a character', async () => {
    await present(token({}));
    await present(`${token({})}y`);
    expect(verified).toHaveLength(2);
  });

  it.each([
    ['the core is to be asked', { ...BY_SIGNATURE, checkDatabase: true }, undefined],
    ['an anti-CSRF token is to be checked', {}, undefined],
    ['an anti-CSRF token is presented', BY_SIGNATURE, 'csrf'],
  ])('is left to the SDK where %s', async (_when, options, antiCsrfToken) => {
    await present(token({}));
    await present(token({}), options, antiCsrfToken);
    expect(verified).toHaveLength(2);
  });

  it.each([
    ['it has expired', () => (nowMillis = EXPIRES_AT_SECONDS * 1000)],
    ['that was a minute ago', () => (elapsedMillis = 60_000)],
  ])('is verified again when %s', async (_when, pass) => {
    await present(token({}));
    pass();
    await present(token({}));
    expect(verified).toHaveLength(2);
  });

  it.each([{ parentRefreshTokenHash1: 'hash' }, { nbf: 1 }, { exp: undefined }, { large: 'x'.repeat(8_192) }])(
    'is verified each time where more is to be looked at, or kept (%#)',
    async (claims) => {
      await present(token(claims));
      await present(token(claims));
      expect(verified).toHaveLength(2);
    },
  );
});

describe('a token that the core has given for a known one', () => {
  it('is known with its claims, and is no news to a response', async () => {
    await present(token({ newKey: 'former' }));
    await regenerate(token({ newKey: 'former' }));
    const session = await present(answer);
    expect(verified).toHaveLength(1);
    expect(session.getAccessTokenPayload()).toMatchObject({ newKey: 'next' });
    expect(session).toMatchObject({ accessToken: answer, accessTokenUpdated: false });
  });

  it.each([
    ['the former one is not known', token({ other: true }), undefined],
    ['it is of another session', token({}), token({ sessionHandle: 't' })],
    ['it is signed with another key', token({}), token({}, { kid: 'd-2' })],
  ])('is verified where %s', async (_when, former, issued = answer) => {
    answer = issued;
    await present(token({}));
    await regenerate(former);
    await present(issued);
    expect(verified).toEqual([token({}), issued]);
  });
});
