import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import pg from 'pg';

import { copyBinaries, giveToUnprivilegedUser, type Owner } from './postgres-files.ts';

const run = promisify(execFile);

export interface TestPostgres {
  /** The database of the administrator, with user and password. */
  readonly connectionString: string;
  /** Runs SQL as the administrator, on a connection of its own. */
  query<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]>;
  /** Ends the server as a crash would; its data and its port stay. */
  halt(): Promise<void>;
  /** Ends the server in good order. */
  shutDown(): Promise<void>;
  /** Starts it again after `halt` or `shutDown`. */
  resume(): Promise<void>;
  /** `halt` and `resume`. */
  restart(): Promise<void>;
  /** Keeps a copy of its files as they are now, taken while it is shut down. */
  backUp(): Promise<void>;
  /** Its files are what was kept, as they were, or as a recovery or a promotion leaves them: on a timeline of their own. */
  restore(how: 'AS_IT_WAS' | 'RECOVERED'): Promise<void>;
  /** Ends the server, and deletes everything. */
  stop(): Promise<void>;
}

/** A real PostgreSQL, empty, on a free port of loopback and in a temporary folder; also where the tests run as root. */
export async function startPostgres(): Promise<TestPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'claimset-postgres-'));
  try {
    const server = await Server.create(folder);
    await server.resume();
    return server;
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

class Server implements TestPostgres {
  readonly #folder: string;
  readonly #owner: Owner;
  readonly #password: string;
  #port: number | undefined;
  #process: ChildProcess | undefined;
  readonly #onExit = (): void => {
    this.#process?.kill('SIGQUIT');
    rmSync(this.#folder, { recursive: true, force: true });
  };

  private constructor(folder: string, owner: Owner, password: string) {
    this.#folder = folder;
    this.#owner = owner;
    this.#password = password;
    process.once('exit', this.#onExit);
  }

  static async create(folder: string): Promise<Server> {
    const password = randomBytes(12).toString('hex');
    await copyBinaries(folder);
    await writeFile(join(folder, 'password'), password);
    const owner = await giveToUnprivilegedUser(folder);
    await run(
      join(folder, 'native/bin/initdb'),
      [
        `--pgdata=${join(folder, 'data')}`,
        `--pwfile=${join(folder, 'password')}`,
        '--auth=scram-sha-256',
        '--username=postgres',
        '--encoding=UTF8',
        '--locale=C',
        '--no-sync',
      ],
      { ...owner, cwd: folder },
    );
    return new Server(folder, owner, password);
  }

  get connectionString(): string {
    return `postgres://postgres:${this.#password}@127.0.0.1:${this.#port ?? 0}/postgres`;
  }

  async query<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]> {
    const client = new pg.Client({ connectionString: this.connectionString });
    await client.connect();
    try {
      return (await client.query<Row>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  async resume(): Promise<void> {
    if (this.#port !== undefined) {
      await this.#start(this.#port);
      return;
    }
    for (let attempts = 10; ; attempts -= 1) {
      const port = await freePort();
      try {
        await this.#start(port);
        this.#port = port;
        return;
      } catch (error) {
        // Another test may have taken the port meanwhile.
        if (attempts === 1 || !String(error).includes('could not bind')) throw error;
      }
    }
  }

  halt(): Promise<void> {
    return this.#end('SIGQUIT');
  }

  shutDown(): Promise<void> {
    return this.#end('SIGINT');
  }

  async backUp(): Promise<void> {
    await this.shutDown();
    await rm(join(this.#folder, 'kept'), { recursive: true, force: true });
    await run('cp', ['-a', join(this.#folder, 'data'), join(this.#folder, 'kept')]);
    await this.resume();
  }

  async restore(how: 'AS_IT_WAS' | 'RECOVERED'): Promise<void> {
    const data = join(this.#folder, 'data');
    await this.halt();
    await rm(data, { recursive: true });
    await run('cp', ['-a', join(this.#folder, 'kept'), data]);
    if (how === 'RECOVERED') {
      await writeFile(join(data, 'recovery.signal'), '');
      await appendFile(join(data, 'postgresql.auto.conf'), "restore_command = 'false'\n");
    }
    await this.resume();
  }

  async restart(): Promise<void> {
    await this.halt();
    await this.resume();
  }

  async stop(): Promise<void> {
    await this.halt();
    process.off('exit', this.#onExit);
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #end(signal: 'SIGQUIT' | 'SIGINT'): Promise<void> {
    const running = this.#process;
    this.#process = undefined;
    if (running?.exitCode !== null || running.signalCode !== null) return;
    const exited = once(running, 'exit');
    running.kill(signal);
    await exited;
  }

  async #start(port: number): Promise<void> {
    const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off', 'log_timezone=UTC'];
    const child = spawn(
      join(this.#folder, 'native/bin/postgres'),
      ['-D', join(this.#folder, 'data'), '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
      { ...this.#owner, cwd: this.#folder, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    await untilReady(child);
    this.#process = child;
  }
}

/** Resolves with the line that PostgreSQL writes when it accepts connections; rejects if it ends before. */
function untilReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      log = (log + text).slice(-10_000);
      if (log.includes('database system is ready to accept connections')) resolve();
    });
    child.once('error', reject);
    child.once('close', () => {
      reject(new Error(`PostgreSQL did not start:\n${log}`));
    });
  });
}

/** A port below those that the system gives to others unasked, so that it is still free after a restart. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(12_000, 32_000);
    const probe = createServer();
    const free = await new Promise<boolean>((resolve) => {
      probe.once('error', () => {
        resolve(false);
      });
      probe.listen(port, '127.0.0.1', () => {
        resolve(true);
      });
    });
    if (!free) continue;
    await new Promise((resolve) => probe.close(resolve));
    return port;
  }
}
