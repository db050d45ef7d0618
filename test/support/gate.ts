import { createServer, request } from 'node:http';

/** A proxy in front of Claimset, which can shut single paths. */
export interface Gate {
  readonly url: string;
  /** Paths that are shut: what runs on them is cut, and nothing new is let through. */
  shut(...paths: readonly string[]): void;
  /** How many requests came for a path. */
  count(path: string): number;
  close(): Promise<void>;
}

export async function startGate(target: string): Promise<Gate> {
  let closed: readonly string[] = [];
  const counts = new Map<string, number>();
  const cuts = new Map<() => void, string>();
  const server = createServer((req, res) => {
    const path = req.url?.split('?')[0] ?? '';
    counts.set(path, (counts.get(path) ?? 0) + 1);
    const cut = (): void => {
      res.destroy();
    };
    if (closed.includes(path)) {
      cut();
      return;
    }
    cuts.set(cut, path);
    res.once('close', () => cuts.delete(cut));
    const { method, headers } = req;
    const onward = request(
      new URL(req.url ?? '/', target),
      { ...(method === undefined ? {} : { method }), headers },
      (answer) => {
        res.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(res);
      },
    );
    onward.on('error', cut);
    res.once('close', () => onward.destroy());
    req.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    shut: (...paths) => {
      closed = paths;
      for (const [cut, path] of cuts) if (paths.includes(path)) cut();
    },
    count: (path) => counts.get(path) ?? 0,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
