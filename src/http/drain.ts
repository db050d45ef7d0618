import type { Server, ServerResponse } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import { setImmediate, setTimeout as delay } from 'node:timers/promises';

/** Turns of the event loop in a row without a new connection, after which none waits to be accepted. */
const QUIET_TURNS = 3;
/** In a turn that is no longer than this, hardly anybody connects after it has looked for connections. */
const SHORT_TURN_MILLIS = 0.3;
/** So long such turns are waited for. */
const ACCEPT_MILLIS = 500;

/** How long a shutdown waits, and for what. */
export interface DrainLimits {
  /** Then all that is left is cut off. */
  readonly graceMillis: number;
  /** How long connections are kept on which nothing has arrived yet. */
  readonly lingerMillis: number;
}

interface Connection {
  /** How much had been read of it when its last request ended. */
  bytesRead: number;
  readonly inFlight: ServerResponse[];
}

/**
 * The connections of a server, and which of them are idle. Node's own `closeIdleConnections` leaves those open that have
 * not sent anything yet, as browsers keep in reserve, and closes those of which it has read only a part of the headers.
 * A single set of all responses would let each of them outlive its request: what a set leaves behind when it grows keeps
 * what was in it for the next collection.
 */
export class Connections {
  readonly #connections = new Map<Socket, Connection>();
  #isDraining = false;
  #seen = 0;

  /** How many there have been. */
  get seen(): number {
    return this.#seen;
  }

  add(socket: Socket): void {
    this.#seen += 1;
    this.#connections.set(socket, { bytesRead: 0, inFlight: [] });
    socket.once('close', () => this.#connections.delete(socket));
  }

  begin(response: ServerResponse): void {
    this.#connections.get(response.req.socket)?.inFlight.push(response);
  }

  finish(response: ServerResponse): void {
    const { socket } = response.req;
    const connection = this.#connections.get(socket);
    if (connection !== undefined) {
      connection.inFlight.splice(connection.inFlight.indexOf(response), 1);
      connection.bytesRead = socket.bytesRead;
    }
    if (this.#isDraining) this.closeIdle();
  }

  /** Tells those that wait for an answer that it is the last on their connection. */
  announceEnd(): void {
    for (const { inFlight } of this.#connections.values())
      for (const response of inFlight) if (!response.headersSent) response.setHeader('connection', 'close');
  }

  /** Closes what no request runs on or has begun to arrive on, from now on. */
  closeIdle(): void {
    this.#isDraining = true;
    for (const [socket, { bytesRead, inFlight }] of this.#connections) {
      if (inFlight.length === 0 && socket.bytesRead === bytesRead) socket.destroySoon();
    }
  }
}

/** Where requests pass to those who answer them, and wait for a moment while a server closes. */
export class Turnstile {
  #waiting: (() => void)[] | null = null;

  pass(work: () => void): void {
    if (this.#waiting === null) work();
    else this.#waiting.push(work);
  }

  hold(): void {
    this.#waiting ??= [];
  }

  open(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    for (const work of waiting) work();
  }
}

/** What a server closes with. */
export interface Closing {
  readonly connections: Connections;
  readonly turnstile: Turnstile;
  readonly limits: DrainLimits;
}

/**
 * Ends a server without breaking off what has arrived. The connections that the system has made and nobody has accepted
 * would be reset with the listening socket, and those whose request is still being read with their own.
 */
export async function drain(server: Server, { connections, turnstile, limits }: Closing): Promise<void> {
  const timer = setTimeout(() => {
    server.closeAllConnections();
  }, limits.graceMillis);
  try {
    connections.announceEnd();
    turnstile.hold();
    await acceptWaiting(connections);
    const closed = new Promise<void>((resolve) => {
      // Node's own for HTTP would close at once whatever it takes for idle.
      NetServer.prototype.close.call(server, () => {
        resolve();
      });
    });
    turnstile.open();
    await Promise.race([closed, delay(limits.lingerMillis, undefined, { ref: false })]);
    // Timers come before what has arrived: a request may be there that has not been read.
    await setImmediate();
    await setImmediate();
    connections.closeIdle();
    await closed;
    // What it does besides: it ends its search for connections that are too slow.
    server.close();
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Node accepts one connection in each turn of the event loop. So this waits until none is there, and for a turn in which
 * little else was done: the listening socket is closed at its end, and whoever connects in between is reset.
 */
async function acceptWaiting(connections: Connections): Promise<void> {
  const until = performance.now() + ACCEPT_MILLIS;
  for (let [begun, quietTurns] = [performance.now(), 0]; begun < until;) {
    const { seen } = connections;
    await setImmediate();
    const now = performance.now();
    quietTurns = connections.seen === seen ? quietTurns + 1 : 0;
    if (quietTurns >= QUIET_TURNS && now - begun < SHORT_TURN_MILLIS) return;
    begun = now;
  }
}
