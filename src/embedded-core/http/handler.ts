import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Core, CoreRequest } from '../context.ts';
import { requireAppWide, requireKnownTenant } from '../endpoints/tenants.ts';
import { CONTRACT_VERSIONS } from '../endpoints/transport.ts';
import type { CoreLog } from '../options.ts';
import { type Route, routes } from '../routes.ts';
import { writesBefore } from '../store/deadline.ts';
import { readBody } from './body.ts';
import { badRequest, describeError, HttpError } from './errors.ts';
import type { JsonObject } from './json.ts';
import { type Reply, text } from './reply.ts';
import { createRouter, type PathMatch, routeFor } from './router.ts';
import { refuseWebPages, requireJson } from './web-pages.ts';
import { writeDeadlineOf } from './write-deadline.ts';

const RETRY_SOON = { headers: { 'Retry-After': '1' } };
const NO_BODY: JsonObject = {};

export interface HandlerParts {
  readonly core: Core;
  readonly hasApiKey: (headers: IncomingMessage['headers']) => boolean;
  readonly asksForKey: boolean;
  readonly log: CoreLog;
}

/** Answers every request; whatever goes wrong is an answer too (docs/core-contract.md, 'Requests'). */
export function createHandler(parts: HandlerParts): (request: IncomingMessage, response: ServerResponse) => void {
  const route = createRouter(routes);
  return (request, response) => {
    const { path, query } = splitUrl(request.url ?? '/');
    answer(parts, request, () => route(path), query).then(
      (reply) => {
        send(response, reply);
      },
      (error: unknown) => {
        send(response, errorReply(error, `${request.method ?? ''} ${path}`, parts.log));
      },
    );
  };
}

async function answer(
  { core, hasApiKey, asksForKey }: HandlerParts,
  request: IncomingMessage,
  find: () => PathMatch,
  query: string,
): Promise<Reply> {
  refuseWebPages(request, asksForKey);
  const match = find();
  const { isOpen } = match;
  if (!isOpen && !hasApiKey(request.headers)) throw new HttpError(401, 'Invalid API key');
  const [method, , scope, endpoint] = routeFor(match, request.method ?? '');
  requireVersion(request.headers['cdi-version']);
  requireScope(scope, match.tenant);
  const hasBody = !isOpen && method !== 'GET';
  if (hasBody) requireJson(request);
  const body = hasBody ? await readBody(request) : NO_BODY;
  const deadline = writeDeadlineOf(request.headers);
  const read: CoreRequest = {
    tenant: match.tenant,
    query: new URLSearchParams(query),
    body,
    hasGone: () => request.socket.destroyed,
  };
  return endpoint(deadline === null ? core : { ...core, store: writesBefore(core.store, deadline) }, read);
}

/** Missing means newest (docs/core-contract.md, 'Requests'). */
function requireVersion(version: string | string[] | undefined): void {
  if (version === undefined || CONTRACT_VERSIONS.includes(String(version))) return;
  throw badRequest(`cdi-version ${String(version)} not supported`);
}

function requireScope(scope: Route[2], tenant: string | null): void {
  if (scope === 'tenant') requireKnownTenant(tenant);
  if (scope === 'app') requireAppWide(tenant);
}

function errorReply(error: unknown, request: string, log: CoreLog): Reply {
  if (error instanceof HttpError)
    return { ...text(error.status, error.message), ...(error.status === 429 ? RETRY_SOON : {}) };
  log.error({ error: describeError(error), request }, 'the session core failed');
  return text(500, 'Internal error');
}

function splitUrl(url: string): { path: string; query: string } {
  const mark = url.indexOf('?');
  return mark === -1 ? { path: url, query: '' } : { path: url.slice(0, mark), query: url.slice(mark + 1) };
}

function send(response: ServerResponse, { status, json, text: plain, headers }: Reply): void {
  const content = Buffer.from(json ?? plain ?? '');
  const type = json === undefined ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8';
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': content.length, ...headers });
  response.end(content);
}
