import { isUtf8 } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';

import express, { type RequestHandler } from 'express';

import { requestLimits } from './graphql/limits.ts';

/** Hasura sends the operation too, which is its own to bound. */
const WEBHOOK_BYTES = 1_048_576;

/**
 * Reads JSON bodies, bounded, whatever their content type says: without this, SuperTokens' middleware reads those of
 * its own paths itself, and without a bound. What is not JSON at `/graphql` has been refused before.
 */
export function parseBody(): RequestHandler {
  return express.json({ limit: requestLimits.bodyBytes, type: () => true, verify: assertUtf8 });
}

/** Reads what Hasura's webhook sends in POST mode. Other bodies are those of requests that a proxy asks about. */
export function parseWebhook(): RequestHandler {
  return express.json({ limit: WEBHOOK_BYTES, type: 'application/json', verify: assertUtf8 });
}

/** JSON is UTF-8; a byte that is not would otherwise be replaced without a word, and stored as something else. */
function assertUtf8(_req: IncomingMessage, _res: ServerResponse, body: Buffer, charset: string): void {
  if (charset !== 'utf-8') throw Object.assign(new Error('unsupported charset'), { type: 'charset.unsupported' });
  if (!isUtf8(body)) throw new Error('invalid UTF-8');
}
