import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

import type { Express } from 'express';

import { Connections, drain, Turnstile } from './drain.ts';
import { makeMessagesOf, messageClasses } from './messages.ts';
import { readTarget } from './requests/target.ts';

/** A listening HTTP server. Until it is told how to serve, it asks callers to come back. */
export interface HttpServer {
  /** The real port, also where 0 was asked for. */
  readonly port: number;
  serve(handler: RequestListener): void;
  /** The same, with an application that serves nowhere else: its messages are what this server makes. */
  serveApp(app: Express): void;
  /** Whether a shutdown has begun. */
  isClosing(): boolean;
  /**
   * Serves what has arrived, tells each client that its connection ends, and takes no new ones; what is left after the
   * grace period is cut off.
   */
  close(): Promise<void>;
}

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  readonly graceMillis?: number;
  /** How long connections are kept on which nothing has arrived yet: a request may be on its way. */
  readonly lingerMillis?: number;
}

const GRACE_MILLIS = 8000;
const LINGER_MILLIS = 250;
const TIMEOUTS = {
  // Longer than the idle timeout of the usual load balancers, which would otherwise send into a closed connection.
  keepAliveTimeout: 65_000,
  headersTimeout: 15_000,
  requestTimeout: 30_000,
  // Four cookies of 4,096 bytes are more than the 16 KiB that Node allows by default.
  maxHeaderSize: 64 * 1024,
} as const;

const NOT_SERVING = errorBody('UNAVAILABLE', 'The server is starting or shutting down; try again.');

/** Listens on an address; rejects as node:http does, with EADDRINUSE where somebody else is there. */
export async function listen(options: ListenOptions): Promise<HttpServer> {
  const { host, port, graceMillis = GRACE_MILLIS, lingerMillis = LINGER_MILLIS } = options;
  let handler: RequestListener = refuse;
  let closing: Promise<void> | null = null;
  const connections = new Connections();
  const turnstile = new Turnstile();
  const messages = messageClasses();
  const server = createServer({ ...TIMEOUTS, ...messages }, (req, res) => {
    connections.begin(res);
    res.once('close', () => {
      connections.finish(res);
    });
    if (closing !== null) res.setHeader('connection', 'close');
    turnstile.pass(() => {
      answer(handler, req, res);
    });
  });
  server.on('connection', (socket) => {
    connections.add(socket);
  });
  server.on('clientError', answerMalformed);
  await startListening(server, host, port);
  const serve = (next: RequestListener): void => {
    handler = next;
  };
  return {
    port: portOf(server),
    serve,
    serveApp: (app) => {
      makeMessagesOf(app, messages);
      serve(app);
    },
    isClosing: () => closing !== null,
    close: () => (closing ??= drain(server, { connections, turnstile, limits: { graceMillis, lingerMillis } })),
  };
}

/** Says that nothing is served now, and that the connection is of no further use. */
function refuse(_req: IncomingMessage, res: ServerResponse): void {
  res.writeHead(503, { 'content-type': 'application/json; charset=utf-8', 'retry-after': '1', connection: 'close' });
  res.end(NOT_SERVING);
}

/** Express has no answer of ours to what it cannot parse, and whoever comes behind it reads some targets as others. */
function answer(handler: RequestListener, req: IncomingMessage, res: ServerResponse): void {
  const target = readTarget(req.url ?? '');
  if ('fault' in target) {
    res.writeHead(400, { 'content-type': 'application/json; charset=utf-8', connection: 'close' });
    res.end(errorBody('BAD_REQUEST', target.fault));
    return;
  }
  req.url = target.url;
  handler(req, res);
}

function errorBody(code: string, message: string): string {
  return JSON.stringify({ errors: [{ message, extensions: { code } }] });
}

async function startListening(server: Server, host: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('the server listens on no port');
  return address.port;
}

/** What is no HTTP at all never reaches Express; it is answered in the same form all the same. */
function answerMalformed(error: Error & { code?: string }, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const [status, message] =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? ['431 Request Header Fields Too Large', `The headers are larger than ${TIMEOUTS.maxHeaderSize} bytes.`]
      : ['400 Bad Request', 'The request is not valid HTTP, or did not arrive in time.'];
  const body = errorBody('BAD_REQUEST', message);
  const head = `HTTP/1.1 ${status}\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}`;
  socket.end(`${head}\r\nconnection: close\r\n\r\n${body}`);
}
