// Clients of a server in another thread: each sends its next request on a new connection as soon as the last is answered.
import { request } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';

const CLIENTS = 8;
const counts = { answered: 0, refused: 0, broken: 0 };
let isOver = false;

/** What became of a request: somebody who is refused may go elsewhere, somebody whose connection breaks may not. */
function send() {
  return new Promise((resolve) => {
    let hasConnected = false;
    const sent = request({ port: workerData, host: '127.0.0.1', method: 'POST', agent: false }, (res) => {
      res.resume().once('end', () => resolve('answered'));
    });
    sent.once('socket', (socket) => socket.once('connect', () => (hasConnected = true)));
    sent.once('error', () => resolve(hasConnected ? 'broken' : 'refused'));
    sent.end('{}');
  });
}

async function work() {
  while (!isOver) {
    const outcome = await send();
    counts[outcome] += 1;
    if (outcome === 'refused') await setTimeout(2);
  }
}

parentPort.once('message', () => (isOver = true));
void Promise.all(Array.from({ length: CLIENTS }, work)).then(() => parentPort.postMessage(counts));
