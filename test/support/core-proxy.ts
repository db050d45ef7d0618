import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What becomes of a call to the core. */
export type Fate =
  | 'pass'
  | 'answer 500'
  | 'hang'
  | 'close before'
  | 'close after'
  /** A gateway answers in its place, with 200. */
  | { readonly body: string; readonly type: string }
  /** Reaches the core only after so many milliseconds. */
  | number;

/** A proxy in front of a core, which counts calls and can do to them what networks do. */
export interface CoreProxy {
  readonly url: string;
  /** `METHOD /path` of each call that has come in, the tenant and the query left out. */
  readonly calls: readonly string[];
  /** Forgets the calls so far. */
  forget(): void;
  /** Decides about each call from now on. */
  decide(fate: (call: string) => Fate): void;
  /** Lets go of the calls that hang: they reach the core now. */
  letGo(): void;
  /** As if the core's machine were gone: connections are refused until it starts again, on the same port. */
  down(): Promise<void>;
  up(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a proxy in front of the core at `target`. */
export async function startCoreProxy(target: string): Promise<CoreProxy> {
  const calls: string[] = [];
  const hanging = new Set<() => void>();
  let fateOf: (call: string) => Fate = () => 'pass';
  const handle = (req: IncomingMessage, res: ServerResponse): void => {
    const call = `${req.method ?? ''} ${(req.url ?? '').replace(/\?.*$/, '').replace(/^\/public\//, '/')}`;
    calls.push(call);
    const fate = fateOf(call);
    if (fate === 'close before') req.socket.destroy();
    else if (fate === 'answer 500') res.writeHead(500).end('internal error');
    else if (fate === 'hang')
      hanging.add(() => {
        forward(target, req, res, false);
      });
    else if (typeof fate === 'object') res.writeHead(200, { 'content-type': fate.type }).end(fate.body);
    else if (typeof fate === 'number')
      setTimeout(() => {
        forward(target, req, res, false);
      }, fate);
    else forward(target, req, res, fate === 'close after');
  };
  let server = createServer(handle);
  const port = await listen(server, 0);
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    forget: () => {
      calls.length = 0;
    },
    decide: (fate) => {
      fateOf = fate;
    },
    letGo: () => {
      for (const go of hanging) go();
      hanging.clear();
    },
    down: () => stop(server),
    up: async () => {
      server = createServer(handle);
      await listen(server, port);
    },
    close: () => stop(server),
  };
}

function forward(target: string, req: IncomingMessage, res: ServerResponse, isAnswerLost: boolean): void {
  // As SuperTokens' core, which knows no deadlines: what is late lands all the same.
  const headers = { ...req.headers };
  delete headers['x-write-deadline'];
  const upstream = request(target + (req.url ?? ''), { method: req.method, headers }, (answer) => {
    if (isAnswerLost) {
      answer.resume().once('end', () => req.socket.destroy());
      return;
    }
    res.writeHead(answer.statusCode ?? 500, answer.headers);
    answer.pipe(res);
  });
  upstream.once('error', () => req.socket.destroy());
  req.pipe(upstream);
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}
