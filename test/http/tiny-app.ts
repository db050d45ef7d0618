import { Writable } from 'node:stream';

import type { RequestHandler, Response } from 'express';
import {
  GraphQLBoolean,
  type GraphQLFieldConfig,
  GraphQLInputObjectType,
  GraphQLInt,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
} from 'graphql';
import { onTestFinished } from 'vitest';
import { z } from 'zod';

import {
  ClaimsetError,
  coreUnavailable,
  type ErrorCode,
  locksUnavailable,
  lockTimeout,
  rateLimited,
} from '../../src/claims/errors.ts';
import { createHttpApp, type HttpAppDeps } from '../../src/http/app.ts';
import { listen } from '../../src/http/server.ts';
import { createLogger } from '../../src/log/logger.ts';

export interface TinyContext {
  readonly caller: string;
}

/** What the fields of the tiny schema do besides answering. */
export interface TinyWorld {
  readonly applied: string[];
  readonly slow: () => Promise<string>;
  /** What the subscription `ticks` tells; without it there is no subscription. */
  readonly ticks?: (context: TinyContext) => AsyncIterable<string>;
}

type Field = GraphQLFieldConfig<unknown, TinyContext, Readonly<Record<string, unknown>>>;

const SECRET_BUG = new Error('password=hunter2 at /srv/secret.ts');

const ERRORS: Readonly<Record<string, () => Error>> = {
  UNAUTHENTICATED: () => coded('UNAUTHENTICATED'),
  TRY_REFRESH_TOKEN: () => coded('TRY_REFRESH_TOKEN'),
  FORBIDDEN: () => coded('FORBIDDEN'),
  AMBIGUOUS_USER: () => coded('AMBIGUOUS_USER'),
  CLAIM_TYPE_MISMATCH: () => coded('CLAIM_TYPE_MISMATCH'),
  LOCK_TIMEOUT: () => lockTimeout(new Error('inner')),
  LOCKS_UNAVAILABLE: () => locksUnavailable(new Error('inner')),
  SESSION_CORE_UNAVAILABLE: () => coreUnavailable('UNKNOWN', new Error('inner')),
  RATE_LIMITED: () => rateLimited('mutations', 42),
  BUG: () => SECRET_BUG,
};

function coded(code: ErrorCode): ClaimsetError {
  return new ClaimsetError(code, `message of ${code}`);
}

function tinySchema(world: TinyWorld): GraphQLSchema {
  const fail: Field = {
    type: GraphQLString,
    args: { code: { type: new GraphQLNonNull(GraphQLString) } },
    resolve: (_source, args) => {
      const code: unknown = args['code'];
      const error = typeof code === 'string' ? ERRORS[code] : undefined;
      throw error === undefined ? new Error('no such error') : error();
    },
  };
  const selector = new GraphQLInputObjectType({
    name: 'Selector',
    isOneOf: true,
    fields: { id: { type: GraphQLString }, email: { type: GraphQLString } },
  });
  const node: GraphQLObjectType = new GraphQLObjectType({
    name: 'Node',
    fields: () => ({ name: { type: GraphQLString, resolve: () => 'n' }, node: { type: node, resolve: () => ({}) } }),
  });
  const query = new GraphQLObjectType<unknown, TinyContext>({
    name: 'Query',
    fields: {
      caller: { type: GraphQLString, resolve: (_source, _args, { caller }) => caller },
      user: { type: GraphQLString, args: { by: { type: new GraphQLNonNull(selector) } }, resolve: () => 'user' },
      echo: {
        type: GraphQLInt,
        args: { n: { type: new GraphQLNonNull(GraphQLInt) } },
        resolve: (_s, { n }): unknown => n,
      },
      badNumber: { type: GraphQLInt, resolve: () => 'not a number' },
      missing: { type: new GraphQLNonNull(GraphQLBoolean), resolve: () => null },
      slow: { type: GraphQLString, resolve: () => world.slow() },
      node: { type: node, resolve: () => ({}) },
      fail,
    },
  });
  const apply: Field = {
    type: GraphQLString,
    args: { what: { type: new GraphQLNonNull(GraphQLString) } },
    resolve: (_source, args) => {
      world.applied.push(String(args['what']));
      return String(args['what']);
    },
  };
  const mutation = new GraphQLObjectType({ name: 'Mutation', fields: { apply, applyOther: apply, fail } });
  const { ticks } = world;
  if (ticks === undefined) return new GraphQLSchema({ query, mutation });
  const resolve = (tick: string): string => {
    if (tick === 'bug') throw SECRET_BUG;
    return tick;
  };
  const tick: Field = {
    type: GraphQLString,
    args: { code: { type: GraphQLString } },
    subscribe: (_source, { code }, context) => {
      const error = typeof code === 'string' ? ERRORS[code] : undefined;
      if (error !== undefined) throw error();
      return ticks(context);
    },
    resolve: (source) => resolve(String(source)),
  };
  return new GraphQLSchema({
    query,
    mutation,
    subscription: new GraphQLObjectType({ name: 'Subscription', fields: { tick } }),
  });
}

export interface TinyOptions extends Partial<Omit<HttpAppDeps<TinyContext>, 'schema' | 'config'>> {
  readonly config?: Partial<HttpAppDeps<TinyContext>['config']>;
  readonly world?: Partial<TinyWorld>;
  readonly graceMillis?: number;
  readonly lingerMillis?: number;
}

const pass: RequestHandler = (_req, _res, next) => {
  next();
};

/** The real application on a free port, with a tiny schema and a log in memory. */
export async function startTiny(options: TinyOptions = {}) {
  const log: Record<string, unknown>[] = [];
  const applied: string[] = [];
  const { graceMillis = 5000, lingerMillis = 20 } = options;
  const server = await listen({ host: '127.0.0.1', port: 0, graceMillis, lingerMillis });
  const url = `http://127.0.0.1:${server.port}`;
  const app = await createHttpApp<TinyContext>({
    logger: createLogger('info', memory(log)),
    createContext: () => ({ caller: 'nobody' }),
    beforeMutation: () => Promise.resolve(),
    sessionMiddleware: pass,
    sessionErrorHandler: (error: unknown, _req, _res: Response, next) => {
      next(error);
    },
    checks: [],
    feedLagMillis: () => Promise.resolve(40.4),
    isClosing: () => server.isClosing(),
    limits: [],
    documents: null,
    traceOperation: (_req, _res, next) => {
      next();
    },
    onAnswered: () => undefined,
    explorer: null,
    changes: pass,
    authz: pass,
    ...options,
    config: {
      publicUrl: url,
      websiteOrigins: ['https://app.example'],
      introspection: true,
      trustedProxies: null,
      ...options.config,
    },
    schema: tinySchema({ applied, slow: () => Promise.resolve('done'), ...options.world }),
  });
  server.serveApp(app.handler);
  const stop = async () => {
    await server.close();
    await app.stop();
  };
  onTestFinished(stop);
  return { url, server, log, applied, stop };
}

/** Sends an operation as a client does, and gives back what matters of the answer. */
export async function ask(url: string, query: string, variables?: object, headers: Record<string, string> = {}) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  return { status: response.status, headers: response.headers, ...readBody(await response.json()) };
}

const record = z.record(z.string(), z.unknown());
const answer = z.strictObject({
  data: record.nullish(),
  errors: z.array(z.looseObject({ message: z.string(), extensions: record })).default([]),
});

/** An answer of GraphQL's form. */
export function readBody(body: unknown): z.output<typeof answer> {
  return answer.parse(body);
}

function memory(lines: Record<string, unknown>[]): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(record.parse(JSON.parse(chunk.toString('utf8'))));
      done();
    },
  });
}
