import { describe, expect, it, vi } from 'vitest';

import { ask, startTiny } from './tiny-app.ts';

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
    const { url } = await startTiny({ isClosing: () => true, isCoreReady: () => Promise.resolve(false) });
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
  });

  it.each<[string, () => Promise<boolean>, boolean, number]>([
    ['the core answers', () => Promise.resolve(true), false, 200],
    ['the core does not answer', () => Promise.resolve(false), false, 503],
    ['the core cannot be asked', () => Promise.reject(new Error('down')), false, 503],
    ['it is shutting down', () => Promise.resolve(true), true, 503],
  ])('tell whether requests can be served: %s', async (_name, isCoreReady, closing, status) => {
    const { url } = await startTiny({ isCoreReady, isClosing: () => closing });
    expect((await fetch(`${url}/health/ready`)).status).toBe(status);
  });

  it('do not wait for a core that hangs', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      let asked = (): void => undefined;
      const isAsked = new Promise<void>((resolve) => (asked = resolve));
      const { url } = await startTiny({
        isCoreReady: () => {
          asked();
          return new Promise(() => undefined);
        },
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
