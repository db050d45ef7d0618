import { describe, expect, it } from 'vitest';

import { ConfigError, type Environment, parseConfig, publicUrls } from '../../src/config/config.ts';
import { cookieWarnings } from '../../src/config/cookies.ts';

function faultsOf(env: Environment): readonly string[] {
  try {
    parseConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

function warningsOf(env: Environment): readonly string[] {
  const config = parseConfig(env);
  return cookieWarnings(publicUrls(config, 4000), config.cookies);
}

const HTTPS = { PUBLIC_URL: 'https://claims.example.com', WEBSITE_ORIGINS: 'https://app.example.com' };

describe('the settings of cookies', () => {
  it('are those of SuperTokens where nothing is configured', () => {
    const defaults = { domain: null, olderDomain: null, sameSite: null, secure: null, antiCsrf: null };
    expect(parseConfig({}).cookies).toEqual(defaults);
  });

  it('are read as the application that signs users in has them', () => {
    const env = {
      ...HTTPS,
      COOKIE_DOMAIN: '.Example.com',
      OLDER_COOKIE_DOMAIN: 'host-only',
      COOKIE_SAME_SITE: 'none',
      COOKIE_SECURE: 'on',
      ANTI_CSRF: 'VIA_TOKEN',
    };
    const expected = { domain: '.example.com', olderDomain: '', sameSite: 'none', secure: true, antiCsrf: 'VIA_TOKEN' };
    expect(parseConfig(env).cookies).toEqual(expected);
  });

  it.each<[Environment, string]>([
    [{ COOKIE_DOMAIN: 'https://example.com' }, 'COOKIE_DOMAIN: write a domain such as .example.com'],
    [{ COOKIE_DOMAIN: '.' }, 'COOKIE_DOMAIN: write a domain such as .example.com'],
    [{ OLDER_COOKIE_DOMAIN: 'example.com/app' }, 'OLDER_COOKIE_DOMAIN: write a domain such as .example.com'],
    [{ COOKIE_SAME_SITE: 'Lax' }, 'COOKIE_SAME_SITE: write lax, strict or none'],
    [{ COOKIE_SECURE: 'true' }, 'COOKIE_SECURE: write on or off'],
    [{ ANTI_CSRF: 'on' }, 'ANTI_CSRF: write NONE, VIA_CUSTOM_HEADER or VIA_TOKEN'],
    [{ COOKIE_DOMAINS: '.example.com' }, 'COOKIE_DOMAINS: is not known: write COOKIE_DOMAIN'],
  ])('refuses %o', (env, fault) => {
    expect(faultsOf({ ...HTTPS, ...env })).toEqual([fault]);
  });
});

describe('settings that contradict each other', () => {
  it.each<[string, Environment, RegExp]>([
    ['a domain that is not above the public URL', { COOKIE_DOMAIN: '.example.org' }, /^COOKIE_DOMAIN: browsers refuse/],
    [
      'a domain that only ends alike',
      { COOKIE_DOMAIN: 'ample.com' },
      /^COOKIE_DOMAIN: browsers refuse ample\.com from/,
    ],
    ['a domain below the public URL', { COOKIE_DOMAIN: 'x.claims.example.com' }, /^COOKIE_DOMAIN: browsers refuse/],
    ['a public suffix', { COOKIE_DOMAIN: '.com' }, /^COOKIE_DOMAIN: .* below which anybody may have a host/],
    [
      'the suffix of a hoster',
      { PUBLIC_URL: 'https://a.github.io', WEBSITE_ORIGINS: 'https://a.github.io', COOKIE_DOMAIN: 'github.io' },
      /^COOKIE_DOMAIN: .* below which anybody may have a host/,
    ],
    [
      'a domain with an address',
      { PUBLIC_URL: 'http://10.0.0.1', COOKIE_DOMAIN: '.0.0.1' },
      /^COOKIE_DOMAIN: browsers/,
    ],
    ['an older domain elsewhere', { OLDER_COOKIE_DOMAIN: '.example.org' }, /^OLDER_COOKIE_DOMAIN: browsers refuse/],
    [
      'the same domain as the older one',
      { COOKIE_DOMAIN: '.example.com', OLDER_COOKIE_DOMAIN: 'example.com' },
      /^OLDER_COOKIE_DOMAIN: is where the cookies are now/,
    ],
    ['host-only twice', { OLDER_COOKIE_DOMAIN: 'host-only' }, /^OLDER_COOKIE_DOMAIN: is where the cookies are now/],
    ['secure cookies over http', { PUBLIC_URL: 'http://claims.example.com', COOKIE_SECURE: 'on' }, /^COOKIE_SECURE: /],
    ['none without secure', { COOKIE_SAME_SITE: 'none', COOKIE_SECURE: 'off' }, /^COOKIE_SAME_SITE: browsers drop/],
    ['none over http', { PUBLIC_URL: 'http://claims.example.com', COOKIE_SAME_SITE: 'none' }, /^COOKIE_SAME_SITE: /],
    ['a host without a domain', { PUBLIC_URL: 'http://claims' }, /^PUBLIC_URL: claims has no domain/],
    ['a website without a domain', { WEBSITE_ORIGINS: 'http://app' }, /^WEBSITE_ORIGINS: app has no domain/],
  ])('%s is refused', (_name, env, fault) => {
    expect(faultsOf({ ...HTTPS, ...env })).toEqual([expect.stringMatching(fault)]);
  });

  it.each<[string, Environment]>([
    ['a domain above', { COOKIE_DOMAIN: '.example.com' }],
    ['the host itself', { COOKIE_DOMAIN: 'claims.example.com' }],
    [
      'secure cookies on localhost',
      { PUBLIC_URL: 'http://localhost:4000', COOKIE_SECURE: 'on', COOKIE_DOMAIN: 'localhost' },
    ],
    ['an IPv6 address', { PUBLIC_URL: 'http://[::1]:4000', WEBSITE_ORIGINS: 'http://[::1]:3000' }],
    ['a host of a local network', { PUBLIC_URL: 'http://claims.local', WEBSITE_ORIGINS: 'http://app.local' }],
  ])('%s is taken', (_name, env) => {
    expect(faultsOf({ ...HTTPS, ...env })).toEqual([]);
  });
});

describe('pages whose cookies cannot work are named at the start', () => {
  it.each<[string, string, string, RegExp]>([
    [
      'localhost with 127.0.0.1',
      'http://localhost:4000',
      'http://127.0.0.1:3000',
      /are two sites: write the same host/,
    ],
    [
      '127.0.0.1 with localhost',
      'http://127.0.0.1:4000',
      'http://localhost:3000',
      /are two sites: write the same host/,
    ],
    ['http and another site', 'http://api.foo.test', 'http://www.bar.test', /another site .* needs https there/],
    ['http and a page of https', 'http://api.foo.test', 'https://www.foo.test', /another site .* needs https there/],
    ['two owners of one hoster', 'http://a.github.io', 'http://b.github.io', /another site .* needs https there/],
    [
      'a second origin of another site',
      'https://api.foo.test',
      'https://www.foo.test,https://www.bar.test',
      /pages of https:\/\/www\.bar\.test .* set COOKIE_SAME_SITE=none/,
    ],
    [
      'a first origin of another site over http',
      'http://api.foo.test',
      'http://www.bar.test,http://www.foo.test',
      /pages of http:\/\/www\.bar\.test/,
    ],
  ])('%s', (_name, PUBLIC_URL, WEBSITE_ORIGINS, warning) => {
    expect(warningsOf({ PUBLIC_URL, WEBSITE_ORIGINS })[0]).toMatch(warning);
  });

  it('cookies that other sites send along need something against forged requests', () => {
    const env = { ...HTTPS, WEBSITE_ORIGINS: 'https://www.bar.test', ANTI_CSRF: 'NONE' };
    expect(warningsOf(env)).toEqual([expect.stringMatching(/^ANTI_CSRF: with NONE/)]);
  });

  it.each<Environment>([
    {},
    HTTPS,
    { PUBLIC_URL: 'http://localhost:4000', WEBSITE_ORIGINS: 'http://localhost:3000' },
    { PUBLIC_URL: 'https://api.foo.test', WEBSITE_ORIGINS: 'https://www.bar.test,https://www.foo.test' },
    { ...HTTPS, WEBSITE_ORIGINS: 'https://app.example.com,https://www.bar.test', COOKIE_SAME_SITE: 'none' },
  ])('and of %o there is nothing to say', (env) => {
    expect(warningsOf(env)).toEqual([]);
  });
});
