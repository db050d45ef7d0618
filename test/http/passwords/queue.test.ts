import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';

import express from 'express';
import { describe, expect, it, onTestFinished } from 'vitest';

import { networkOf, queuePasswords } from '../../../src/http/passwords/queue.ts';

/** A server whose work is done when the test says so. */
async function startGated() {
  const begun: (() => void)[] = [];
  const handler = queuePasswords(
    (_req, res) =>
      new Promise<void>((resolve) => {
        begun.push(() => {
          res.end('done');
          resolve();
        });
      }),
    { atATime: 1, waitingOfOne: 1, waiting: 5 },
  );
  const server = express().use(handler).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const ask = (path = '/auth/signin', localAddress = '127.0.0.1', method = 'POST'): ClientRequest =>
    request({ host: '127.0.0.1', port, path, method, localAddress, agent: false })
      .on('error', () => undefined)
      .end();
  return { begun, ask };
}

async function answerTo(asked: ClientRequest): Promise<IncomingMessage> {
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  return answer;
}

describe('sign-ins that wait', () => {
  it('are refused with 429 and a time to come back where too many of one address wait, and of no other', async () => {
    const { begun, ask } = await startGated();
    const first = answerTo(ask());
    await expect.poll(() => begun.length).toBe(1);
    const others = [answerTo(ask()), answerTo(ask())];
    const refused = await Promise.race(others);
    expect(refused.statusCode).toBe(429);
    expect(refused.headers['retry-after']).toBe('1');
    const body: unknown = JSON.parse(Buffer.concat(await refused.toArray()).toString());
    expect(body).toMatchObject({ errors: [{ extensions: { code: 'RATE_LIMITED' } }] });
    const elsewhere = answerTo(ask('/auth/signin', '127.0.0.2'));
    for (const turn of [0, 1, 2]) {
      await expect.poll(() => begun.length).toBe(turn + 1);
      begun[turn]?.();
    }
    expect([(await first).statusCode, (await elsewhere).statusCode]).toEqual([200, 200]);
  });

  it('are forgotten when their client hangs up, and begun work keeps its place until it is done', async () => {
    const { begun, ask } = await startGated();
    const first = ask();
    await expect.poll(() => begun.length).toBe(1);
    const gone = ask('/auth/signin', '127.0.0.2');
    const third = answerTo(ask('/auth/signin', '127.0.0.3'));
    await once(gone, 'finish');
    gone.destroy();
    first.destroy();
    // Only an answer of another route shows that the server has seen both go.
    const seen = answerTo(ask('/elsewhere'));
    await expect.poll(() => begun.length).toBe(2);
    begun[1]?.();
    await seen;
    begun[0]?.();
    await expect.poll(() => begun.length).toBe(3);
    begun[2]?.();
    expect((await third).statusCode).toBe(200);
  });

  it.each(['/auth/signin', '/auth/signup/', '/AUTH/SignIn', '/auth/public/signin', '/auth/user/password/reset'])(
    'wait at %s',
    async (path) => {
      const { begun, ask } = await startGated();
      ask();
      await expect.poll(() => begun.length).toBe(1);
      ask('/auth/signin');
      expect((await answerTo(ask(path))).statusCode).toBe(429);
      ask('/auth/session/refresh');
      await expect.poll(() => begun.length).toBe(2);
    },
  );
});

describe('the network of an address', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['203.0.113.7:51234', '203.0.113.7'],
    ['[2001:db8:1:2:3:4:5:6]:51234', '2001:db8:1:2::/64'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:0db8::1', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
  ])('of %s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
