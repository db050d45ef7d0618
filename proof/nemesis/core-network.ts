import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { z } from 'zod';

/** A request to the core, as far as it matters here. */
export interface CoreCall {
  /** `METHOD /path`, the tenant and the query left out. */
  readonly call: string;
  /** Whose row of the core it writes, a session or a user; null for all that writes no claims. */
  readonly row: string | null;
}

/**
 * What becomes of a request. `late`: it reaches the core only after so many newer writes of the same row have been
 * acknowledged; `isCut`: whoever sent it is told at once that the connection has broken.
 */
export type Fate =
  'pass' | 'lost' | 'answer lost' | { readonly kind: 'late'; readonly afterNewer: number; readonly isCut: boolean };

/** A network before a core, in which writes land late, on top of newer ones, also long after their sender has died. */
export interface CoreNetwork {
  readonly url: string;
  /** Decides about each request from now on. */
  decide(fate: (call: CoreCall) => Fate): void;
  /** How many writes have landed late so far, and how many are still held. */
  readonly landedLate: number;
  readonly held: number;
  /** Resolves as soon as a write is held. */
  untilHeld(): Promise<void>;
  /** Lets everything land that is held. */
  landAll(): Promise<void>;
  /** As if the core's machine were gone, and back on the same port. What is held stays held. */
  down(): Promise<void>;
  up(): Promise<void>;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: Buffer;
}

interface Held {
  readonly row: string | null;
  readonly afterNewer: number;
  readonly land: () => Promise<void>;
  newer: number;
}

/** Starts it in front of the core at `target`. */
export async function startCoreNetwork(target: string): Promise<CoreNetwork> {
  const network = new Network(target);
  await network.up();
  return network;
}

class Network implements CoreNetwork {
  readonly #target: string;
  readonly #held = new Set<Held>();
  readonly #waiting = new Set<() => void>();
  #fateOf: (call: CoreCall) => Fate = () => 'pass';
  #server: Server | undefined;
  #port = 0;
  landedLate = 0;

  constructor(target: string) {
    this.#target = target.replace(/\/+$/, '');
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get held(): number {
    return this.#held.size;
  }

  decide(fate: (call: CoreCall) => Fate): void {
    this.#fateOf = fate;
  }

  async untilHeld(): Promise<void> {
    if (this.#held.size > 0) return;
    await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }

  async landAll(): Promise<void> {
    await Promise.all([...this.#held].map((one) => this.#land(one)));
  }

  async up(): Promise<void> {
    const server = createServer((req, res) => {
      this.#handle(req, res).catch(() => req.socket.destroy());
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#port, '127.0.0.1', resolve);
    });
    this.#server = server;
    this.#port = (server.address() as AddressInfo).port;
  }

  async down(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    await new Promise<void>((resolve) => {
      if (server === undefined) resolve();
      server?.close(() => {
        resolve();
      });
      server?.closeAllConnections();
    });
  }

  close(): Promise<void> {
    return this.down();
  }

  async #handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(Buffer.from(chunk as Uint8Array));
    const body = Buffer.concat(chunks);
    const call = callOf(req, body);
    const fate = this.#fateOf(call);
    if (fate === 'lost') {
      req.socket.destroy();
      return;
    }
    if (typeof fate === 'object') {
      if (fate.isCut) req.socket.destroy();
      this.#hold(call.row, fate.afterNewer, async () => {
        answerWith(res, await this.#forward(req, body));
      });
      return;
    }
    const answer = await this.#forward(req, body);
    if (call.row !== null && answer.status === 200) this.#acknowledged(call.row);
    if (fate === 'answer lost') req.socket.destroy();
    else answerWith(res, answer);
  }

  #hold(row: string | null, afterNewer: number, land: () => Promise<void>): void {
    this.#held.add({ row, afterNewer, land, newer: 0 });
    for (const tell of this.#waiting) tell();
    this.#waiting.clear();
  }

  #acknowledged(row: string): void {
    for (const held of this.#held) {
      if (held.row !== row) continue;
      held.newer += 1;
      if (held.newer >= held.afterNewer) void this.#land(held);
    }
  }

  async #land(held: Held): Promise<void> {
    if (!this.#held.delete(held)) return;
    await held.land();
    this.landedLate += 1;
  }

  #forward(req: IncomingMessage, body: Buffer): Promise<Answer> {
    // SuperTokens' core knows nothing of deadlines: what is late is not refused.
    const headers = {
      ...without(req.headers, ['x-write-deadline', 'transfer-encoding']),
      'content-length': body.length,
    };
    return new Promise((resolve, reject) => {
      const options = { method: req.method ?? 'GET', headers, agent: false };
      const upstream = request(this.#target + (req.url ?? ''), options, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.once('error', reject);
        answer.once('end', () => {
          resolve({ status: answer.statusCode ?? 500, headers: answer.headers, body: Buffer.concat(chunks) });
        });
      });
      upstream.once('error', reject);
      upstream.end(body);
    });
  }
}

function answerWith(res: ServerResponse, { status, headers, body }: Answer): void {
  if (res.destroyed) return;
  res.writeHead(status, { ...without(headers, ['transfer-encoding']), 'content-length': body.length }).end(body);
}

function without<T>(headers: Readonly<Record<string, T>>, names: readonly string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));
}

const written = z.union([
  z.object({ sessionHandle: z.string() }).transform(({ sessionHandle }) => sessionHandle),
  z.object({ accessToken: z.string() }).transform(({ accessToken }) => handleOf(accessToken)),
  z.object({ userId: z.string() }).transform(({ userId }) => userId),
]);
const WRITES = ['POST /recipe/session/regenerate', 'PUT /recipe/jwt/data', 'PUT /recipe/user/metadata'];
/** A fresh token of what is stored: it writes nothing. */
const payloadSent = z.object({ userDataInJWT: z.unknown() });

function callOf({ method = '', url = '' }: IncomingMessage, body: Buffer): CoreCall {
  const call = `${method} ${url.replace(/\?.*$/, '').replace(/^\/public\//, '/')}`;
  if (!WRITES.includes(call)) return { call, row: null };
  const json: unknown = JSON.parse(body.toString());
  const isRead = call.endsWith('/regenerate') && payloadSent.safeParse(json).data?.userDataInJWT === undefined;
  return { call, row: isRead ? null : (written.safeParse(json).data ?? null) };
}

function handleOf(accessToken: string): string {
  const [, payload = ''] = accessToken.split('.');
  return z.object({ sessionHandle: z.string() }).parse(JSON.parse(Buffer.from(payload, 'base64url').toString()))
    .sessionHandle;
}
