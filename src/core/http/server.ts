import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { CDI_VERSIONS } from '../endpoints/keys-and-tenants.ts';
import { badRequest, describeError, HttpError } from '../errors.ts';
import type { Reply } from '../reply.ts';
import { ROUTES } from '../routes.ts';
import type { Services } from '../services.ts';
import { apiKeyCheck } from './api-keys.ts';
import { readBody } from './body.ts';
import { assertTenant, createRouter } from './router.ts';

/** What the HTTP side of the core is made of. */
export interface CoreServerOptions {
  readonly services: Services;
  readonly apiKeys: readonly string[];
  /** Told of each failure that is not the caller's, once. */
  readonly onFailure: (message: string) => void;
}

const TIMEOUTS = { keepAliveTimeout: 65_000, headersTimeout: 15_000, requestTimeout: 60_000 } as const;
const NO_BODY = {};

/** A server that answers the Core Driver Interface; it does not listen yet. */
export function createCoreServer(options: CoreServerOptions): Server {
  const answer = createAnswering(options);
  return createServer(TIMEOUTS, (req, res) => {
    answer(req).then(
      (reply) => {
        send(req, res, reply);
      },
      (error: unknown) => {
        send(req, res, replyToError(error, options.onFailure));
      },
    );
  });
}

function createAnswering({ services, apiKeys }: CoreServerOptions): (req: IncomingMessage) => Promise<Reply> {
  const find = createRouter(ROUTES);
  const hasKey = apiKeyCheck(apiKeys);
  return async (req) => {
    const [path = '/', search = ''] = (req.url ?? '/').split('?', 2);
    const match = find(path);
    if (match === null) throw new HttpError(404, 'Not found');
    const route = match.byMethod.get(req.method ?? '');
    const isOpen = (route ?? match.byMethod.values().next().value)?.isOpen === true;
    if (!isOpen && !hasKey(req.headers)) throw new HttpError(401, 'Invalid API key');
    if (route === undefined) throw new HttpError(405, 'Method not supported');
    assertVersion(req.headers['cdi-version']);
    assertTenant(route, match.tenantId);
    const body = req.method === 'GET' || isOpen ? NO_BODY : await readBody(req);
    return route.endpoint({ body, query: new URLSearchParams(search), tenantId: match.tenantId }, services);
  };
}

/** Without a version the newest is meant (CDI.md section 1). */
function assertVersion(version: string | string[] | undefined): void {
  if (version === undefined || CDI_VERSIONS.some((known) => known === version)) return;
  throw badRequest(`cdi-version ${String(version)} not supported`);
}

function send(req: IncomingMessage, res: ServerResponse, reply: Reply): void {
  const isJson = reply.json !== undefined;
  const body = Buffer.from(reply.json ?? reply.text ?? '');
  // What is left of a body that nobody reads would be taken for the next request.
  const isUnread = !req.complete && reply.status >= 400;
  res.writeHead(reply.status, {
    'content-type': isJson ? 'application/json; charset=utf-8' : 'text/html; charset=utf-8',
    'content-length': body.length,
    ...(isUnread ? { connection: 'close' } : {}),
    ...reply.headers,
  });
  res.end(body);
  if (isUnread) req.resume();
}

function replyToError(error: unknown, onFailure: (message: string) => void): Reply {
  if (error instanceof HttpError) return { status: error.status, text: error.message };
  onFailure(describeError(error));
  return { status: 500, text: 'Internal Error' };
}
