import { describe, expect, it } from 'vitest';

import { tokenSize } from '../../../src/claims/size/token-size.ts';
import { formatSeconds, payloadOfToken, secondsLeft, tokenBytes } from '../../../src/explorer/session/token.ts';

const ID = '0ccec355-78b9-4bb3-9046-8246d0e5c837';
const HANDLE = '5e1d69a8-1702-4068-b749-91c74197439f';
const own = {
  ...{ iat: 1_795_508_655, exp: 1_795_512_255, sub: ID, tId: 'public', rsub: ID, sessionHandle: HANDLE },
  ...{ refreshTokenHash1: 'a'.repeat(64), parentRefreshTokenHash1: null, antiCsrfToken: null },
};

describe('the size of the token', () => {
  it.each([{}, { theme: 'DARK' }, { text: 'é\u2028😀"\\' }, { list: ['x'.repeat(5000)] }])(
    'is what the server counts: %j',
    (claims) => {
      const facts = { userId: ID, recipeUserId: ID, tenantId: 'public', handle: HANDLE };
      expect(tokenBytes({ ...own, ...claims })).toBe(tokenSize(facts, claims));
    },
  );
});

describe('the time that is left', () => {
  it.each([
    [1000, 4],
    [4500, 1],
    [5000, 0],
    [9000, 0],
  ])('at %i ms of 5 s is %i s', (nowMillis, expected) => {
    expect(secondsLeft({ exp: 5 }, nowMillis)).toBe(expected);
  });

  it('is not known where the token does not say it', () => {
    expect(secondsLeft({ exp: 'soon' }, 0)).toBeNull();
  });

  it.each([
    [59, '59 s'],
    [60, '1 min 0 s'],
    [3599, '59 min 59 s'],
    [7500, '2 h 5 min'],
  ])('%i s is written %s', (seconds, expected) => {
    expect(formatSeconds(seconds)).toBe(expected);
  });
});

describe('the payload of an access token', () => {
  const encode = (text: string): string => `e30.${Buffer.from(text).toString('base64url')}.c2ln`;

  it.each([{ sub: 'ada' }, { name: 'é😀?>' }])('is read out of it: %j', (payload) => {
    expect(payloadOfToken(encode(JSON.stringify(payload)))).toEqual(payload);
  });

  it.each(['', 'no token', 'a.b.c', encode('[1]'), encode('null'), encode('{')])('is none in %j', (text) => {
    expect(payloadOfToken(text)).toBeNull();
  });
});
