import { beforeAll, describe, expect, it } from 'vitest';

import { type Answer, type Client, clientOf } from './support/client.ts';
import { startCoreFor } from './support/core.ts';
import { payloadOf } from './support/session.ts';

let core: Client;
beforeAll(async () => {
  core = clientOf((await startCoreFor()).url);
});

function createJwt(options: object): Promise<Answer> {
  const usual = { payload: {}, validity: 60, algorithm: 'RS256', jwksDomain: 'https://a.example.com' };
  return core.post('/recipe/jwt', { ...usual, ...options });
}

describe('a JWT', () => {
  it.each([0, 0.9, -60, 1e300, '60', null])('is not made for %j seconds, whatever the algorithm', async (validity) => {
    expect((await createJwt({ validity })).status).toBe(400);
    expect((await createJwt({ validity, algorithm: 'HS256' })).status).toBe(400);
  });

  it('has its lifetime and its issuer beside the payload, of which any name may be', async () => {
    const payload: unknown = JSON.parse('{"__proto__":{"a":null},"sub":"x"}');
    const { body } = await createJwt({ payload });
    const { iat, exp, ...rest } = payloadOf(body.jwt);
    expect(Number(exp) - Number(iat)).toBe(60);
    expect(JSON.stringify(rest)).toBe('{"iss":"https://a.example.com","__proto__":{"a":null},"sub":"x"}');
  });

  it('keeps an issuer of its own', async () => {
    const { body } = await createJwt({ payload: { iss: 'mine' } });
    expect(payloadOf(body.jwt)).toMatchObject({ iss: 'mine' });
  });
});
