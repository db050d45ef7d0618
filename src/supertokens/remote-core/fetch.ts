import errors from 'undici/lib/core/errors.js';
import Agent from 'undici/lib/dispatcher/agent.js';

import { DEFAULT_TIME_LIMITS } from '../lossless/section.ts';
import { answerOfCore } from './answer-form.ts';
import { exchange } from './exchange.ts';
import { coreHosts } from './hosts.ts';
import { ReadResponse } from './read-response.ts';
import { partsOf, type UrlParts } from './url-parts.ts';
import { isPayloadWrite, writeOnce } from './writes.ts';

type Fetch = typeof globalThis.fetch;
type Init = NonNullable<Parameters<Fetch>[1]>;

/** A call to the core, as it may be observed. */
export interface CoreRequest {
  readonly method: string;
  /** Without its query. */
  readonly path: string;
}

/** Runs around each call to the core; `send` takes headers to add. */
export type AroundCoreCall = (
  call: CoreRequest,
  send: (headers?: Readonly<Record<string, string>>) => Promise<ReadResponse>,
) => Promise<ReadResponse>;

interface CoreFetchOptions {
  /**
   * A core that sends nothing for so long is given up: nobody waits for it any more then, and a write has kept its lock
   * for as long.
   */
  readonly silentForMillis?: number;
  readonly around?: AroundCoreCall;
}

/**
 * Lets the SDK reach the core at a fraction of the cost. The global `fetch` is its only way there, and that of Node spends
 * most of a call on streams, of which the SDK reads each answer twice. Writes of payloads are sent once, with a deadline.
 * Calls that do not go to the core are left alone.
 * @returns what puts the former `fetch` back and closes the connections
 */
export function installCoreFetch(
  connectionUri: string,
  { silentForMillis = DEFAULT_TIME_LIMITS.holdMillis, around = (_call, send) => send() }: CoreFetchOptions = {},
): () => Promise<void> {
  const former = globalThis.fetch;
  const agent = new Agent({ headersTimeout: silentForMillis, bodyTimeout: silentForMillis });
  const cores = coreHosts(connectionUri).map((host) => new URL(host));
  const origins = cores.map(({ origin }) => origin);
  const addresses = cores.map(({ origin, pathname }) => origin + pathname.replace(/\/+$/, ''));
  const send = (
    { path, ...target }: UrlParts,
    init: PlainInit,
    more: Readonly<Record<string, string>> = {},
  ): Promise<ReadResponse> => {
    const call = { method: init.method ?? 'GET', path };
    return around(call, (headers = {}) => ask(agent, target, { ...init, ...call }, { ...headers, ...more }));
  };
  const coreFetch = (input: Parameters<Fetch>[0], init: Init = {}): Promise<Response | ReadResponse> => {
    if (typeof input !== 'string' || !origins.some((origin) => input.startsWith(`${origin}/`)) || !isPlain(init)) {
      return former(input, init);
    }
    const parts = partsOf(input, origins);
    if (!isPayloadWrite(init.method, parts.path)) return send(parts, init);
    return writeOnce(input, addresses, (url, headers) => send(partsOf(url, origins), init, headers));
  };
  globalThis.fetch = coreFetch;
  return async () => {
    if (globalThis.fetch === coreFetch) globalThis.fetch = former;
    await agent.destroy();
  };
}

/** What stands between has answered in the core's place: for a write, its outcome is unknown. */
const NOT_OF_THE_CORE = { status: 502, text: 'an answer that is not of the core', headers: {} };

/** The SDK sends text only. A redirect is given back to it, which is what it asks for. */
type PlainInit = Init & { readonly body?: string | null };

function isPlain(init: Init): init is PlainInit {
  return typeof (init.body ?? '') === 'string';
}

type Target = Pick<UrlParts, 'origin' | 'target'>;

async function ask(
  agent: Agent,
  { origin, target }: Target,
  { method, path, headers, body, signal }: PlainInit & CoreRequest,
  added: Readonly<Record<string, string>>,
): Promise<ReadResponse> {
  try {
    const request = {
      ...{ origin, path: target, method },
      headers: { 'user-agent': 'claimset', ...membersOf(headers), ...added },
      body: body ?? null,
    };
    const answer = await exchange(agent, request, signal ?? null);
    const known = answerOfCore(`${method} ${path}`, answer.status, answer.text);
    return known === null ? new ReadResponse(NOT_OF_THE_CORE) : new ReadResponse(answer, known.json);
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof errors.HeadersTimeoutError || cause instanceof errors.BodyTimeoutError) throw cause;
    // By this message the SDK knows to ask the next core, which after silence would be too late for a write.
    throw new TypeError('fetch failed', { cause });
  }
}

/** The SDK gives the headers as an object, which is what is sent. */
function membersOf(headers: Init['headers']): Record<string, string> {
  const isObject = headers !== undefined && !(headers instanceof Headers) && !(Symbol.iterator in headers);
  if (!isObject) return Object.fromEntries(new Headers(headers));
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
