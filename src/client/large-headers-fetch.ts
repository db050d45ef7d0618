/** What the client asks of a `fetch`; the global one fits. */
export type ClientFetch = (url: string, init: ClientRequestInit) => Promise<Response>;

/** The part of a request's settings that the client uses. */
export interface ClientRequestInit {
  readonly method: 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly redirect: 'manual';
  readonly signal: AbortSignal;
}

/** A token of 32 KiB, the most that a server may be set to, comes twice: as access token, and in the front token. */
const MAX_HEADER_BYTES = 96 * 1024;
/** Statuses that have no body (Fetch standard, "null body status"). */
const WITHOUT_BODY = [101, 204, 205, 304];

/**
 * The `fetch` that takes as many bytes of headers as the server sends. Node's own stops at 16 KiB, and only a flag of
 * the process (`--max-http-header-size`) changes that; so in Node this asks through `node:http`, elsewhere it is the
 * global one.
 */
export const largeHeadersFetch: ClientFetch = async (url, init) => {
  const request = nodeRequest(new URL(url).protocol);
  if (request === undefined) return globalThis.fetch(url, init);
  const { method, headers, body, signal } = init;
  try {
    return await new Promise<Response>((resolve, reject) => {
      const sent = request(url, { method, headers, signal, maxHeaderSize: MAX_HEADER_BYTES }, (answer) => {
        collect(answer).then(resolve, reject);
      });
      sent.on('error', reject);
      sent.end(body);
    });
  } catch (cause) {
    // As the global one does, which gives the system's name for the fault in `cause`.
    throw new TypeError('fetch failed', { cause });
  }
};

/** What Node has for this, asked for at run time: a bundle for other places has no trace of it. */
function nodeRequest(protocol: string): typeof import('node:http').request | undefined {
  const runtime = 'process' in globalThis ? globalThis.process : undefined;
  if (runtime === undefined || !('getBuiltinModule' in runtime)) return undefined;
  return runtime.getBuiltinModule(protocol === 'https:' ? 'https' : 'http').request;
}

/** What is known of node:http's answer, without its types: applications that use the client may not have them. */
interface Answer extends AsyncIterable<string> {
  setEncoding(encoding: 'utf8'): unknown;
  readonly statusCode?: number | undefined;
  readonly rawHeaders: readonly string[];
}

async function collect(answer: Answer): Promise<Response> {
  let text = '';
  answer.setEncoding('utf8');
  for await (const chunk of answer) text += chunk;
  const headers = new Headers();
  for (let at = 0; at + 1 < answer.rawHeaders.length; at += 2) {
    headers.append(answer.rawHeaders[at] ?? '', answer.rawHeaders[at + 1] ?? '');
  }
  const status = answer.statusCode ?? 0;
  return new Response(WITHOUT_BODY.includes(status) ? null : text, { status, headers });
}
