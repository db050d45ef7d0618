import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

import { exportJWK, generateKeyPair, type JWTHeaderParameters, SignJWT } from 'jose';

import type { ChangeEvent } from '../../src/guard/wire.ts';

/** What a guard sees of Claimset, as a test wants it: the keys, the feed and `/authz`, over real HTTP. */
export interface FakeClaimset {
  readonly url: string;
  /** What `Last-Event-ID` each connection to the feed brought; null for none. */
  readonly connections: (string | null)[];
  /** The access tokens that `/authz` was asked for. */
  readonly asked: string[];
  /** What the feed is to do for a new connection. */
  onConnect: (feed: FakeFeed) => void;
  /** The feed of the newest connection. */
  feed(): FakeFeed;
  /** What `/authz` answers: a version with 200, or a status. */
  authz: (accessToken: string) => { readonly version: string } | { readonly status: number; readonly code?: string };
  feedStatus: number;
  keysStatus: number;
  /** An access token as SuperTokens makes them; what is given replaces members, undefined leaves them out. */
  token(payload?: Record<string, unknown>, header?: Partial<JWTHeaderParameters>): Promise<string>;
  close(): Promise<void>;
}

/** One connection to the feed. */
export interface FakeFeed {
  change(change: Partial<ChangeEvent>): void;
  clock(
    event: 'ready' | 'heartbeat',
    clock?: { lagMillis?: number; lifetimeMillis?: number; behindMillis?: number },
  ): void;
  send(text: string): void;
  end(): void;
}

const KID = 'd-1';

/** Making one takes a second. */
let keyPair: ReturnType<typeof generateKeyPair> | undefined;

export async function startFakeClaimset(): Promise<FakeClaimset> {
  keyPair ??= generateKeyPair('RS256');
  const { privateKey, publicKey } = await keyPair;
  const jwk = { ...(await exportJWK(publicKey)), kid: KID, alg: 'RS256', use: 'sig' };
  const feeds: FakeFeed[] = [];
  const server = createServer((req, res) => {
    serve(fake, feeds, jwk, req, res);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const fake: FakeClaimset = {
    url: `http://127.0.0.1:${address.port}`,
    connections: [],
    asked: [],
    onConnect: (feed) => {
      feed.clock('ready');
    },
    feed: () => {
      const newest = feeds.at(-1);
      if (newest === undefined) throw new Error('nobody is connected to the feed');
      return newest;
    },
    authz: () => ({ status: 500 }),
    feedStatus: 200,
    keysStatus: 200,
    token: (payload = {}, header = {}) =>
      new SignJWT({ ...tokenMembers(), ...payload })
        .setProtectedHeader({ alg: 'RS256', typ: 'JWT', version: '5', kid: KID, ...header })
        .sign(privateKey),
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
  return fake;
}

function tokenMembers() {
  const now = Math.floor(Date.now() / 1000);
  const members = { sub: 'user-1', rsub: 'user-1', tId: 'public', sessionHandle: 'session-1', iat: now };
  return { ...members, exp: now + 3600, refreshTokenHash1: 'h', parentRefreshTokenHash1: null, antiCsrfToken: null };
}

function serve(fake: FakeClaimset, feeds: FakeFeed[], jwk: object, req: IncomingMessage, res: ServerResponse): void {
  if (req.url === '/auth/jwt/jwks.json') {
    res.writeHead(fake.keysStatus, { 'content-type': 'application/json' }).end(JSON.stringify({ keys: [jwk] }));
  } else if (req.url === '/authz') {
    const accessToken = (req.headers.authorization ?? '').replace('Bearer ', '');
    fake.asked.push(accessToken);
    const answer = fake.authz(accessToken);
    if ('version' in answer) res.writeHead(200, { 'x-claims-version': answer.version }).end('{}');
    else res.writeHead(answer.status).end(JSON.stringify({ code: answer.code }));
  } else if (req.url === '/changes' && fake.feedStatus === 200) {
    fake.connections.push(req.headers['last-event-id']?.toString() ?? null);
    res.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
    const feed = feedOn(res);
    feeds.push(feed);
    fake.onConnect(feed);
  } else res.writeHead(req.url === '/changes' ? fake.feedStatus : 404).end();
}

let position = 0;

function feedOn(res: ServerResponse): FakeFeed {
  const send = (event: string, data: object): void => {
    position += 1;
    res.write(`id: ${position}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  return {
    change: (change) => {
      send('change', {
        ...{ handle: 'session-1', userId: 'user-1', kind: 'CHANGED', takesAway: false },
        ...{ previousVersion: null, version: null, marker: null, ...change },
      });
    },
    clock: (event, { lagMillis = 0, lifetimeMillis = 3_600_000, behindMillis = 0 } = {}) => {
      const nowMillis = Date.now() - behindMillis;
      send(event, { nowMillis, completeUntilMillis: nowMillis - lagMillis, tokenLifetimeMillis: lifetimeMillis });
    },
    send: (text) => void res.write(text),
    end: () => res.end(),
  };
}
