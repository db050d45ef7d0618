import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';

import { SWEEP_DELAYS_MILLIS } from '../schedule.ts';
import type { FromThread, OperationName, Request, Settled, ToThread } from './messages.ts';
import { type Operations, operations } from './operations.ts';
import { closePositions, openPositions } from './positions.ts';
import { damaged, isDamage, openSqlite, type Sqlite } from './sqlite.ts';

/** The one thread that has the file open: takes what is queued, commits it at once, answers. */
function serve(port: MessagePort, db: Sqlite): void {
  const known = operations(db, Date.now);
  openPositions(db);
  // Whoever had sent these writes is gone: they are looked at first.
  db.run(
    `UPDATE entries SET sweep_at_millis = 0, sweeps = 0
     WHERE sweep_at_millis IS NOT NULL AND (state = 'INTENDED' OR sweeps < ${SWEEP_DELAYS_MILLIS.length})`,
  );
  db.run('UPDATE pushes SET due_at_millis = 0');
  port.on('message', (first: ToThread) => {
    const messages = [first, ...queued(port)];
    const requests = messages.flatMap((message) => ('requests' in message ? message.requests : []));
    const settled = settleAll(db, known, requests);
    send(port, { answers: requests.map(({ id }, index) => ({ id, settled: settled[index] ?? LOST })) });
    if (!messages.some((message) => 'close' in message)) return;
    try {
      closePositions(db);
    } finally {
      db.close();
      port.close();
    }
  });
  send(port, { opened: true });
}

const LOST: Settled = { error: 'the answer is missing' };

function queued(port: MessagePort): ToThread[] {
  const messages: ToThread[] = [];
  for (;;) {
    const received: { message: ToThread } | undefined = receiveMessageOnPort(port);
    if (received === undefined) return messages;
    messages.push(received.message);
  }
}

/** Group commit. Where one of them fails, all is undone, and each runs again by itself. */
function settleAll(db: Sqlite, known: Operations, requests: readonly Request[]): readonly Settled[] {
  if (requests.every(({ name }) => name === 'query')) return requests.map((one) => settle(() => run(known, one)));
  try {
    return db.transaction(() => requests.map((one) => ({ value: run(known, one) })), requests.some(isDurable));
  } catch {
    return requests.map((one) => settle(() => db.transaction(() => run(known, one), isDurable(one))));
  }
}

/** That a mark or the time of a sweep is lost costs another look: these do not wait for the disk. */
const NOT_DURABLE: ReadonlySet<OperationName> = new Set([
  'query',
  'applied',
  'unanswered',
  'ending',
  'wake',
  'takeDue',
]);

function isDurable({ name }: Request): boolean {
  return !NOT_DURABLE.has(name);
}

function settle(work: () => unknown): Settled {
  try {
    return { value: work() };
  } catch (error) {
    return { error: String(error), isDamage: isDamage(error) };
  }
}

function run<K extends OperationName>(
  known: { [N in K]: (input: never) => unknown },
  { name, input }: Request<K>,
): unknown {
  return known[name](input as never);
}

function send(port: MessagePort, message: FromThread): void {
  port.postMessage(message);
}

function start(port: MessagePort, path: string): void {
  try {
    serve(port, openSqlite(path));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    send(port, { refused: isDamage(error) ? damaged(path, reason).message : reason });
    port.close();
  }
}

if (parentPort !== null) start(parentPort, String(workerData));
