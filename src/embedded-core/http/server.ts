import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, isIPv6 } from 'node:net';

// Longer than clients keep idle connections, so that none is closed while a request is on its way.
const KEEP_ALIVE_MILLIS = 75_000;
const CLOSE_WITHIN_MILLIS = 5_000;

export interface Listening {
  readonly url: string;
  /** Refuses new connections, finishes the requests in flight; cuts off what takes too long. */
  close(): Promise<void>;
}

/** Serves a handler; rejects with the system's error where it cannot listen. */
export async function listen(handler: RequestListener, host: string, port: number): Promise<Listening> {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MILLIS }, handler);
  server.on('clientError', (_error, socket) => {
    if (socket.writable)
      socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 12\r\n\r\nBad Request\n');
    else socket.destroy();
  });
  server.listen(port, host);
  await once(server, 'listening');
  return { url: urlOf(server), close: () => close(server) };
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  const cutOff = setTimeout(() => {
    server.closeAllConnections();
  }, CLOSE_WITHIN_MILLIS);
  // A connection that was busy when closing began turns idle later.
  const sweep = setInterval(() => {
    server.closeIdleConnections();
  }, 20);
  await closed;
  clearTimeout(cutOff);
  clearInterval(sweep);
}

function urlOf(server: Server): string {
  const { address, port } = addressOf(server);
  return `http://${isIPv6(address) ? `[${address}]` : address}:${port}`;
}

function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no address');
  return address;
}
