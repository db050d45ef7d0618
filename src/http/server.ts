import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** A listening HTTP server. Until it is told how to serve, it asks callers to come back. */
export interface HttpServer {
  /** The real port, also where 0 was asked for. */
  readonly port: number;
  serve(handler: RequestListener): void;
  /** Whether a shutdown has begun. */
  isClosing(): boolean;
  /** Takes no new connections and lets the requests in flight finish; what is left after the grace period is cut off. */
  close(): Promise<void>;
}

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  readonly graceMillis?: number;
}

const GRACE_MILLIS = 8000;
const TIMEOUTS = {
  // Longer than the idle timeout of the usual load balancers, which would otherwise send into a closed connection.
  keepAliveTimeout: 65_000,
  headersTimeout: 15_000,
  requestTimeout: 30_000,
  // Four cookies of 4,096 bytes are more than the 16 KiB that Node allows by default.
  maxHeaderSize: 64 * 1024,
} as const;

const NOT_SERVING = JSON.stringify({
  errors: [{ message: 'The server is starting or shutting down; try again.', extensions: { code: 'UNAVAILABLE' } }],
});

/** Listens on an address; rejects as node:http does, with EADDRINUSE where somebody else is there. */
export async function listen({ host, port, graceMillis = GRACE_MILLIS }: ListenOptions): Promise<HttpServer> {
  let handler: RequestListener = refuse;
  let closing: Promise<void> | null = null;
  const connections = new Connections();
  const server = createServer(TIMEOUTS, (req, res) => {
    connections.begin(res);
    res.once('close', () => {
      connections.finish(res);
      if (closing !== null) connections.closeIdle();
    });
    if (closing !== null) res.setHeader('connection', 'close');
    handler(req, res);
  });
  server.on('connection', (socket) => {
    connections.add(socket);
  });
  server.on('clientError', answerMalformed);
  await startListening(server, host, port);
  return {
    port: portOf(server),
    serve: (next) => {
      handler = next;
    },
    isClosing: () => closing !== null,
    close: () => (closing ??= drain(server, connections, graceMillis)),
  };
}

/** Says that nothing is served now, and that the connection is of no further use. */
export function refuse(_req: IncomingMessage, res: ServerResponse): void {
  res.writeHead(503, { 'content-type': 'application/json; charset=utf-8', 'retry-after': '1', connection: 'close' });
  res.end(NOT_SERVING);
}

/** Node's own `closeIdleConnections` leaves those open that have not sent anything yet, as browsers keep in reserve. */
class Connections {
  readonly #sockets = new Set<Socket>();
  readonly #inFlight = new Set<ServerResponse>();

  add(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
  }

  begin(response: ServerResponse): void {
    this.#inFlight.add(response);
  }

  finish(response: ServerResponse): void {
    this.#inFlight.delete(response);
  }

  /** Closes what no request runs on, and tells those that run that theirs is the last. */
  closeIdle(): void {
    const busy = new Set([...this.#inFlight].map(({ req }) => req.socket));
    for (const socket of this.#sockets) if (!busy.has(socket)) socket.destroySoon();
    for (const response of this.#inFlight) if (!response.headersSent) response.setHeader('connection', 'close');
  }
}

async function drain(server: Server, connections: Connections, graceMillis: number): Promise<void> {
  const timer = setTimeout(() => {
    server.closeAllConnections();
  }, graceMillis);
  try {
    await new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
      connections.closeIdle();
    });
  } finally {
    clearTimeout(timer);
  }
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
  const body = JSON.stringify({ errors: [{ message, extensions: { code: 'BAD_REQUEST' } }] });
  const head = `HTTP/1.1 ${status}\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}`;
  socket.end(`${head}\r\nconnection: close\r\n\r\n${body}`);
}
