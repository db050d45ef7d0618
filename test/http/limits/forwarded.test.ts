import { expect, it } from 'vitest';

import { ask, startTiny } from '../tiny-app.ts';

const untrusted = (log: readonly Record<string, unknown>[]) => log.filter(({ event }) => event === 'proxy.untrusted');

it.each([{ 'x-forwarded-for': '192.0.2.1' }, { forwarded: 'for=192.0.2.1' }])(
  'a proxy that nobody trusts is one warning: %o',
  async (headers) => {
    const { url, log } = await startTiny();
    for (let request = 0; request < 3; request++) await ask(url, '{ caller }', undefined, headers);
    expect(untrusted(log)).toMatchObject([{ level: 40, setting: 'TRUSTED_PROXIES' }]);
    expect(JSON.stringify(log)).not.toContain('192.0.2.1');
  },
);

it('a proxy that is trusted, and a client without one, are none', async () => {
  const trusting = await startTiny({ config: { trustedProxies: ['127.0.0.0/8'] } });
  await ask(trusting.url, '{ caller }', undefined, { 'x-forwarded-for': '192.0.2.1' });
  const direct = await startTiny();
  await ask(direct.url, '{ caller }');
  expect([...untrusted(trusting.log), ...untrusted(direct.log)]).toEqual([]);
});
