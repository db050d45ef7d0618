import type { Server, ServerResponse } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import { setImmediate, setTimeout as delay } from 'node:timers/promises';

/** Turns of the event loop in a row without a new connection, after which none waits to be accepted. */
const QUIET_TURNS = 3;
/** A flood of new connections must not keep the server from closing. */
const MOST_TURNS = 1000;

/** How long a shutdown waits, and for what. */
export interface DrainLimits {
  /** Then all that is left is cut off. */
  readonly graceMillis: number;
  /** How long connections are kept on which nothing has arrived yet. */
  readonly lingerMillis: number;
}

/**
 * The connections of a server, and which of them are idle. Node's own `closeIdleConnections` leaves those open that have
 * not sent anything yet, as browsers keep in reserve, and closes those of which it has read only a part of the headers.
 */
export class Connections {
  /** How much had been read of each when its last request ended. */
  readonly #bytesRead = new Map<Socket, number>();
  readonly #inFlight = new Set<ServerResponse>();
  #isDraining = false;
  #seen = 0;

  /** How many there have been. */
  get seen(): number {
    return this.#seen;
  }

  add(socket: Socket): void {
    this.#seen += 1;
    this.#bytesRead.set(socket, 0);
    socket.once('close', () => this.#bytesRead.delete(socket));
  }

  begin(response: ServerResponse): void {
    this.#inFlight.add(response);
  }

  finish(response: ServerResponse): void {
    this.#inFlight.delete(response);
    const { socket } = response.req;
    if (this.#bytesRead.has(socket)) this.#bytesRead.set(socket, socket.bytesRead);
    if (this.#isDraining) this.closeIdle();
  }

  /** Tells those that wait for an answer that it is the last on their connection. */
  announceEnd(): void {
    for (const response of this.#inFlight) if (!response.headersSent) response.setHeader('connection', 'close');
  }

  /** Closes what no request runs on or has begun to arrive on, from now on. */
  closeIdle(): void {
    this.#isDraining = true;
    const busy = new Set([...this.#inFlight].map(({ req }) => req.socket));
    for (const [socket, read] of this.#bytesRead) {
      if (!busy.has(socket) && socket.bytesRead === read) socket.destroySoon();
    }
  }
}

/**
 * Ends a server without breaking off what has arrived. The connections that the system has made and nobody has accepted
 * would be reset with the listening socket, and those whose request is still being read with their own.
 */
export async function drain(server: Server, connections: Connections, limits: DrainLimits): Promise<void> {
  const timer = setTimeout(() => {
    server.closeAllConnections();
  }, limits.graceMillis);
  try {
    connections.announceEnd();
    await acceptWaiting(connections);
    const closed = new Promise<void>((resolve) => {
      // Node's own for HTTP would close at once whatever it takes for idle.
      NetServer.prototype.close.call(server, () => {
        resolve();
      });
    });
    await Promise.race([closed, delay(limits.lingerMillis, undefined, { ref: false })]);
    connections.closeIdle();
    await closed;
    // What it does besides: it ends its search for connections that are too slow.
    server.close();
  } finally {
    clearTimeout(timer);
  }
}

async function acceptWaiting(connections: Connections): Promise<void> {
  let quietTurns = 0;
  for (let turn = 0; turn < MOST_TURNS && quietTurns < QUIET_TURNS; turn += 1) {
    const { seen } = connections;
    await setImmediate();
    quietTurns = connections.seen === seen ? quietTurns + 1 : 0;
  }
}
