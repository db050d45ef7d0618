import { describe, expect, it } from 'vitest';

import { coreEnvSchema } from '../../src/embedded-core/settings.ts';

const MINUTE = 60_000;

describe('the settings', () => {
  it('are those of SuperTokens by default', () => {
    expect(coreEnvSchema.parse({})).toEqual({
      accessTokenValidityMillis: 60 * MINUTE,
      refreshTokenValidityMillis: 144_000 * MINUTE,
      dynamicSigningKeyUpdateIntervalMillis: 168 * 60 * MINUTE,
      passwordResetTokenLifetimeMillis: 60 * MINUTE,
      emailVerificationTokenLifetimeMillis: 24 * 60 * MINUTE,
      apiKeys: [],
    });
  });

  it('have the units of SuperTokens, and fractions', () => {
    const settings = coreEnvSchema.parse({
      CORE_ACCESS_TOKEN_VALIDITY: '2',
      CORE_REFRESH_TOKEN_VALIDITY: '0.1',
      CORE_ACCESS_TOKEN_DYNAMIC_SIGNING_KEY_UPDATE_INTERVAL: '0.5',
      CORE_PASSWORD_RESET_TOKEN_LIFETIME: '1000',
      CORE_API_KEYS: ' key-aaaaaaaaaaaaaaaaaaaa , key-bbbbbbbbbbbbbbbbbbbb,',
    });
    expect(settings).toMatchObject({
      accessTokenValidityMillis: 2000,
      refreshTokenValidityMillis: 6000,
      dynamicSigningKeyUpdateIntervalMillis: 30 * MINUTE,
      passwordResetTokenLifetimeMillis: 1000,
      apiKeys: ['key-aaaaaaaaaaaaaaaaaaaa', 'key-bbbbbbbbbbbbbbbbbbbb'],
    });
  });

  it.each([
    ['CORE_ACCESS_TOKEN_VALIDITY', ['0', '-1', 'x', '1h', '', ' ', '1e3', 'Infinity', '0.5', '99999999999']],
    ['CORE_REFRESH_TOKEN_VALIDITY', ['0', '-1', '0.001', '1,5', '99999999']],
    ['CORE_ACCESS_TOKEN_DYNAMIC_SIGNING_KEY_UPDATE_INTERVAL', ['0', 'never', '999999']],
    ['CORE_PASSWORD_RESET_TOKEN_LIFETIME', ['0', '0.5', '1s']],
    ['CORE_EMAIL_VERIFICATION_TOKEN_LIFETIME', ['0', 'NaN']],
    [
      'CORE_API_KEYS',
      ['short', 'key-aaaaaaaaaaaaaaaaaaaa,short', 'key with spaces aaaaaaaaaaa', 'schlüssel-aaaaaaaaaaaaaaaa'],
    ],
  ])('refuse nonsense in %s, and say what to write', (name, values) => {
    for (const value of values) {
      const { error } = coreEnvSchema.safeParse({ [name]: value });
      const [issue] = error?.issues ?? [];
      expect([value, issue?.path, issue?.message.startsWith('write ')]).toEqual([value, [name], true]);
      expect(name === 'CORE_API_KEYS' && issue?.message.includes(value)).toBe(false);
    }
  });
});
