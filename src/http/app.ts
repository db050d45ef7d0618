import express, {
  type ErrorRequestHandler,
  type Express,
  type Request,
  type RequestHandler,
  type Response,
} from 'express';
import type { GraphQLSchema } from 'graphql';
import helmet from 'helmet';
import type { Logger } from 'pino';

import { parseBody, parseWebhook } from './body.ts';
import { crossOrigin } from './cross-origin.ts';
import { createGraphQLEndpoint, type GraphQLEndpoint } from './graphql/endpoint.ts';
import { trustedDocuments } from './graphql/trusted-documents.ts';
import { createReady, type HealthCheck, live } from './health.ts';
import { allowMethods, createJsonErrorHandler, refuseUnknownPath, requireJson } from './json-errors.ts';
import { createLanding } from './landing.ts';
import { warnOfForwarded } from './limits/forwarded.ts';
import { queuePasswords, WIDE } from './passwords/queue.ts';
import { assignRequestId } from './request-id.ts';
import { type AnsweredRequest, createRequestLog } from './request-log.ts';
import { refuseUnstorable } from './requests/auth-input.ts';

/** What the HTTP application is made of; nothing of it is looked for elsewhere. */
export interface HttpAppDeps<Context extends object> {
  readonly config: {
    /** Where browsers reach this server, without a slash at the end. */
    readonly publicUrl: string;
    /** Origins that may call it with credentials. */
    readonly websiteOrigins: readonly string[];
    readonly introspection: boolean;
    /** Addresses and networks whose forwarded headers are believed; null: nobody's. */
    readonly trustedProxies: readonly string[] | null;
  };
  readonly logger: Logger;
  /** Executable. */
  readonly schema: GraphQLSchema;
  createContext(req: Request, res: Response): Context | Promise<Context>;
  /** Runs before the first root field of a mutation; where it throws, none of them runs. */
  beforeMutation(context: Context, rootFields: readonly string[]): Promise<void>;
  /** SuperTokens' own routes; its promise is kept when all its work is done. */
  readonly sessionMiddleware: RequestHandler;
  readonly sessionErrorHandler: ErrorRequestHandler;
  /** Runs each operation within a span. */
  readonly traceOperation: RequestHandler;
  /** The only documents that run, by their ids; null where all run. */
  readonly documents: ReadonlyMap<string, string> | null;
  /** What comes before SuperTokens' routes, so that nobody guesses passwords; null where nothing is limited. */
  readonly limits: readonly RequestHandler[] | null;
  /** `GET /changes`: what changes in the claims of all sessions. */
  readonly changes: RequestHandler;
  /** `/authz`: whether a request may pass, and with which claims. */
  readonly authz: RequestHandler;
  /** Told of each request but those of health checks, when it is over. */
  readonly onAnswered: (request: AnsweredRequest) => void;
  /** The parts without which no claims can be changed. */
  readonly checks: readonly HealthCheck[];
  readonly feedLagMillis: () => Promise<number>;
  /** Whether the server is shutting down: then it is not ready. */
  readonly isClosing: () => boolean;
  /** Serves the explorer's page and files to browsers at `/` and `/graphql`; null where it is off. */
  readonly explorer: RequestHandler | null;
}

/** The application, to be given to a server. */
export interface HttpApp {
  readonly handler: Express;
  /** To be called when the server has closed. */
  stop(): Promise<void>;
}

/** Puts the HTTP application together: Express, SuperTokens' middleware and Apollo Server. */
export async function createHttpApp<Context extends object>(deps: HttpAppDeps<Context>): Promise<HttpApp> {
  const { schema, logger, config } = deps;
  const graphql = await createGraphQLEndpoint<Context>({
    introspection: config.introspection,
    logger,
    schema,
    createContext: (req, res) => deps.createContext(req, res),
    beforeMutation: (context, rootFields) => deps.beforeMutation(context, rootFields),
  });
  return { handler: mount(deps, graphql), stop: () => graphql.stop() };
}

function mount<Context extends object>(deps: HttpAppDeps<Context>, graphql: GraphQLEndpoint): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', deps.config.trustedProxies ?? false);

  app.use(assignRequestId);
  app.use(createRequestLog(deps.logger, deps.onAnswered));
  if (deps.config.trustedProxies === null) app.use(warnOfForwarded(deps.logger));
  app.use(securityHeaders());
  app.use(crossOrigin(deps.config.websiteOrigins, deps.logger));
  app.get('/health/live', live);
  app.get('/health/ready', createReady(deps));
  if (deps.explorer !== null) app.use(deps.explorer);
  app.get('/', createLanding(deps));
  app.all('/graphql', allowMethods('GET', 'POST'), requireJson);
  app.get('/changes', deps.changes);
  // Proxies ask with the method of the request that they ask about, and some with its path behind this one.
  app.all(['/authz', '/authz/*path'], parseWebhook(), deps.authz);
  app.use(parseBody());
  app.use('/graphql', deps.traceOperation);
  if (deps.documents !== null) app.all('/graphql', trustedDocuments(deps.documents));
  app.all('/graphql', graphql.handler);
  app.use(refuseUnstorable);
  app.use(...(deps.limits ?? []), queuePasswords(deps.sessionMiddleware, deps.limits === null ? WIDE : undefined));
  app.use(refuseUnknownPath);
  app.use(deps.sessionErrorHandler);
  app.use(createJsonErrorHandler(deps.logger));
  return app;
}

function securityHeaders(): RequestHandler {
  return helmet({
    // There is nothing to load: the explorer's own path brings a policy of its own.
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
    // Whether other hosts of the domain speak TLS is not known here.
    strictTransportSecurity: { includeSubDomains: false },
  });
}
