import { HeaderMap, type HTTPGraphQLRequest } from '@apollo/server';
import type { Request } from 'express';
import { getOperationAST, OperationTypeNode, parse } from 'graphql';
import { z } from 'zod';

import { acceptsAnswer } from '../accept.ts';
import { requestLimits } from '../limits.ts';

const EVENT_STREAM = 'text/event-stream';
/** What answers a subscription that does not begin, where its client accepts nothing but events. */
const ANSWER = 'application/graphql-response+json';

const operationOf = z.looseObject({ query: z.string(), operationName: z.string().nullish() });
const inAddress = z.object({
  query: z.string().optional(),
  operationName: z.string().optional(),
  variables: z.string().transform(jsonOr).optional(),
  extensions: z.string().transform(jsonOr).optional(),
});

/**
 * Whether a request asks for a subscription and takes its answer as events. There are clients that accept events, too, for
 * all that they send: their queries are answered as everybody's.
 */
export function isForEvents(req: Request): boolean {
  if (!rangesOf(req).some((range) => range.startsWith(EVENT_STREAM))) return false;
  try {
    const operation = operationOf.parse(membersOf(req));
    const document = parse(operation.query, { maxTokens: requestLimits.tokens, noLocation: true });
    return getOperationAST(document, operation.operationName)?.operation === OperationTypeNode.SUBSCRIPTION;
  } catch {
    // Whatever is wrong with it is told as of any other operation.
    return false;
  }
}

/** The request as Apollo takes it: one by GET as if it came by POST, since Apollo takes queries alone by GET. */
export function toApollo(req: Request): HTTPGraphQLRequest {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(req.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  if (!acceptsAnswer(req)) headers.set('accept', ANSWER);
  return { method: 'POST', headers, search: '', body: membersOf(req) };
}

function rangesOf({ headers: { accept = '' } }: Request): string[] {
  return accept.split(',').map((range) => range.trim().toLowerCase());
}

function membersOf(req: Request): unknown {
  if (req.method !== 'GET') return req.body;
  return inAddress.parse(Object.fromEntries(new URL(req.url, 'http://localhost').searchParams));
}

/** What is no JSON is refused where it is read. */
function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
