import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { z } from 'zod';

const BUNDLES = fileURLToPath(new URL('../../node_modules/supertokens-web-js/bundle', import.meta.url));

/** Serves the single-page application, on an origin of its own. */
export async function startSpa(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const page = await readFile(join(import.meta.dirname, 'spa.html'));
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname === '/') response.setHeader('content-type', 'text/html').end(page);
    else
      void bundle(pathname.slice(1)).then((script) =>
        response.setHeader('content-type', 'text/javascript').end(script),
      );
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { url: `http://localhost:${portOf(server)}`, stop: () => stop(server) };
}

/** The SDK's own bundles; their names carry a hash. */
async function bundle(name: string): Promise<Buffer> {
  const file = (await readdir(BUNDLES)).find((one) => one.startsWith(name.replace(/js$/, '')));
  return file === undefined ? Buffer.alloc(0) : readFile(join(BUNDLES, file));
}

function portOf(server: Server): number {
  return z.object({ port: z.number() }).parse(server.address()).port;
}

async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
