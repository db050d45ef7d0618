import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';

import type { Database } from '../database/database.ts';
import { openCoreDatabase } from '../database/open.ts';
import type { StoreOperations } from '../port.ts';
import { keyQueries } from '../tables/keys.ts';
import { metadataQueries } from '../tables/metadata.ts';
import { oneTimeTokenQueries } from '../tables/one-time-tokens.ts';
import { roleQueries } from '../tables/roles.ts';
import { sessionQueries } from '../tables/sessions.ts';
import { userQueries } from '../tables/users.ts';
import { runBatch } from './batch.ts';
import type { FromWorker, Request, ToWorker, WorkerInput } from './messages.ts';

/** The one thread that has the database open: takes what is queued, commits it at once, answers. */
function serve(port: MessagePort, database: Database): void {
  const handlers = allQueries(database);
  port.on('message', (message: ToWorker) => {
    const { requests, isClosing } = drain(port, message);
    const settled = runBatch(
      database,
      handlers,
      requests.map(({ operation }) => operation),
    );
    send(port, { answers: requests.flatMap(({ id }, index) => answer(id, settled[index])) });
    if (isClosing) close(port, database);
  });
  send(port, { opened: true });
}

function answer(
  id: number,
  settled: ReturnType<typeof runBatch>[number] | undefined,
): { id: number; settled: typeof settled & object }[] {
  return settled === undefined ? [] : [{ id, settled }];
}

function drain(port: MessagePort, first: ToWorker): { requests: Request[]; isClosing: boolean } {
  const requests: Request[] = [];
  let isClosing = false;
  let message: ToWorker | undefined = first;
  while (message !== undefined) {
    if ('close' in message) isClosing = true;
    else requests.push(...message.requests);
    message = nextMessage(port);
  }
  return { requests, isClosing };
}

function nextMessage(port: MessagePort): ToWorker | undefined {
  const received: { message: ToWorker } | undefined = receiveMessageOnPort(port);
  return received?.message;
}

function close(port: MessagePort, database: Database): void {
  database.close();
  send(port, { closed: true });
  port.close();
}

function send(port: MessagePort, message: FromWorker): void {
  port.postMessage(message);
}

function allQueries(database: Database): StoreOperations {
  return {
    ...sessionQueries(database),
    ...userQueries(database),
    ...oneTimeTokenQueries(database),
    ...metadataQueries(database),
    ...roleQueries(database),
    ...keyQueries(database),
  };
}

function start(port: MessagePort, { path }: WorkerInput): void {
  try {
    serve(port, openCoreDatabase(path));
  } catch (error) {
    send(port, { refused: error instanceof Error ? error.message : String(error) });
    port.close();
  }
}

// What the client gives is of its own making: both sides are compiled from one type.
if (parentPort !== null) start(parentPort, workerData as WorkerInput);
