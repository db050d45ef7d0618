import { connect, createServer, type Server, type Socket } from 'node:net';

/** A way to a PostgreSQL on which the test sees what is asked, and holds an answer until it has done something else. */
export interface PostgresGate {
  readonly connectionString: string;
  /**
   * Waits until the answer to a query with this text is there, complete, on its way to whoever has asked; it goes on when
   * `meanwhile` has been done. Only the next one.
   */
  holdAnswerTo(text: string, meanwhile: () => Promise<void> | void): Promise<void>;
  close(): Promise<void>;
}

interface Hold {
  readonly text: string;
  readonly meanwhile: () => Promise<void> | void;
  readonly done: (result: Promise<void>) => void;
}

/** `ReadyForQuery`, with which each answer ends, in whatever state the transaction is. */
const READY = Buffer.from([0x5a, 0, 0, 0, 5]);

/** Starts it in front of the PostgreSQL at this address. */
export async function startPostgresGate(target: string): Promise<PostgresGate> {
  const { hostname, port } = new URL(target);
  let hold: Hold | undefined;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    let held: { readonly by: Hold; readonly chunks: Buffer[] } | undefined;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.once('error', () => undefined);
    }
    client
      .once('close', () => upstream.destroy())
      .on('data', (query) => {
        if (hold !== undefined && query.includes(hold.text)) {
          held = { by: hold, chunks: [] };
          hold = undefined;
        }
        upstream.write(query);
      });
    let delivered: Promise<unknown> | undefined;
    upstream.on('data', (answer) => {
      if (held === undefined) {
        // What comes after the answer that is held, as the end of the connection, is read after it.
        if (delivered === undefined) client.write(answer);
        else void delivered.then(() => client.write(answer));
        return;
      }
      held.chunks.push(answer);
      const whole = Buffer.concat(held.chunks);
      if (!whole.subarray(-6, -1).equals(READY)) return;
      const { meanwhile, done } = held.by;
      held = undefined;
      const isDone = Promise.resolve(meanwhile()).finally(() => client.write(whole));
      delivered = isDone.catch(() => undefined);
      done(isDone);
    });
    upstream.once('close', () => void Promise.resolve(delivered).then(() => client.end()));
  });
  const url = new URL(target);
  url.port = String(await listen(server));
  return {
    connectionString: url.href,
    holdAnswerTo: (text, meanwhile) =>
      new Promise((resolve, reject) => {
        hold = { text, meanwhile, done: (result) => void result.then(resolve, reject) };
      }),
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => {
          resolve();
        });
      }),
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('it listens on no port'));
      else resolve(address.port);
    });
  });
}
