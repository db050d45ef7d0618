import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Worker } from 'node:worker_threads';

import { expect, it } from 'vitest';
import { z } from 'zod';

import { listen } from '../../src/http/server.ts';

const CLOSINGS = 8;
const REQUESTS = 30;

const outcomes = z.object({ answered: z.number(), refused: z.number(), broken: z.number() });

/** Keeps the event loop busy, as a request does that is parsed, checked and executed. */
function beBusy(millis: number): void {
  const until = performance.now() + millis;
  while (performance.now() < until);
}

/** Serves a number of requests, which together need all the time there is, and closes. */
async function serveAndClose(port: number, requests: number): Promise<number> {
  const server = await listen({ host: '127.0.0.1', port });
  await new Promise<void>((resolve) => {
    let served = 0;
    server.serve((req: IncomingMessage, res: ServerResponse) => {
      req.resume();
      beBusy(2);
      // The second half waits for a core or a database, as it were.
      setTimeout(() => {
        beBusy(2);
        res.end();
        if (++served === requests) resolve();
      }, 8);
    });
  });
  await server.close();
  return server.port;
}

it('a server that has more to do than it can, and closes, answers or refuses, and breaks no connection', async () => {
  const first = await listen({ host: '127.0.0.1', port: 0 });
  await first.close();
  const clients = new Worker(new URL('drain-clients.mjs', import.meta.url), { workerData: first.port });
  for (let turn = 0; turn < CLOSINGS; turn += 1) await serveAndClose(first.port, REQUESTS);
  clients.postMessage('over');
  const { answered, broken } = outcomes.parse(((await once(clients, 'message')) as unknown[])[0]);
  await clients.terminate();
  expect(answered).toBeGreaterThanOrEqual(CLOSINGS * REQUESTS);
  // The kernel may take the processor away between the last look for connections and the end: about once in 30 closings
  // where twice as much runs as there are processors. Without that care it is two a closing, on a quiet machine.
  expect(broken).toBeLessThan(3);
});
