import { join } from 'node:path';

import { z } from 'zod';

import { createApiKey } from '../../src/claims/access/api-key.ts';
import type { TestProcess } from '../../test/support/process.ts';
import { Connections, expectOk, type Reply } from './http.ts';
import type { BenchOptions } from './row.ts';
import type { Stage } from './stage.ts';

/** A server that is measured. */
export interface Contender {
  readonly connections: Connections;
  readonly process: TestProcess;
}

/** The guide's handlers and Claimset, on one core. */
export interface Contenders {
  readonly seed: Contender;
  readonly claimset: Contender;
  /** For Claimset. */
  readonly apiKey: string;
  /** Starts another Claimset on the same core. */
  anotherClaimset(env: Readonly<Record<string, string>>): Promise<Contender>;
  /** Makes a user with some sessions, in header mode. */
  newUser(sessions: number): Promise<NewUser>;
}

const newUser = z.object({ userId: z.string(), accessTokens: z.array(z.string()) });
export type NewUser = z.output<typeof newUser>;

const SEED = join(import.meta.dirname, '../apps/seed.ts');

/** The core of the options, else an embedded one that is started; with its process where it is ours. */
export async function startCore(
  { coreUrl, coreApiKey }: BenchOptions,
  stage: Stage,
): Promise<{ readonly url: string; readonly apiKey: string | null; readonly process: TestProcess | null }> {
  if (coreUrl !== null) return { url: coreUrl, apiKey: coreApiKey, process: null };
  const process = stage.built('core', { PORT: '0', DATA_DIR: await stage.folder(), LOG_LEVEL: 'warn' });
  const [, url = ''] = await process.line(/^Session core\s+(http:\S+)$/);
  return { url, apiKey: null, process };
}

/** Starts both. Neither logs requests: the handlers that people write by hand do not. */
export async function startContenders(options: BenchOptions, stage: Stage): Promise<Contenders> {
  const core = await startCore(options, stage);
  const { key: apiKey, entry } = createApiKey('bench', ['claims:read', 'claims:write']);
  const seedKey: Record<string, string> = core.apiKey === null ? {} : { CORE_API_KEY: core.apiKey };
  const ownKey: Record<string, string> = core.apiKey === null ? {} : { SUPERTOKENS_API_KEY: core.apiKey };
  const seed = await contender(
    stage.script(SEED, [], { CORE_URI: core.url, NODE_ENV: 'production', ...seedKey }),
    /^READY (\S+)$/,
  );
  const anotherClaimset = async (more: Readonly<Record<string, string>>): Promise<Contender> => {
    const env = {
      PORT: '0',
      SUPERTOKENS_CONNECTION_URI: core.url,
      DATA_DIR: await stage.folder(),
      API_KEYS: entry,
      LOG_LEVEL: 'warn',
      // One machine plays all users.
      RATE_LIMITS: 'off',
      ...ownKey,
      ...more,
    };
    return contender(stage.built('start', env), GRAPHQL_LINE);
  };
  const claimset = await anotherClaimset({});
  let users = 0;
  return {
    seed,
    claimset,
    apiKey,
    anotherClaimset,
    newUser: async (sessions) => {
      users += 1;
      const email = `user${users}-${Date.now()}@example.com`;
      const { text } = expectOk(await seed.connections.post('/users', { email, sessions }));
      return newUser.parse(JSON.parse(text));
    },
  };
}

/** What `claimset start` prints; the address without the path. */
export const GRAPHQL_LINE = /^GraphQL\s+(http:\S+)\/graphql$/;

async function contender(process: TestProcess, ready: RegExp): Promise<Contender> {
  const [, url = ''] = await process.line(ready);
  return { process, connections: new Connections(url) };
}

/** A session's newest access token, as a client carries it. */
export class Token {
  #accessToken: string;

  constructor(accessToken: string) {
    this.#accessToken = accessToken;
  }

  get headers(): Readonly<Record<string, string>> {
    return { authorization: `Bearer ${this.#accessToken}`, 'st-auth-mode': 'header' };
  }

  /** Takes the new access token that a reply may bring. */
  keep(reply: Reply): void {
    const next = reply.headers['st-access-token'];
    if (typeof next === 'string') this.#accessToken = next;
  }
}
