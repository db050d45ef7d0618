import { exportJWK, generateKeyPair, type JWK, jwtVerify, SignJWT } from 'jose';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { publishedKeys } from '../../../src/guard/tokens/keys.ts';

const MINUTE_MILLIS = 60_000;
const HOUR_MILLIS = 60 * MINUTE_MILLIS;

interface Signer {
  readonly jwk: JWK;
  readonly token: string;
}

describe('the keys of access tokens', () => {
  let one: Signer;
  let next: Signer;
  let published: Signer[];
  let isDown: boolean;
  let fetches: number;
  let nowMillis: number;

  beforeAll(async () => {
    [one, next] = [await signer('d-1'), await signer('d-2')];
  });

  beforeEach(() => {
    [published, isDown, fetches, nowMillis] = [[one], false, 0, 0];
  });

  const made = () => {
    const fetch = (): Promise<Response> => {
      fetches += 1;
      if (isDown) return Promise.reject(new Error('nobody is there'));
      return Promise.resolve(Response.json({ keys: published.map(({ jwk }) => jwk) }));
    };
    const keys = publishedKeys({ url: 'http://keys.example/', fetch, nowMillis: () => nowMillis });
    return async ({ token }: Signer): Promise<string> =>
      jwtVerify(token, keys).then(
        () => 'OK',
        (error: unknown) => (error instanceof Error ? error.name : 'none'),
      );
  };

  it('are fetched once by all who wait for them', async () => {
    const verify = made();
    expect(await Promise.all([verify(one), verify(one), verify(one)])).toEqual(['OK', 'OK', 'OK']);
    expect(fetches).toBe(1);
  });

  it('are fetched again for a key that is new, a second after they were fetched', async () => {
    const verify = made();
    expect(await verify(one)).toBe('OK');
    published = [one, next];
    expect(await verify(next)).toBe('JWKSNoMatchingKey');
    nowMillis += 1_000;
    expect(await verify(next)).toBe('OK');
    expect(fetches).toBe(2);
  });

  it.each([false, true])('are fetched once a second in a flood of unknown keys (nobody answers: %s)', async (down) => {
    const verify = made();
    await verify(one);
    isDown = down;
    for (let second = 1; second <= 3; second += 1) {
      nowMillis += 1_000;
      await Promise.all(Array.from({ length: 20 }, () => verify(next)));
      await verify(next);
      expect(fetches).toBe(1 + second);
    }
    expect(await verify(one)).toBe('OK');
  });

  it('may have the one that is unknown where they cannot be fetched: nothing is wrong with its token', async () => {
    const verify = made();
    await verify(one);
    isDown = true;
    nowMillis += 1_000;
    expect([await verify(next), await verify(next)]).toEqual(['KeysUnavailableError', 'KeysUnavailableError']);
    [isDown, published] = [false, [one, next]];
    nowMillis += 1_000;
    expect(await verify(next)).toBe('OK');
    expect(fetches).toBe(3);
  });

  it('are asked for once a second while they cannot be had at all', async () => {
    isDown = true;
    const verify = made();
    expect([await verify(one), await verify(one)]).toEqual(['KeysUnavailableError', 'KeysUnavailableError']);
    expect(fetches).toBe(1);
    isDown = false;
    nowMillis += 1_000;
    expect(await verify(one)).toBe('OK');
  });

  it('are fetched again after ten minutes, so that one that was withdrawn stops working', async () => {
    const verify = made();
    await verify(one);
    published = [next];
    nowMillis += 10 * MINUTE_MILLIS - 1;
    expect(await verify(one)).toBe('OK');
    nowMillis += 1;
    expect(await verify(one)).toBe('JWKSNoMatchingKey');
  });

  it('are good for an hour where they cannot be fetched again, and no longer', async () => {
    const verify = made();
    await verify(one);
    isDown = true;
    nowMillis += HOUR_MILLIS - 1;
    expect([await verify(one), await verify(one)]).toEqual(['OK', 'OK']);
    nowMillis += 1;
    expect(await verify(one)).toBe('KeysUnavailableError');
  });

  it.each(['{}', '[]', '{"keys":[1]}', '<html>'])('are none where the answer is %s', async (body) => {
    const fetch = (): Promise<Response> => Promise.resolve(new Response(body));
    const keys = publishedKeys({ url: 'http://keys.example/', fetch, nowMillis: () => 0 });
    await expect(jwtVerify(one.token, keys)).rejects.toThrow('the keys at http://keys.example/ cannot be had');
  });
});

async function signer(kid: string): Promise<Signer> {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const token = await new SignJWT({}).setProtectedHeader({ alg: 'RS256', kid }).sign(privateKey);
  return { jwk: { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' }, token };
}
