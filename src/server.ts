import type { Request, Response } from 'express';
import pLimit from 'p-limit';
import type { Logger } from 'pino';

import { findApiKey } from './claims/access/api-key.ts';
import type { FanOut } from './claims/ports.ts';
import type { ClaimsSchema } from './claims/schema/read.ts';
import { claimsService } from './claims/service/service.ts';
import { sessionSizer } from './claims/session-size.ts';
import { CORE_KEYS } from './claims/time-limits.ts';
import { type Config, publicUrls } from './config/config.ts';
import { cookieWarnings } from './config/cookies.ts';
import { loadClaims } from './config/load-claims.ts';
import { startCoreInWorker } from './embedded-core/index.ts';
import { createHttpApp } from './http/app.ts';
import { createExplorer } from './http/explorer.ts';
import { requestId } from './http/request-id.ts';
import { listen } from './http/server.ts';
import { inProcessLock } from './locks/in-process.ts';
import type { ClaimsLock } from './locks/lock.ts';
import { postgresLock } from './locks/postgres/lock.ts';
import { changeLogs } from './log/change-log.ts';
import { createLogger } from './log/logger.ts';
import { pluginLog } from './log/plugin-log.ts';
import { beforeMutation } from './resolvers/before-mutation.ts';
import type { RequestContext } from './resolvers/context.ts';
import { executableSchema } from './resolvers/index.ts';
import { installCoreFetch } from './supertokens/remote-core/fetch.ts';
import { coreProbe } from './supertokens/remote-core/probe.ts';
import { initSuperTokens, type ResetLinkDelivery } from './supertokens/sdk/init.ts';
import { resetLinkFile } from './supertokens/sdk/reset-link-file.ts';
import { sessionErrorHandler, sessionHeaders, sessionMiddleware } from './supertokens/sessions/express.ts';
import { requestSession } from './supertokens/sessions/request-session.ts';
import { sessionStore } from './supertokens/sessions/session-store.ts';
import { standingStore } from './supertokens/standing/store.ts';
import { permissions, type TenantList, tenantList, userDirectory } from './supertokens/users/users.ts';

/** A server that runs. */
export interface RunningServer {
  readonly url: string;
  /** What it runs on, for people: one line each. */
  readonly summary: readonly string[];
  /** Finishes the requests in flight, and stops. */
  close(): Promise<void>;
}

/** Sessions of one user that are changed at a time. */
const SESSIONS_AT_A_TIME = 16;
const TENANTS_MAX_AGE_MILLIS = 60_000;

let hasStarted = false;

/**
 * Starts everything that the configuration asks for. Once in a process: SuperTokens is a singleton.
 * @throws ClaimsSchemaError, and what listening or the embedded core throw; then nothing is left running
 */
export async function startServer(config: Config, options: { readonly logger?: Logger } = {}): Promise<RunningServer> {
  if (hasStarted) throw new Error('a server was started in this process before: SuperTokens allows one');
  hasStarted = true;
  const logger = options.logger ?? createLogger(config.logLevel);
  const claims = loadClaims(config.claimsSchema);
  const closers: Closer[] = [];
  try {
    return await start(config, claims, logger, closers);
  } catch (error) {
    await closeAll(closers);
    throw error;
  }
}

type Closer = () => Promise<void>;

async function start(config: Config, claims: ClaimsSchema, logger: Logger, closers: Closer[]): Promise<RunningServer> {
  // Browsers must be told the real port before SuperTokens is initialised: listen first, serve later.
  const http = await listen({ host: config.host, port: config.port });
  closers.push(() => http.close());
  const core = await connectCore(config, logger, closers);
  closers.push(installCoreFetch(core.connectionUri));
  const lock = claimsLock(config, logger);
  closers.push(() => lock.close());
  const urls = publicUrls(config, http.port);
  for (const warning of cookieWarnings(urls, config.cookies)) logger.warn(warning);
  const probe = coreProbe(core.connectionUri, CORE_KEYS);
  initSuperTokens({
    ...core,
    apiDomain: urls.publicUrl,
    websiteDomain: urls.websiteOrigins[0],
    cookies: config.cookies,
    lock,
    log: pluginLog(logger),
    emailPassword: config.emailPassword ? { deliverResetLink: resetLinkDelivery(config, logger) } : null,
  });
  const tenants = tenantList(TENANTS_MAX_AGE_MILLIS, Date.now);
  const app = await createHttpApp<RequestContext>({
    config: { ...urls, introspection: config.explorer },
    logger,
    schema: executableSchema(claims.schema, claims.policy),
    createContext: contextFactory(config, { claims, lock, logger, probe, tenants }),
    beforeMutation,
    sessionMiddleware: sessionMiddleware(config.cookies.olderDomain),
    sessionErrorHandler: sessionErrorHandler(),
    corsHeaders: sessionHeaders(),
    isCoreReady: async () => (await tenants.fresh()).length > 0,
    isClosing: () => http.isClosing(),
    explorer: config.explorer ? createExplorer({ ...config, schema: claims.schema }) : null,
  });
  closers.push(() => app.stop());
  http.serve(app.handler);
  // Known before the first search by email; a core that is not there yet is asked again then.
  tenants.known().catch(() => undefined);
  return { url: urls.publicUrl, summary: summaryOf(config, urls.publicUrl, http.port), close: () => closeAll(closers) };
}

interface CoreConnection {
  readonly connectionUri: string;
  readonly apiKey: string | null;
}

async function connectCore(
  { externalCore, embeddedCore }: Config,
  logger: Logger,
  closers: Closer[],
): Promise<CoreConnection> {
  if (externalCore !== null) return externalCore;
  const { dataDir, settings } = embeddedCore;
  // Without keys of the owner's, a random one of this start keeps other users of the machine out.
  const core = await startCoreInWorker({
    host: '127.0.0.1',
    port: 0,
    dataDir,
    settings,
    apiKeys: 'random',
    log: logger,
  });
  closers.push(() => core.close());
  return { connectionUri: core.url, apiKey: core.apiKey };
}

function claimsLock(config: Config, logger: Logger): ClaimsLock {
  if (config.databaseUrl !== null) {
    const onError = (err: Error): void => {
      logger.warn({ err }, 'a connection to PostgreSQL broke; the next lock connects again');
    };
    return postgresLock({ connectionString: config.databaseUrl, onError });
  }
  if (config.externalCore !== null) {
    logger.warn(
      'DATABASE_URL is not set: nothing is lost while this is the only process that changes claims on this core. ' +
        'With a second instance, or an application with claimset/supertokens beside it, set it for all of them.',
    );
  }
  return inProcessLock();
}

/** The SDK would send mail through SuperTokens' own service: it is never asked to. */
function resetLinkDelivery({ embeddedCore }: Config, logger: Logger): ResetLinkDelivery {
  if (embeddedCore !== null) return resetLinkFile(embeddedCore.dataDir, logger);
  return () => {
    logger.error('a password reset was asked for, but no delivery of mail is configured; nothing was sent');
    return Promise.resolve();
  };
}

interface Parts {
  readonly claims: ClaimsSchema;
  readonly lock: ClaimsLock;
  readonly logger: Logger;
  readonly probe: () => Promise<boolean>;
  readonly tenants: TenantList;
}

function contextFactory(config: Config, parts: Parts): (req: Request, res: Response) => RequestContext {
  const { policy } = parts.claims;
  const sizer = sessionSizer(config.maxTokenBytes);
  const sessions = sessionStore(parts.lock);
  const standing = standingStore(parts.lock);
  const logOf = changeLogs(parts.logger);
  const fanOut: FanOut = (items, work) => pLimit(SESSIONS_AT_A_TIME).map(items, work);
  const { lock, probe: answersForKeys } = parts;
  const ofRequests = { lock, answersForKeys, olderCookieDomain: config.cookies.olderDomain };
  return (req, res) => ({
    session: requestSession(req, res, ofRequests),
    caller: findApiKey(config.apiKeys, req.headers['x-api-key']),
    claims: claimsService({
      policy,
      sizer,
      sessions,
      standing,
      fanOut,
      nowMillis: Date.now,
      users: userDirectory(parts.tenants),
      permissions: permissions(),
      log: logOf(requestId(req)),
    }),
  });
}

function summaryOf(config: Config, url: string, port: number): string[] {
  const { embeddedCore, externalCore } = config;
  // A public URL is that of a proxy, which does not tell the port.
  const isElsewhere = config.publicUrl !== null;
  return [
    `Claimset       ${url}`,
    `GraphQL        ${url}/graphql`,
    ...(isElsewhere ? [`Listening on   ${config.host}, port ${port}`] : []),
    ...(embeddedCore === null
      ? []
      : [`Session core   embedded, in ${embeddedCore.dataDir}: for development and small use`]),
    ...(externalCore === null ? [] : ['Session core   SuperTokens, at SUPERTOKENS_CONNECTION_URI']),
    config.databaseUrl === null ? 'Locks          in this process' : 'Locks          PostgreSQL, at DATABASE_URL',
    `Sign-in        ${config.emailPassword ? 'email and password, under /auth' : 'elsewhere (EMAIL_PASSWORD=off)'}`,
  ];
}

async function closeAll(closers: readonly Closer[]): Promise<void> {
  for (const close of closers) await close();
}
