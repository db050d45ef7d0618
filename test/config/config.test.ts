import { describe, expect, it } from 'vitest';

import { ConfigError, type Environment, parseConfig, parseCoreConfig, publicUrls } from '../../src/config/config.ts';

const HASH = 'a'.repeat(64);

function faultsOf(env: Environment, parse: (env: Environment) => unknown = parseConfig): readonly string[] {
  try {
    parse(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

const NO_ORIGIN = 'PUBLIC_URL: write an http(s) URL without a path, such as https://claims.example.com';

describe('parseConfig', () => {
  it('has a default for everything', () => {
    expect(parseConfig({})).toMatchObject({
      host: '127.0.0.1',
      port: 4000,
      publicUrl: null,
      websiteOrigins: null,
      externalCore: null,
      embeddedCore: { dataDir: 'data' },
      databaseUrl: null,
      claimsSchema: null,
      apiKeys: [],
      emailPassword: true,
      maxTokenBytes: 4096,
      maxOwnClaimsBytes: 1024,
      explorer: true,
      logLevel: 'info',
    });
  });

  it('takes an empty variable for one that is not set', () => {
    expect(parseConfig({ PORT: '', API_KEYS: ' ', CORE_API_KEYS: '' })).toEqual(parseConfig({}));
  });

  it('takes the space around a value for none, whichever the variable is', () => {
    const env = {
      PORT: '4001',
      HOST: '0.0.0.0',
      DATABASE_URL: 'postgres://db/claims',
      DATA_DIR: '/data',
      LOG_LEVEL: 'warn',
    };
    const spaced = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, ` ${value}\t\r\n`]));
    expect(parseConfig(spaced)).toEqual(parseConfig(env));
  });

  it.each(['production', 'production\r', ' Production ', '"production"', 'prod'])(
    'keeps GraphiQL closed with NODE_ENV=%j',
    (mode) => {
      expect(parseConfig({ NODE_ENV: mode }).explorer).toBe(false);
    },
  );

  it.each<[string, Environment, object]>([
    ['a port', { PORT: '0' }, { port: 0 }],
    [
      'the public URL, as an origin',
      { PUBLIC_URL: 'https://Claims.example/' },
      { publicUrl: 'https://claims.example' },
    ],
    [
      'origins',
      { WEBSITE_ORIGINS: 'https://a.example, http://localhost:3000/' },
      { websiteOrigins: ['https://a.example', 'http://localhost:3000'] },
    ],
    [
      'a core of one’s own, with sign-up off',
      { SUPERTOKENS_CONNECTION_URI: 'http://core:3567', SUPERTOKENS_API_KEY: 'k' },
      { externalCore: { connectionUri: 'http://core:3567', apiKey: 'k' }, embeddedCore: null, emailPassword: false },
    ],
    [
      'sign-up on a core of one’s own',
      { SUPERTOKENS_CONNECTION_URI: 'http://a:1;http://b:2', EMAIL_PASSWORD: 'on' },
      { emailPassword: true },
    ],
    ['sign-up off', { EMAIL_PASSWORD: 'off' }, { emailPassword: false }],
    ['production without the explorer', { NODE_ENV: 'production' }, { explorer: false }],
    ['the explorer in production', { NODE_ENV: 'production', EXPLORER: 'on' }, { explorer: true }],
    ['a database', { DATABASE_URL: 'postgresql://u:p@db/claims' }, { databaseUrl: 'postgresql://u:p@db/claims' }],
    ['where data is', { DATA_DIR: '/var/lib/claimset' }, { embeddedCore: { dataDir: '/var/lib/claimset' } }],
    ['the log', { LOG_LEVEL: 'debug' }, { logLevel: 'debug' }],
    [
      'API keys',
      { API_KEYS: `billing=claims:read+claims:write=${HASH},crm=claims:read=${HASH.toUpperCase()}` },
      {
        apiKeys: [
          { name: 'billing', scopes: ['claims:read', 'claims:write'], sha256: Buffer.alloc(32, 0xaa) },
          { name: 'crm', scopes: ['claims:read'], sha256: Buffer.alloc(32, 0xaa) },
        ],
      },
    ],
    ['what Kubernetes adds', { CORE_PORT: 'tcp://10.0.0.1:3567', CORE_SERVICE_HOST: '10.0.0.1' }, { port: 4000 }],
    ['what is not ours', { API_KEY: 'other', WEBSITE_HOSTNAME: 'azure' }, { port: 4000 }],
  ])('reads %s', (_name, env, expected) => {
    expect(parseConfig(env)).toMatchObject(expected);
  });

  it.each<[Environment, string]>([
    [{ PORT: 'http' }, 'PORT: write a whole number from 0 to 65535'],
    [{ PORT: '65536' }, 'PORT: write a whole number from 0 to 65535'],
    [{ PORT: '-1' }, 'PORT: write a whole number from 0 to 65535'],
    [{ HOST: 'http://x' }, 'HOST: write a host name or an address, such as 127.0.0.1'],
    [{ PUBLIC_URL: 'claims.example' }, NO_ORIGIN],
    [{ PUBLIC_URL: 'https://x.example/claims' }, NO_ORIGIN],
    [{ EMAIL_PASSWORD: 'yes' }, 'EMAIL_PASSWORD: write on or off'],
    [{ EXPLORER: 'ON' }, 'EXPLORER: write on or off'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL: write one of fatal, error, warn, info, debug, trace, silent'],
    [{ MAX_OWN_CLAIMS_BYTES: '1' }, 'MAX_OWN_CLAIMS_BYTES: write a whole number from 2 to 32768'],
    [{ MAX_TOKEN_BYTES: '100' }, 'MAX_TOKEN_BYTES: write a whole number from 1024 to 32768'],
    [{ DATABASE_URL: 'mysql://h/d' }, 'DATABASE_URL: write a URL such as postgres://user:password@host/database'],
    [
      { SUPERTOKENS_CONNECTION_URI: 'core:3567' },
      'SUPERTOKENS_CONNECTION_URI: write the http(s) URL of a core, such as http://localhost:3567',
    ],
    [
      { SUPERTOKENS_API_KEY: 'k' },
      'SUPERTOKENS_API_KEY: has no effect on the embedded core: set SUPERTOKENS_CONNECTION_URI too',
    ],
    [
      { SUPERTOKENS_CONNECTION_URI: 'http://core:3567', CORE_ACCESS_TOKEN_VALIDITY: '2' },
      'CORE_ACCESS_TOKEN_VALIDITY: has no effect on the core at SUPERTOKENS_CONNECTION_URI: remove one of the two',
    ],
    [{ WEBSITE_ORIGIN: 'https://a.example' }, 'WEBSITE_ORIGIN: is not known: write WEBSITE_ORIGINS'],
    [{ CORE_ACCESS_TOKEN_VALIDTY: '2' }, 'CORE_ACCESS_TOKEN_VALIDTY: is not known: write CORE_ACCESS_TOKEN_VALIDITY'],
    [{ CLAIMSET_PORTS: '2' }, 'CLAIMSET_PORTS: is not known: remove it'],
  ])('refuses %o', (env, fault) => {
    expect(faultsOf(env)).toEqual([fault]);
  });

  it.each([
    ['*', '"*" is no origin'],
    ['https://a.example/app', '"https://a.example/app" is no origin'],
    ['https://a.example,,', '"" is no origin'],
  ])('refuses the origins %s', (value, fault) => {
    expect(faultsOf({ WEBSITE_ORIGINS: value })[0]).toContain(`WEBSITE_ORIGINS: ${fault}`);
  });

  it.each([
    [`Billing=claims:read=${HASH}`, 'entry 1: the name "Billing" may have only a-z, 0-9 and -'],
    [`a=claims:read=${HASH},a=claims:write=${HASH}`, 'entry 2: the name a is there twice'],
    [
      `a=claims:delete=${HASH}`,
      'entry 1: there is no scope "claims:delete": claims:read, claims:write, claims:audit, claims:watch',
    ],
    [`a==${HASH}`, 'entry 1: no scope is given: claims:read, claims:write, claims:audit, claims:watch'],
    ['a=claims:read=thekeyitself', 'entry 1: the third part is not a SHA-256 of 64 hex digits'],
    [`a=claims:read=${HASH}=`, 'entry 1: an entry has three parts, NAME=SCOPES=HASH'],
    [`a=claims:read=${HASH},`, 'entry 2: an entry has three parts, NAME=SCOPES=HASH'],
  ])('refuses the API keys %s', (value, fault) => {
    expect(faultsOf({ API_KEYS: value })).toEqual([
      `API_KEYS: ${fault}; write the second line that \`claimset api-key NAME SCOPE...\` prints`,
    ]);
  });

  it('names all faults at once, one line each', () => {
    const env = { PORT: 'x', EXPLORER: 'maybe', CORE_NONSENSE: '1', SUPERTOKENS_API_KEY: 'k' };
    expect(faultsOf(env).map((fault) => fault.split(':')[0])).toEqual([
      'PORT',
      'EXPLORER',
      'CORE_NONSENSE',
      'SUPERTOKENS_API_KEY',
    ]);
  });

  const key = `cs_${'k3y-'.repeat(10)}xyz`;
  it.each([
    key,
    `billing=${key}`,
    `a=claims:read=${key}`,
    `${key}=claims:read=${HASH}`,
    `${key}\na=claims:read=${HASH}`,
  ])('recognises the key in place of its entry, does not print it, and says which line to use: %j', (value) => {
    expect(faultsOf({ API_KEYS: value })).toEqual([
      'API_KEYS: entry 1: this has the key itself, not its entry; ' +
        'write the second line that `claimset api-key NAME SCOPE...` prints',
    ]);
  });

  it('prints no secret of another kind in place of an entry', () => {
    expect(faultsOf({ API_KEYS: 's3cret=s3cret' }).join()).not.toContain('s3cret');
  });

  it('shows no secret in a fault', () => {
    const env = { API_KEYS: 'a=claims:read=s3cret', DATABASE_URL: 's3cret', SUPERTOKENS_API_KEY: 's3cret' };
    expect(faultsOf(env)).toHaveLength(3);
    expect(faultsOf(env).join('\n')).not.toContain('s3cret');
  });
});

describe('publicUrls', () => {
  it('derives what is not configured from the real port', () => {
    const urls = { publicUrl: 'http://localhost:4567', websiteOrigins: ['http://localhost:4567'] };
    expect(publicUrls(parseConfig({ PORT: '0' }), 4567)).toEqual(urls);
  });

  it('keeps what is configured', () => {
    const urls = { publicUrl: 'https://claims.example', websiteOrigins: ['https://app.example'] };
    const env = { PUBLIC_URL: urls.publicUrl, WEBSITE_ORIGINS: 'https://app.example' };
    expect(publicUrls(parseConfig(env), 4567)).toEqual(urls);
  });
});

describe('parseCoreConfig', () => {
  it('has a default for everything', () => {
    expect(parseCoreConfig({})).toMatchObject({ host: '127.0.0.1', port: 3567, dataDir: 'data', logLevel: 'info' });
  });

  it.each(['0.0.0.0', '::', '10.1.2.3', 'core.internal'])('refuses HOST=%s without API keys', (host) => {
    const needed = `CORE_API_KEYS: is needed where HOST is not loopback (${host}): whoever reaches the core can do everything`;
    expect(faultsOf({ HOST: host }, parseCoreConfig)).toEqual([needed]);
  });

  it('takes several API keys', () => {
    const apiKeys = ['the-first-key-of-this-core', 'the-second-key-of-this-core'];
    expect(parseCoreConfig({ HOST: '0.0.0.0', CORE_API_KEYS: `${apiKeys.join(', ')},` })).toMatchObject({
      host: '0.0.0.0',
      settings: { apiKeys },
    });
    expect(faultsOf({ HOST: '0.0.0.0', CORE_API_KEYS: ',' }, parseCoreConfig)).toHaveLength(1);
  });

  it.each(['127.0.0.1', '127.1.2.3', '::1', 'localhost'])('takes HOST=%s without API keys', (host) => {
    expect(parseCoreConfig({ HOST: host })).toMatchObject({ host });
  });

  it('refuses unknown settings', () => {
    expect(faultsOf({ CORE_NONSENSE: '1' }, parseCoreConfig)).toHaveLength(1);
  });
});
