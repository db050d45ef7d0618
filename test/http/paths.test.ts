import { describe, expect, it, vi } from 'vitest';

import type { HealthCheck } from '../../src/http/health.ts';
import { ask, startTiny } from './tiny-app.ts';

const up: HealthCheck = { name: 'locks', check: () => Promise.resolve() };
const down: HealthCheck = { name: 'core', check: () => Promise.reject(new Error('secret detail')) };

describe('paths', () => {
  it('say at / what this is and where the endpoint is', async () => {
    const { url } = await startTiny({ config: { introspection: false } });
    const page: unknown = await (await fetch(url)).json();
    expect(page).toMatchObject({
      name: 'Claimset',
      graphql: `${url}/graphql`,
      graphiql: 'off, as introspection is: EXPLORER=on turns both on',
      introspection: 'off',
    });
  });

  it('give the explorer the first word', async () => {
    const { url } = await startTiny({
      explorer: (req, res, next) => {
        if (req.path === '/') res.type('html').send('explorer');
        else next();
      },
    });
    expect(await (await fetch(url)).text()).toBe('explorer');
    expect((await ask(url, '{ caller }')).data).toEqual({ caller: 'nobody' });
  });

  it('answer as long as the process lives', async () => {
    const { url } = await startTiny({ isClosing: () => true, checks: [down] });
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
  });

  const feed = { lagMillis: 40 };
  it('say null where nobody knows how far the feed is', async () => {
    const { url } = await startTiny({ feedLagMillis: () => Promise.reject(new Error('away')) });
    const response = await fetch(`${url}/health/ready`);
    expect([response.status, await response.json()]).toMatchObject([200, { feed: { lagMillis: null } }]);
  });

  it.each<[string, HealthCheck[], boolean, number, object]>([
    ['each part works', [up], false, 200, { status: 'ready', parts: { locks: 'ok' }, feed }],
    ['a part fails', [up, down], false, 503, { status: 'not ready', parts: { locks: 'ok', core: 'failing' }, feed }],
    ['it ends', [up], true, 503, { status: 'not ready', reason: 'shutting down', parts: { locks: 'ok' }, feed }],
  ])('tell of each part whether it works: %s', async (_name, checks, closing, status, body) => {
    const { url } = await startTiny({ checks, isClosing: () => closing });
    const response = await fetch(`${url}/health/ready`);
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual(body);
  });

  it('tell the log why a part fails, once', async () => {
    const { url, log } = await startTiny({ checks: [down] });
    for (let probes = 0; probes < 3; probes += 1) await (await fetch(`${url}/health/ready`)).text();
    const told = { event: 'health.failing', part: 'core', err: { message: 'secret detail' } };
    expect(log.filter((line) => 'event' in line)).toMatchObject([told]);
  });

  it('do not wait for a core that hangs', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      let asked = (): void => undefined;
      const isAsked = new Promise<void>((resolve) => (asked = resolve));
      const { url } = await startTiny({
        checks: [
          {
            name: 'core',
            check: () => {
              asked();
              return new Promise(() => undefined);
            },
          },
        ],
      });
      const response = fetch(`${url}/health/ready`);
      await isAsked;
      await vi.advanceTimersByTimeAsync(2000);
      expect((await response).status).toBe(503);
    } finally {
      vi.useRealTimers();
    }
  });
});
