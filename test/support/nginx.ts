import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { type IncomingHttpHeaders, request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { temporaryFolder } from './claimset.ts';

/** A real nginx, on a socket of its own. */
export interface TestNginx {
  readonly socketPath: string;
  /** Sends a request to it. */
  send(path: string, options?: { method?: string; headers?: Record<string, string> }): Promise<NginxAnswer>;
  stop(): Promise<void>;
}

export interface NginxAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Starts nginx with its default settings. `http`: what stands beside the server; `server`: what stands in it. */
export async function startNginx({ http, server }: { http: string; server: string }): Promise<TestNginx> {
  const folder = await temporaryFolder();
  const socketPath = join(folder, 'nginx.sock');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (of) => `${of}_temp_path ${folder}/${of};`,
  );
  const config = `
    daemon off; pid ${folder}/nginx.pid; error_log stderr;
    events {}
    http { access_log off; ${temporary.join(' ')} ${http} server { listen unix:${socketPath}; ${server} } }`;
  await writeFile(join(folder, 'nginx.conf'), config);
  const child = spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  for (let tries = 0; !existsSync(socketPath); tries += 1) {
    if (tries === 500 || child.exitCode !== null) throw new Error(`nginx does not start: ${output}`);
    await delay(10);
  }
  return {
    socketPath,
    send: (path, options = {}) => send(socketPath, path, options),
    stop: async () => {
      const closed = once(child, 'close');
      child.kill('SIGTERM');
      await closed;
    },
  };
}

async function send(
  socketPath: string,
  path: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> },
): Promise<NginxAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request({ socketPath, path, method, headers: { host: 'localhost', ...headers } }, (res) => {
      let body = '';
      res.setEncoding('utf8').on('data', (text: string) => (body += text));
      res.on('end', () => {
        resolve({ status: res.statusCode ?? 0, headers: res.headers, body });
      });
    });
    sent.on('error', reject);
    sent.end();
  });
}
