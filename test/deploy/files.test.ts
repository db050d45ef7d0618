import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

import { type Config, parseConfig, parseCoreConfig } from '../../src/config/config.ts';
import { dockerfile } from './dockerfile.ts';

const textOf = (name: string) => readFileSync(join(import.meta.dirname, '../../deploy', name), 'utf8');

describe('compose.yaml', () => {
  const service = z.object({
    environment: z.record(z.string(), z.string()),
    image: z.string().optional(),
    depends_on: z.record(z.string(), z.object({ condition: z.string() })).optional(),
    healthcheck: z.object({ test: z.array(z.string()) }).optional(),
    ports: z.array(z.string()).optional(),
  });
  const { services } = z
    .object({ services: z.object({ claimset: service, core: service, postgres: service }) })
    .parse(parse(textOf('compose.yaml')));

  /** The environment as compose makes it, with these variables in its own. */
  function environmentOf(name: keyof typeof services, own: Readonly<Record<string, string>>): Record<string, string> {
    const variable = /\$\{(\w+)(?::-([^}]*)|:\?[^}]*)?\}/g;
    const expand = (value: string) => value.replace(variable, (_all, key: string, or = '') => own[key] ?? String(or));
    return Object.fromEntries(Object.entries(services[name].environment).map(([key, value]) => [key, expand(value)]));
  }

  const secrets = { POSTGRES_PASSWORD: 'p4ssw0rd', SUPERTOKENS_API_KEY: 'k'.repeat(20) };
  const configOf = (own: Readonly<Record<string, string>> = {}): Config =>
    parseConfig({ ...dockerfile().environment, ...environmentOf('claimset', { ...secrets, ...own }) });

  it('sets what the server reads, and nothing that it does not know', () => {
    expect(configOf()).toMatchObject({
      host: '0.0.0.0',
      port: 4000,
      publicUrl: 'http://localhost:4000',
      externalCore: { connectionUri: 'http://core:3567', apiKey: secrets.SUPERTOKENS_API_KEY },
      databaseUrl: `postgres://claimset:${secrets.POSTGRES_PASSWORD}@postgres:5432/claimset`,
      explorer: false,
      emailPassword: false,
      metrics: { host: '0.0.0.0', port: 9464 },
    });
    const origins = { PUBLIC_URL: 'https://claims.example.com', WEBSITE_ORIGINS: 'https://app.example.com' };
    expect(configOf(origins)).toMatchObject({ websiteOrigins: ['https://app.example.com'] });
  });

  it('gives core and database what the server uses them with', () => {
    const [core, postgres] = [environmentOf('core', secrets), environmentOf('postgres', secrets)];
    const { databaseUrl, externalCore } = configOf();
    expect(core['API_KEYS']).toBe(externalCore?.apiKey);
    expect(core['POSTGRESQL_CONNECTION_URI']?.replace('postgresql:', 'postgres:')).toBe(databaseUrl);
    const { username, password, pathname } = new URL(databaseUrl ?? '');
    expect([username, password, pathname]).toEqual([
      postgres['POSTGRES_USER'],
      postgres['POSTGRES_PASSWORD'],
      `/${postgres['POSTGRES_DB'] ?? ''}`,
    ]);
  });

  it('waits for services that say when they are healthy, and opens nothing but the server, on loopback', () => {
    expect(Object.keys(services.claimset.depends_on ?? {})).toEqual(['core', 'postgres']);
    expect([services.core.healthcheck, services.postgres.healthcheck]).not.toContain(undefined);
    expect(services.claimset.ports).toEqual(['127.0.0.1:4000:4000']);
    expect([services.core.ports, services.postgres.ports]).toEqual([undefined, undefined]);
  });
});

describe('the units of systemd', () => {
  const valuesOf = (unit: string, name: string): string[] =>
    [...textOf(unit).matchAll(new RegExp(`^${name}=(.*)$`, 'gm'))].map(([, value = '']) =>
      value.replaceAll('%i', '4001'),
    );
  const portsOf = ({ port, metrics }: Config) => [port, metrics?.port];
  const environmentOf = (unit: string) =>
    Object.fromEntries(valuesOf(unit, 'Environment').map((pair) => pair.split('=', 2) as [string, string]));

  it.each([
    ['claimset@.service', 'start', () => portsOf(parseConfig(environmentOf('claimset@.service'))), [4001, 14001]],
    ['claimset-core.service', 'core', () => [parseCoreConfig(environmentOf('claimset-core.service')).port], [3567]],
  ])('%s runs `claimset %s`', (unit, command, portsFound, ports) => {
    expect(valuesOf(unit, 'ExecStart')).toEqual([`/usr/bin/node dist/cli.js ${command}`]);
    expect(portsFound()).toEqual(ports);
  });

  it.each(['claimset@.service', 'claimset-core.service'])('%s is not root, and is given time to end', (unit) => {
    expect(valuesOf(unit, 'User')).toEqual(['claimset']);
    expect(Number(valuesOf(unit, 'TimeoutStopSec'))).toBeGreaterThan(10);
  });

  it.each(['claimset@.service', 'claimset-core.service'])('%s keeps its data for its own user', (unit) => {
    expect(valuesOf(unit, 'StateDirectoryMode')).toEqual(['0700']);
  });

  it.each(['claimset@.service', 'claimset-core.service'])('%s keeps its data where it may be written', (unit) => {
    const { DATA_DIR } = environmentOf(unit);
    expect(valuesOf(unit, 'StateDirectory')).toEqual([DATA_DIR?.replace('/var/lib/', '')]);
  });
});
