import { createHash } from 'node:crypto';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { isSameJson } from '../../src/claims/merge.ts';
import { isReservedKey } from '../../src/claims/reserved.ts';
import type { ClaimsPayload } from '../../src/claims/types.ts';
import { claimsVersion } from '../../src/claims/version.ts';
import { payload, reversed } from './json.ts';

function withoutReserved(claims: ClaimsPayload): ClaimsPayload {
  return Object.fromEntries(Object.entries(claims).filter(([key]) => !isReservedKey(key)));
}

describe('the version of claims', () => {
  it('is the SHA-256 of their JSON with sorted members, 22 characters of it', () => {
    const canonical = '{"10":1,"2":[{"a":null,"b":"é"}],"B":0.5,"a":true}';
    const expected = createHash('sha256').update(canonical).digest('base64url').slice(0, 22);
    expect(claimsVersion({ a: true, B: 0.5, 2: [{ b: 'é', a: null }], 10: 1 })).toBe(expected);
  });

  it('is that of nothing where only reserved keys are', () => {
    expect(claimsVersion({ iss: 'x', 'st-role': { v: [] } })).toBe('RBNvo1WzZ4oRRq0W9-hknp');
  });

  it('does not see the order of members, nor reserved keys', () => {
    fc.assert(
      fc.property(payload, (claims) => {
        const other = reversed(withoutReserved(claims));
        expect(isSameJson(other, withoutReserved(claims))).toBe(true);
        expect(claimsVersion({ ...withoutReserved(claims), 'st-x': 1 })).toBe(claimsVersion(claims));
        expect(claimsVersion(Object.fromEntries(Object.entries(other ?? {})))).toBe(claimsVersion(claims));
      }),
    );
  });

  it('differs where the claims differ', () => {
    fc.assert(
      fc.property(payload, payload, (a, b) => {
        const isSame = isSameJson(withoutReserved(a), withoutReserved(b));
        expect(claimsVersion(a) === claimsVersion(b)).toBe(isSame);
      }),
    );
  });

  it.each<[ClaimsPayload, ClaimsPayload]>([
    [{ a: [1, 2] }, { a: [2, 1] }],
    [{ a: null }, {}],
    [{ a: { sub: 1 } }, { a: { sub: 2 } }],
    [{ a: '1' }, { a: 1 }],
  ])('tells %j from %j', (a, b) => {
    expect(claimsVersion(a)).not.toBe(claimsVersion(b));
  });
});
