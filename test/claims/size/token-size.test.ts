import { randomUUID } from 'node:crypto';

import fc from 'fast-check';
import { base64url, CompactSign, generateKeyPair } from 'jose';
import { describe, expect, it } from 'vitest';

import { type TokenFacts, tokenSize } from '../../../src/claims/size/token-size.ts';
import type { ClaimsPayload } from '../../../src/claims/types.ts';
import { payload } from '../json.ts';

const { privateKey } = await generateKeyPair('RS256', { modulusLength: 2048 });
const ANTI_CSRF = randomUUID();

interface Real {
  readonly kid: string;
  readonly isRefreshed: boolean;
}

function content(facts: TokenFacts, claims: ClaimsPayload, { isRefreshed }: Real) {
  return {
    iat: 1_700_000_000,
    exp: 1_700_003_600,
    sub: facts.userId,
    tId: facts.tenantId,
    rsub: facts.recipeUserId,
    sessionHandle: facts.handle,
    refreshTokenHash1: 'a'.repeat(64),
    parentRefreshTokenHash1: isRefreshed ? 'b'.repeat(64) : null,
    antiCsrfToken: facts.antiCsrfToken ?? null,
    ...claims,
  };
}

/** The core writes raw UTF-8, but for these two. */
function coreJson(value: object): string {
  return JSON.stringify(value).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}

/** The larger of the two cookies of a token that is really signed. */
async function realSize(facts: TokenFacts, claims: ClaimsPayload, real: Real): Promise<number> {
  const up = content(facts, claims, real);
  const header = { alg: 'RS256', typ: 'JWT', version: '5', kid: real.kid };
  const token = await new CompactSign(Buffer.from(coreJson(up))).setProtectedHeader(header).sign(privateKey);
  const front = Buffer.from(JSON.stringify({ uid: facts.userId, ate: 1_700_003_600_000, up })).toString('base64');
  return Math.max(`sAccessToken${token}`.length, `sFrontToken${front}`.length);
}

const FACTS: TokenFacts = {
  userId: randomUUID(),
  recipeUserId: randomUUID(),
  tenantId: 'public',
  handle: randomUUID(),
};

const anyFacts = fc.record({
  userId: fc.string({ minLength: 1, maxLength: 64 }),
  recipeUserId: fc.string({ minLength: 1, maxLength: 64 }),
  tenantId: fc.constantFrom('public', 't1'),
  handle: fc.uuid(),
  antiCsrfToken: fc.constantFrom(null, ANTI_CSRF),
});
const REFRESHED: Real = { kid: 'd-1700000000000', isRefreshed: true };
const HEADER = base64url.encode(JSON.stringify({ kid: REFRESHED.kid, typ: 'JWT', version: '5', alg: 'RS256' }));
const anyReal = fc.record({
  kid: fc.constantFrom('d-1700000000000', `s-${randomUUID()}`),
  isRefreshed: fc.boolean(),
});

describe('the size of a token', () => {
  it('is never below the real one, and at most 120 bytes above', async () => {
    await fc.assert(
      fc.asyncProperty(anyFacts, payload, anyReal, async (facts, claims, real) => {
        const excess = tokenSize(facts, claims) - (await realSize(facts, claims, real));
        expect(excess).toBeGreaterThanOrEqual(0);
        expect(excess).toBeLessThanOrEqual(120);
      }),
      { numRuns: 150 },
    );
  });

  it('is exact for a refreshed token whose header is known', async () => {
    const facts = { ...FACTS, header: HEADER, antiCsrfToken: ANTI_CSRF };
    for (const claims of [{}, { a: 'é😀' }, { a: 'x'.repeat(3000) }]) {
      expect(tokenSize(facts, claims)).toBe(await realSize(facts, claims, REFRESHED));
    }
  });

  it('is exact whatever the ids and claims are', async () => {
    await fc.assert(
      fc.asyncProperty(anyFacts, payload, async (facts, claims) => {
        expect(tokenSize({ ...facts, header: HEADER }, claims)).toBe(await realSize(facts, claims, REFRESHED));
      }),
      { numRuns: 150 },
    );
  });

  it('counts the anti-CSRF token of the session', () => {
    expect(tokenSize({ ...FACTS, antiCsrfToken: ANTI_CSRF }, {}) - tokenSize(FACTS, {})).toBeGreaterThanOrEqual(45);
  });

  it('counts the line separators of Unicode as the escapes that the core writes', () => {
    const [written, plain] = ['\u2028\u2029'.repeat(30), 'xxxxxx'.repeat(60)];
    expect(tokenSize(FACTS, { a: written })).toBe(tokenSize(FACTS, { a: plain }));
  });

  it('counts the marker of the next write in the place of the one that is there', () => {
    fc.assert(
      fc.property(anyFacts, payload, fc.option(fc.string(), { nil: undefined }), (facts, claims, own) => {
        const stored = own === undefined ? claims : { ...claims, 'st-cset': own };
        const sizes = [
          tokenSize({ ...facts, marker: 'next' }, stored),
          tokenSize({ ...facts, marker: 'next' }, stored),
        ];
        const written = tokenSize(facts, { ...stored, 'st-cset': 'next' });
        expect(sizes).toEqual([written, written]);
      }),
    );
  });

  it('counts a claim that has the name of a member of the token once', () => {
    expect(tokenSize(FACTS, { sub: 'x' })).toBe(tokenSize({ ...FACTS, userId: 'x' }, {}));
  });

  it('counts the front token where that is the larger one', async () => {
    const facts = { ...FACTS, userId: 'u'.repeat(500) };
    const real = { kid: `s-${randomUUID()}`, isRefreshed: true };
    expect(tokenSize(facts, {})).toBe(await realSize(facts, {}, real));
  });
});
