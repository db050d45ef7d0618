import type { Request } from 'express';
import { z } from 'zod';

/** Hasura's webhook in POST mode: the headers of the request that it asks about are in the body. */
const webhook = z.object({ headers: z.record(z.string(), z.string()) });

/**
 * The request that is asked about: the one that came, or the one that its body describes. Its method is not looked at:
 * that of a proxy's request says nothing of the one behind it, see {@link isSafeMethod}.
 */
export function presentedRequest(req: Request): Request {
  const described = req.method === 'POST' ? webhook.safeParse(req.body) : null;
  // A token of whoever relays the request must not stand in for one that it lacks.
  const headers = described?.success === true ? lowerCased(described.data.headers) : req.headers;
  const instead = new Map<PropertyKey, unknown>([
    ['headers', headers],
    ['method', 'GET'],
  ]);
  return new Proxy(req, {
    get: (target, name): unknown => (instead.has(name) ? instead.get(name) : Reflect.get(target, name)),
  });
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];

/** Whether the proxy says that the request changes nothing: then no other site's page gains by making a browser send it. */
export function isSafeMethod(headers: Request['headers']): boolean {
  const method = headers['x-original-method'] ?? headers['x-forwarded-method'];
  return typeof method === 'string' && SAFE_METHODS.includes(method.toUpperCase());
}
