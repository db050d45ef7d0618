import { describe, expect, it } from 'vitest';

import type { ClaimsPayload } from '../../../src/claims/types.ts';
import { tokenVersions } from '../../../src/guard/tokens/versions.ts';
import { payloadVersion } from '../../../src/guard/version.ts';

const tokenOf = (payload: ClaimsPayload) => ({
  ...{ userId: 'u', sessionHandle: 's', tenantId: 'public', expiresAtMillis: 0, payload },
});
const signed = (signature: string): string => `header.payload.${signature.padStart(342, 'A')}`;

describe('the memory of the versions of tokens', () => {
  it('answers at once for a token that was seen before', async () => {
    const versions = tokenVersions();
    const expected = await payloadVersion({ a: 1 });
    const first = versions.of(tokenOf({ a: 1 }), signed('x'));
    expect(first).toBeInstanceOf(Promise);
    await expect(first).resolves.toBe(expected);
    expect(versions.of(tokenOf({ a: 1 }), signed('x'))).toBe(expected);
  });

  it('takes two tokens of one session for two', async () => {
    const versions = tokenVersions();
    const [one, other] = [await payloadVersion({ a: 1 }), await payloadVersion({ a: 2 })];
    await expect(versions.of(tokenOf({ a: 1 }), signed('x'))).resolves.toBe(one);
    await expect(versions.of(tokenOf({ a: 2 }), signed('y'))).resolves.toBe(other);
  });

  it('is bounded: the oldest one goes', async () => {
    const versions = tokenVersions(2);
    for (const signature of ['x', 'y', 'z']) await versions.of(tokenOf({}), signed(signature));
    expect(versions.size).toBe(2);
    expect(versions.of(tokenOf({}), signed('z'))).toBeTypeOf('string');
    expect(versions.of(tokenOf({}), signed('x'))).toBeInstanceOf(Promise);
  });
});
