import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { readBody } from '../http/tiny-app.ts';
import { type Claimset, startClaimset } from '../support/claimset.ts';

const NOBODY_LISTENS = 'postgres://claimset:wrong@127.0.0.1:1/claimset';

/** A sign-up of a browser, for a session in cookies. */
async function signUp(url: string) {
  const formFields = [
    { id: 'email', value: 'ada@example.com' },
    { id: 'password', value: 'correct-horse-1' },
  ];
  const response = await fetch(`${url}/auth/signup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'st-auth-mode': 'cookie' },
    body: JSON.stringify({ formFields }),
  });
  return { status: response.status, ...readBody(await response.json()) };
}

function ready(server: Claimset): Promise<{ status: number; body: unknown }> {
  return fetch(`${server.url}/health/ready`).then(async (response) => ({
    status: response.status,
    body: await response.json(),
  }));
}

describe('a server whose PostgreSQL does not answer', () => {
  let server: Claimset;
  beforeAll(async () => {
    server = await startClaimset({ DATABASE_URL: NOBODY_LISTENS });
  });
  afterAll(() => server.stop());

  it('says so at start, and is not ready', async () => {
    await server.process.line(/^NOT READY {6}locks: PostgreSQL does not answer \(DATABASE_URL\)$/);
    expect(await ready(server)).toEqual({
      status: 503,
      body: {
        status: 'not ready',
        parts: { core: 'ok', ledger: 'failing', locks: 'failing', storage: 'ok' },
        feed: { lagMillis: null },
      },
    });
  });

  it('says of a sign-up that it may have taken effect', async () => {
    const { status, errors } = await signUp(server.url);
    expect(status).toBe(503);
    expect(errors).toMatchObject([{ extensions: { code: 'LOCKS_UNAVAILABLE', outcome: 'UNKNOWN' } }]);
  });
});

describe('a server whose cookies cannot work', () => {
  it('says of a sign-up that it failed, not that the core did, and tells the log why', async () => {
    const server = await startClaimset({ PUBLIC_URL: 'http://api.foo.test', WEBSITE_ORIGINS: 'http://www.bar.test' });
    try {
      const [, port] = await server.process.line(/^Listening on .*port (\d+)$/);
      expect(await signUp(`http://127.0.0.1:${port ?? ''}`)).toMatchObject({
        status: 500,
        errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
      });
      const [line = ''] = await server.process.line(/^.*Since your API and website domain are different.*$/);
      expect(JSON.parse(line)).toMatchObject({ level: 50 });
    } finally {
      await server.stop();
    }
  });
});
