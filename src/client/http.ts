import { badResponse, type HttpAnswer } from './answer.ts';
import { isObject } from './envelope.ts';
import { ClaimsClientError, type MutationOutcome } from './errors.ts';
import type { ClientFetch } from './large-headers-fetch.ts';

/** Where requests go, and how long they may take. */
export interface Endpoint {
  readonly url: string;
  readonly fetch: ClientFetch;
  readonly timeoutMillis: number;
  /** Sends ids of documents, not the documents. */
  readonly byId: boolean;
}

/** One request; it is sent once and never again. */
export interface HttpRequest {
  /** The document itself, or its id. */
  readonly document: { readonly query: string } | { readonly documentId: string };
  readonly variables: unknown;
  /** Whether it only reads. */
  readonly reads: boolean;
  readonly headers: Readonly<Record<string, string>>;
}

/** The answer, with the headers that it came with. */
export interface HttpExchange extends HttpAnswer {
  readonly headers: Headers;
}

const FIXED_HEADERS = {
  'content-type': 'application/json',
  accept: 'application/graphql-response+json, application/json;q=0.9',
  'apollo-require-preflight': 'true',
};

/** Faults of a connection that was never made, so that nothing can have been sent over it. */
const NOT_CONNECTED = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
];

/**
 * Sends a request and waits for the whole answer.
 * @throws ClaimsClientError with TIMEOUT, NETWORK, BAD_RESPONSE for a redirect, or INVALID_REQUEST for variables that are no JSON
 */
export async function exchange(endpoint: Endpoint, request: HttpRequest): Promise<HttpExchange> {
  // As a function, not as a method: that of browsers asks for its own `this`.
  const { fetch, url } = endpoint;
  const body = bodyOf(request);
  const signal = AbortSignal.timeout(endpoint.timeoutMillis);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { ...FIXED_HEADERS, ...request.headers },
      body,
      // Following it would carry the credentials to an address that nobody has configured.
      redirect: 'manual',
      signal,
    });
    const { status, headers } = response;
    const requestId = headers.get('x-request-id') ?? undefined;
    if (status >= 300 && status < 400)
      throw badResponse({ status, requestId }, request.reads, 'Redirected: set `url`.');
    return { status, requestId, headers, body: await response.text() };
  } catch (cause) {
    if (cause instanceof ClaimsClientError) throw cause;
    if (signal.aborted) throw timeout(endpoint.timeoutMillis, request.reads, cause);
    throw network(request.reads, cause);
  }
}

function bodyOf({ document, variables, reads }: HttpRequest): string {
  try {
    return JSON.stringify({ ...document, variables });
  } catch (cause) {
    const outcome = reads ? null : 'NOT_APPLIED';
    throw new ClaimsClientError('INVALID_REQUEST', 'The variables cannot be sent as JSON.', { outcome, cause });
  }
}

function timeout(timeoutMillis: number, reads: boolean, cause: unknown): ClaimsClientError {
  const outcome = reads ? null : 'UNKNOWN';
  return new ClaimsClientError('TIMEOUT', `No answer within ${timeoutMillis} ms.`, { outcome, cause });
}

function network(reads: boolean, cause: unknown): ClaimsClientError {
  const code = reasonOf(cause);
  const sent: MutationOutcome = code !== null && NOT_CONNECTED.includes(code) ? 'NOT_APPLIED' : 'UNKNOWN';
  const message = `The server cannot be reached, or the connection broke${code === null ? '' : `: ${code}`}.`;
  return new ClaimsClientError('NETWORK', message, { outcome: reads ? null : sent, cause });
}

/** The system's name for what went wrong: `fetch` rejects with an error whose `cause` has it. */
function reasonOf(error: unknown): string | null {
  const cause = isObject(error) && isObject(error['cause']) ? error['cause'] : {};
  return typeof cause['code'] === 'string' ? cause['code'] : null;
}
