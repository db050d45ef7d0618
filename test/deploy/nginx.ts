import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';

import { temporaryFolder } from '../support/claimset.ts';
import { startCommand } from '../support/process.ts';

/** A real nginx with `deploy/nginx/claimset.conf`. */
export interface TestNginx {
  readonly url: string;
  /** What it has complained of: of one process that is away, for example. */
  errors(): readonly string[];
  stop(): Promise<void>;
}

const CONFIG = join(import.meta.dirname, '../../deploy/nginx/claimset.conf');

/** Starts it before two processes; only the ports are others than in the file. */
export async function startNginx(processes: readonly [string, string]): Promise<TestNginx> {
  const folder = await temporaryFolder();
  const port = await freePort();
  const [one, other] = processes.map((url) => new URL(url).port);
  const site = readFileSync(CONFIG, 'utf8')
    .replace('listen 80;', `listen 127.0.0.1:${port};`)
    .replace('127.0.0.1:4001', `127.0.0.1:${one ?? ''}`)
    .replace('127.0.0.1:4002', `127.0.0.1:${other ?? ''}`);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `  ${name}_temp_path ${folder}/${name};\n`,
  );
  const file = join(folder, 'nginx.conf');
  await writeFile(
    file,
    `daemon off;\npid ${folder}/pid;\nerror_log stderr notice;\nevents {}\nhttp {\n  access_log off;\n${temporary.join('')}${site}}\n`,
  );
  const nginx = startCommand('nginx', ['-p', folder, '-e', 'stderr', '-c', file], {}, folder);
  await nginx.line(/start worker process \d/);
  return {
    url: `http://127.0.0.1:${port}`,
    errors: () =>
      nginx
        .output()
        .split('\n')
        .filter((line) => /\[(error|crit|alert)\]/.test(line)),
    stop: async () => {
      await nginx.stop('SIGQUIT');
    },
  };
}

/** A port that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  });
}
