import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

import pg from 'pg';
import { z } from 'zod';

import { createApiKey } from '../../src/claims/access/api-key.ts';
import { startClaimset, temporaryFolder } from '../../test/support/claimset.ts';
import { startTestCore } from '../../test/support/embedded-core.ts';
import { startPostgres } from '../../test/support/postgres.ts';
import { startNode } from '../../test/support/process.ts';
import { type CoreNetwork, startCoreNetwork } from './core-network.ts';
import { coreIn, type Payload, storedIn } from './stored.ts';

/** Where everything happens: real processes, and what they stand on. */
export interface Stage {
  readonly apiKey: string;
  readonly servers: readonly Instance[];
  /** An application with the plugins; null where there is no database that it could share. */
  readonly app: Instance | null;
  readonly database: Database | null;
  /** Null where each server has the core in itself: there is no network that could be late. */
  readonly network: CoreNetwork | null;
  /** What the core has stored for these sessions; those that have ended are left out. */
  stored(handles: readonly string[]): Promise<ReadonlyMap<string, Payload>>;
  stop(): Promise<void>;
}

/** The PostgreSQL that all share; `restart` only where it is our own. */
export interface Database {
  /** Runs SQL on a connection of its own. */
  readonly run: (sql: string) => Promise<unknown>;
  readonly restart: (() => Promise<void>) | null;
}

interface Started {
  readonly url: string;
  readonly child: ChildProcess;
}

/** A process that is killed and started again, on another port each time. */
export class Instance {
  readonly name: string;
  readonly #start: () => Promise<Started>;
  #running: Promise<Started>;
  #starts = 1;

  constructor(name: string, start: () => Promise<Started>) {
    this.name = name;
    this.#start = start;
    this.#running = start();
  }

  /** Its name, with how often it was started. */
  get label(): string {
    return `${this.name}.${this.#starts}`;
  }

  /** Where it listens, as soon as it does. */
  async url(): Promise<string> {
    return (await this.#running).url;
  }

  /** SIGKILL, and a new process in its place. */
  async restart(): Promise<void> {
    await this.#end('SIGKILL');
    this.#starts += 1;
    this.#running = this.#start();
    await this.#running;
  }

  /** SIGSTOP, and SIGCONT after a while. */
  async pause(millis: number, meanwhile: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    const { child } = await this.#running;
    child.kill('SIGSTOP');
    try {
      await Promise.all([meanwhile(), sleep(millis)]);
    } finally {
      child.kill('SIGCONT');
    }
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const { child } = await this.#running;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => {
      child.once('exit', () => {
        resolve();
      });
    });
    child.kill(signal);
    await ended;
  }
}

export interface StageOptions {
  /** A core that runs already; by default one is started. */
  readonly core?: string | undefined;
  /** A PostgreSQL that runs already; by default one is started, and restarted now and then. */
  readonly database?: string | undefined;
  /** `none`: the application has the plain SDK, which loses changes. */
  readonly plugins?: 'lossless' | 'none' | undefined;
}

const apiKey = createApiKey('nemesis', ['claims:read', 'claims:write', 'claims:audit']);
const SERVER = {
  API_KEYS: apiKey.entry,
  CLAIMS_SCHEMA: 'test/support/claims-any.graphql',
  EMAIL_PASSWORD: 'on',
  RATE_LIMITS: 'off',
  METRICS: 'off',
  EXPLORER: 'off',
  LOG_LEVEL: 'fatal',
};

function server(name: string, env: Readonly<Record<string, string>>): Instance {
  return new Instance(name, async () => {
    const { url, process } = await startClaimset({ ...SERVER, ...env });
    return { url, child: process.child };
  });
}

/** One server with all in it, as `npx claimset start` begins. */
export async function embeddedStage(): Promise<Stage> {
  const dataDir = await temporaryFolder();
  const one = server('A', { DATA_DIR: dataDir });
  return {
    apiKey: apiKey.key,
    servers: [one],
    app: null,
    database: null,
    network: null,
    stored: async (handles) => storedIn(await coreIn(dataDir), handles),
    stop: () => one.stop(),
  };
}

/** Two servers and an application on one PostgreSQL and one core, the core behind a network that may be late. */
export async function postgresStage({ core, database, plugins = 'lossless' }: StageOptions): Promise<Stage> {
  const [ownCore, ownPostgres] = await Promise.all([
    core === undefined ? startTestCore() : null,
    database === undefined ? startPostgres() : null,
  ]);
  const coreUrl = ownCore?.url ?? z.string().parse(core);
  const DATABASE_URL = ownPostgres?.connectionString ?? z.string().parse(database);
  const network = await startCoreNetwork(coreUrl);
  const servers = ['A', 'B'].map((name) => server(name, { SUPERTOKENS_CONNECTION_URI: network.url, DATABASE_URL }));
  const app = application({ CORE_URI: network.url, DATABASE_URL, PLUGINS: plugins });
  await Promise.all([...servers, app].map((one) => one.url()));
  return {
    apiKey: apiKey.key,
    servers,
    app,
    database: {
      run: (sql) => runOn(DATABASE_URL, sql),
      restart: ownPostgres === null ? null : () => ownPostgres.restart(),
    },
    network,
    stored: (handles) => storedIn({ url: coreUrl }, handles),
    stop: async () => {
      await Promise.all([...servers, app].map((one) => one.stop()));
      await network.close();
      await Promise.all([ownCore?.close(), ownPostgres?.stop()]);
    },
  };
}

function application(env: Readonly<Record<string, string>>): Instance {
  return new Instance('app', async () => {
    const fixture = 'test/fixtures/sdk-app.ts';
    const settings = { ...env, LEDGER: 'on' };
    const process = startNode(['--import', './test/support/typescript.mjs', fixture], settings);
    const [, url = ''] = await process.line(/^READY (\S+)$/);
    return { url, child: process.child };
  });
}

async function runOn(connectionString: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
}
