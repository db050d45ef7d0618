import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface Proxy {
  /** Leads to the same server, through the proxy. */
  readonly connectionString: string;
  /** From now on, what is asked arrives, and what is answered does not. */
  holdBackAnswers(): void;
  close(): Promise<void>;
}

/** A network between a client and PostgreSQL that can lose answers. */
export async function startProxy(connectionString: string): Promise<Proxy> {
  const url = new URL(connectionString);
  const port = Number(url.port);
  const upstreams = new Set<Socket>();
  const proxy = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    upstreams.add(upstream);
    client.pipe(upstream).pipe(client);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      from.on('error', () => undefined).on('close', () => to.destroy());
    }
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const address = proxy.address();
  if (typeof address === 'object' && address !== null) url.port = String(address.port);
  return {
    connectionString: url.href,
    holdBackAnswers: () => {
      for (const upstream of upstreams) upstream.unpipe();
    },
    close: async () => {
      for (const upstream of upstreams) upstream.destroy();
      proxy.close();
      await once(proxy, 'close');
    },
  };
}
