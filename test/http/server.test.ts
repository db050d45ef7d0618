import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';

import { describe, expect, it } from 'vitest';

import { listen } from '../../src/http/server.ts';
import { startTiny } from './tiny-app.ts';

interface Answer {
  readonly status: number | undefined;
  readonly connection: string | undefined;
  readonly body: string;
}

/** A GET on a connection that is kept, as browsers and proxies do. */
function keepAlive(agent: Agent, url: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    get(url, { agent, headers: { 'apollo-require-preflight': '1' } }, (res: IncomingMessage) => {
      let body = '';
      res.on('data', (chunk: Buffer) => (body += chunk.toString()));
      res.on('end', () => {
        resolve({ status: res.statusCode, connection: res.headers.connection, body });
      });
    }).on('error', reject);
  });
}

/** A resolver that tells when it runs, and waits until it may answer. */
function gate() {
  let enter = (): void => undefined;
  let release = (): void => undefined;
  const entered = new Promise<void>((resolve) => (enter = resolve));
  const open = new Promise<void>((resolve) => (release = resolve));
  const slow = async (): Promise<string> => {
    enter();
    await open;
    return 'done';
  };
  return {
    slow,
    entered,
    release: () => {
      release();
    },
  };
}

describe('a server', () => {
  it('takes a free port, and says so before it serves', async () => {
    const server = await listen({ host: '127.0.0.1', port: 0 });
    try {
      expect(server.port).toBeGreaterThan(0);
      const early = await fetch(`http://127.0.0.1:${server.port}/`);
      expect(early.status).toBe(503);
      expect(await early.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAVAILABLE' } }] });
    } finally {
      await server.close();
    }
  });

  it('says that a port is in use', async () => {
    const first = await listen({ host: '127.0.0.1', port: 0 });
    await expect(listen({ host: '127.0.0.1', port: first.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await first.close();
  });
});

describe('a shutdown', () => {
  it('finishes the requests in flight, and takes no new connections', async () => {
    const { slow, entered, release } = gate();
    const { url, server } = await startTiny({ world: { slow } });
    const agent = new Agent({ keepAlive: true });
    const answer = keepAlive(agent, `${url}/graphql?query={slow}`);
    await entered;
    const closed = server.close();
    const state = (): Promise<string> =>
      fetch(url).then(
        () => 'served',
        (error: unknown) => String(error),
      );
    await expect.poll(state).toBe('TypeError: fetch failed');
    release();
    expect(await answer).toMatchObject({ status: 200, connection: 'close', body: '{"data":{"slow":"done"}}\n' });
    await closed;
    agent.destroy();
  });

  it('does not wait for connections that are idle', async () => {
    const { url, server } = await startTiny();
    const agent = new Agent({ keepAlive: true });
    expect(await keepAlive(agent, url)).toMatchObject({ status: 200, connection: 'keep-alive' });
    await server.close();
    agent.destroy();
  });

  it.each(['http://[::1', '//[::1/graphql', 'http://%'])('refuses the target %s, which is no URL', async (target) => {
    const { server } = await startTiny();
    const socket = connect(server.port, '127.0.0.1');
    socket.write(`GET ${target} HTTP/1.1\r\nhost: x\r\n\r\n`);
    expect(await text(socket)).toMatch(/^HTTP\/1.1 400 Bad Request[^]*"The target of the request is no valid URL."/);
  });

  it('does not wait for connections that have not asked for anything yet', async () => {
    const { server } = await startTiny();
    const socket = connect(server.port, '127.0.0.1');
    await once(socket, 'connect');
    // One answered request later the server has seen the connection too.
    await fetch(`http://127.0.0.1:${server.port}/health/live`);
    const started = performance.now();
    await server.close();
    expect(performance.now() - started).toBeLessThan(1000);
    socket.destroy();
  });

  it('serves what has arrived, also where nobody has accepted the connection yet', async () => {
    const { url, server } = await startTiny();
    const agent = new Agent({ maxSockets: Infinity });
    // All of them are on their way when the shutdown begins: this process has not had a turn to accept one.
    const answers = Array.from({ length: 100 }, () => keepAlive(agent, `${url}/graphql?query={caller}`));
    await Promise.all(
      Object.values(agent.sockets).flatMap((sockets = []) => sockets.map((socket) => once(socket, 'connect'))),
    );
    const closed = server.close();
    for (const answer of await Promise.all(answers)) {
      expect(answer).toMatchObject({ status: 200, connection: 'close', body: '{"data":{"caller":"nobody"}}\n' });
    }
    await closed;
  });

  it('waits for a request whose headers have arrived in part', async () => {
    const { server } = await startTiny({ lingerMillis: 0 });
    const socket = connect(server.port, '127.0.0.1');
    const answer = text(socket);
    socket.write('GET /health/live HTTP/1.1\r\nhost: x\r\n');
    // One answered request later the server has read it.
    await fetch(`http://127.0.0.1:${server.port}/health/live`);
    const closed = server.close();
    await setTimeout(50);
    socket.write('\r\n');
    expect(await answer).toMatch(/^HTTP\/1.1 200 OK[^]*connection: close[^]*"live"/i);
    await closed;
  });

  it('cuts off what does not end', async () => {
    const { slow, entered } = gate();
    const { url, server } = await startTiny({ world: { slow }, graceMillis: 50 });
    const agent = new Agent();
    const answer = keepAlive(agent, `${url}/graphql?query={slow}`);
    const failure = expect(answer).rejects.toMatchObject({ code: 'ECONNRESET' });
    await entered;
    await server.close();
    await failure;
  });

  it('is one, however often it is asked for', async () => {
    const { server } = await startTiny();
    expect(server.isClosing()).toBe(false);
    const first = server.close();
    expect(server.close()).toBe(first);
    expect(server.isClosing()).toBe(true);
    await first;
  });
});
