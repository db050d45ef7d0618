import { describe, expect, it } from 'vitest';

import { ConfigError, type Environment, parseConfig } from '../../src/config/config.ts';

describe('what those configure who run it', () => {
  it('has defaults', () => {
    const metrics = { host: '127.0.0.1', port: 9464 };
    expect(parseConfig({})).toMatchObject({ metrics, rateLimits: true, trustedProxies: null });
  });

  it.each<[string, Environment, object]>([
    [
      'metrics elsewhere',
      { METRICS_PORT: '0', METRICS_HOST: '0.0.0.0', HOST: '10.0.0.1' },
      { metrics: { host: '0.0.0.0', port: 0 }, host: '10.0.0.1' },
    ],
    ['no metrics', { METRICS: 'off' }, { metrics: null }],
    ['no limits of rate', { RATE_LIMITS: 'off' }, { rateLimits: false }],
    [
      'proxies',
      { TRUSTED_PROXIES: '10.0.0.7, 10.1.0.0/16,fd00::/8' },
      { trustedProxies: ['10.0.0.7', '10.1.0.0/16', 'fd00::/8'] },
    ],
  ])('reads %s', (_what, env, expected) => {
    expect(parseConfig(env)).toMatchObject(expected);
  });

  it.each(['10.0.0.0/0', '10.0.0.0/33', 'proxy.internal', '*', 'loopback', '10.0.0.1,', 'fd00::/129', '10.0.0.1/8/8'])(
    'refuses to trust %s',
    (TRUSTED_PROXIES) => {
      const advice = 'write addresses or networks such as 10.0.0.7 or 10.0.0.0/8, comma separated';
      expect(() => parseConfig({ TRUSTED_PROXIES })).toThrow(advice);
      expect(() => parseConfig({ TRUSTED_PROXIES })).toThrow(ConfigError);
    },
  );
});
