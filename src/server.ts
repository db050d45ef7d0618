import type { Logger } from 'pino';

import type { Stream } from './claims/history/types.ts';
import { claimsOverBudget } from './claims/policy/over-budget.ts';
import type { ClaimsSchema } from './claims/schema/read.ts';
import { CORE_KEYS } from './claims/time-limits.ts';
import { type Config, publicUrls } from './config/config.ts';
import { cookieWarnings } from './config/cookies.ts';
import { loadClaims } from './config/load-claims.ts';
import { createHttpApp, type HttpAppDeps } from './http/app.ts';
import { createExplorer, type ExplorerOptions } from './http/explorer.ts';
import { checkParts, type HealthCheck } from './http/health.ts';
import { factsOf } from './http/requests/facts.ts';
import { type HttpServer, listen } from './http/server.ts';
import type { SweepStream } from './ledger/sweep/sweeper.ts';
import { createLogger } from './log/logger.ts';
import { beforeMutation } from './resolvers/before-mutation.ts';
import type { RequestContext } from './resolvers/context.ts';
import { executableSchema } from './resolvers/index.ts';
import { watchApiKeys } from './server/api-keys.ts';
import { bannerOf } from './server/banner.ts';
import { healthChecks } from './server/checks.ts';
import { contextFactory, type SharedParts } from './server/context.ts';
import { connectCore, type CoreConnection } from './server/core.ts';
import { trustedDocumentsOf } from './server/documents.ts';
import { type Freshness, freshnessOf, readingsOf, tokenLifetimeOf } from './server/freshness.ts';
import { openLedger, reachRestOf } from './server/ledger.ts';
import { type Limits, rateLimits } from './server/limits.ts';
import { claimsLock } from './server/locks.ts';
import { observedLock } from './server/observe/lock.ts';
import { startMetrics } from './server/observe/metrics.ts';
import { type Observers, observers } from './server/observe/observers.ts';
import { initSdk } from './server/sdk.ts';
import { installCoreFetch } from './supertokens/remote-core/fetch.ts';
import { coreProbe } from './supertokens/remote-core/probe.ts';
import { sessionErrorHandler, sessionMiddleware } from './supertokens/sessions/express.ts';
import { sweepStreams } from './supertokens/standing/sweep.ts';
import { tenantList } from './supertokens/users/users.ts';
import { traceOperations } from './tracing/operations.ts';

/** A server that runs. */
export interface RunningServer {
  readonly url: string;
  /** What it runs on, for people: one line each. */
  readonly summary: readonly string[];
  /** Looks at this stream of the ledger now: brings the core to where its log is, or records that the session has ended. */
  settle(stream: Stream): Promise<void>;
  /** Finishes the requests in flight, and stops. */
  close(): Promise<void>;
}

const TENANTS_MAX_AGE_MILLIS = 60_000;

let hasStarted = false;

export interface ServerOptions {
  readonly logger?: Logger;
  /** The core, where somebody has begun to connect it; it is the server's from here on, to close as well. */
  readonly core?: Promise<CoreConnection>;
}

/**
 * Starts everything that the configuration asks for. Once in a process: SuperTokens is a singleton.
 * @throws ClaimsSchemaError, and what listening or the embedded core throw; then nothing is left running
 */
export async function startServer(config: Config, options: ServerOptions = {}): Promise<RunningServer> {
  if (hasStarted) throw new Error('a server was started in this process before: SuperTokens allows one');
  hasStarted = true;
  const logger = options.logger ?? createLogger(config.logLevel);
  const core = options.core ?? connectCore(config, logger);
  const closers: Closer[] = [];
  try {
    return await start(config, claimsOf(config, logger), logger, { connecting: core, closers });
  } catch (error) {
    await closeAll(closers);
    await core.then(
      (running) => running.close(),
      () => undefined,
    );
    throw error;
  }
}

type Closer = () => Promise<void>;

/** What has begun already, and what is to be ended. */
interface Begun {
  readonly connecting: Promise<CoreConnection>;
  readonly closers: Closer[];
}

function claimsOf(config: Config, logger: Logger): ClaimsSchema {
  const claims = loadClaims(config.claimsSchema);
  for (const warning of claimsOverBudget(claims.policy, config.maxOwnClaimsBytes)) logger.warn(warning);
  return claims;
}

async function start(
  config: Config,
  claims: ClaimsSchema,
  logger: Logger,
  { connecting, closers }: Begun,
): Promise<RunningServer> {
  const apiKeys = watchApiKeys(config, logger);
  closers.push(() => apiKeys.close());
  const documents = trustedDocumentsOf(config, claims.schema);
  // Browsers must be told the real port before SuperTokens is initialised: listen first, serve later.
  const http = await listen({ host: config.host, port: config.port });
  closers.push(() => http.close());
  const seen = observers(logger);
  const { core, lock, ledger, journal } = await connectAll(config, claims, logger, { connecting, closers, seen });
  const urls = urlsOf(config, http.port, logger);
  const probe = coreProbe(core.connectionUri, CORE_KEYS);
  const limits = await rateLimits(config, logger, seen.refused);
  closers.push(async () => limits?.close());
  initSdk(config, { core, urls, lock, journal, queue: ledger.queue, logger, limits, seen });
  const tenants = tenantList(TENANTS_MAX_AGE_MILLIS, Date.now);
  const checks = healthChecks(config, { lock, ledger, tenants });
  const tokenLifetime = tokenLifetimeOf(config);
  const { history } = ledger;
  const reachRest = reachRestOf(config, { lock, journal, history });
  const sweep = sweepStreams({ lock, journal, reachRest });
  ledger.start(sweep);
  const commands = ledger.commands(lock, sweep);
  const shared = {
    ...{ claims, lock, journal, commands, history, reachRest, logger, probe, tenants, limits, apiKeys, tokenLifetime },
    observers: seen,
  };
  const freshness = freshnessOf(config, shared, ledger.feed);
  seen.watchLedger(readingsOf(ledger, freshness));
  // The streams would keep the server open.
  closers.unshift(() => freshness.close());
  const app = await createHttpApp(httpDeps(config, shared, { urls, http, checks, documents, freshness }));
  closers.push(() => app.stop());
  closers.push(await startMetrics(config, seen.registry, logger));
  http.serveApp(app.handler);
  // It serves all the same: what does not work yet may come.
  const banner = bannerOf(config, { url: urls.publicUrl, port: http.port, parts: await checkParts(checks) });
  return { url: urls.publicUrl, summary: banner, settle: settling(sweep), close: () => closeAll(closers) };
}

function settling(sweep: SweepStream): RunningServer['settle'] {
  return async (stream) => {
    await sweep(stream, () => true);
  };
}

function urlsOf(config: Config, port: number, logger: Logger): ReturnType<typeof publicUrls> {
  const urls = publicUrls(config, port);
  for (const warning of cookieWarnings(urls, config.cookies)) logger.warn(warning);
  return urls;
}

interface HttpParts {
  readonly urls: ReturnType<typeof publicUrls>;
  readonly http: HttpServer;
  readonly checks: readonly HealthCheck[];
  readonly documents: HttpAppDeps<RequestContext>['documents'];
  readonly freshness: Freshness;
}

function httpDeps(
  config: Config,
  shared: SharedParts,
  { urls, http, checks, documents, freshness }: HttpParts,
): HttpAppDeps<RequestContext> {
  const { claims, limits, logger } = shared;
  return {
    config: { ...urls, introspection: config.explorer, trustedProxies: config.trustedProxies },
    logger,
    schema: executableSchema(claims.schema, claims.policy),
    createContext: contextFactory(config, shared, freshness.listening),
    beforeMutation: limited(limits),
    sessionMiddleware: sessionMiddleware(config.cookies.olderDomain),
    sessionErrorHandler: sessionErrorHandler(),
    ...freshness.routes,
    documents,
    traceOperation: traceOperations(factsOf),
    limits: limits && [limits.accounts, limits.signIns.handler],
    onAnswered: shared.observers.answered,
    checks,
    feedLagMillis: () => freshness.lagMillis(),
    isClosing: () => http.isClosing(),
    explorer: config.explorer ? createExplorer(pageOptions(config, claims)) : null,
  };
}

function limited(limits: Limits | null): typeof beforeMutation {
  return async (context, rootFields) => {
    await beforeMutation(context, rootFields);
    await limits?.mutation(context, rootFields.length);
  };
}

/** What the server stands on. Sweeps of the ledger end before the core does, and the ledger itself after everything. */
async function connectAll(
  config: Config,
  { policy }: ClaimsSchema,
  logger: Logger,
  { connecting, closers, seen }: Begun & { readonly seen: Observers },
) {
  const ledger = await openLedger(config, policy, logger, seen.settled);
  closers.push(() => ledger.stop());
  const core = await connecting;
  closers.push(() => core.close());
  closers.push(installCoreFetch(core.connectionUri, { around: seen.aroundCoreCall }));
  const lock = observedLock(await claimsLock(config, logger), seen.waited);
  closers.push(() => lock.close());
  closers.push(() => ledger.close());
  return { core, lock, ledger, journal: ledger.journal };
}

function pageOptions({ emailPassword, embeddedCore }: Config, { schema }: ClaimsSchema): ExplorerOptions {
  return { emailPassword, demoUser: emailPassword && embeddedCore !== null, schema };
}

async function closeAll(closers: readonly Closer[]): Promise<void> {
  for (const close of closers) await close();
}
