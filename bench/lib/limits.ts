import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';

import Database from 'libsql';

import { Connections } from './http.ts';
import { loadFor } from './load.ts';

/** What this machine can do at all, a second. */
export interface Limits {
  /** RSA-2048 signatures of one thread. */
  readonly signatures: number;
  /** The same of all threads of the pool. */
  readonly signaturesOfAll: number;
  /** Transactions that are on the disk. */
  readonly commits: number;
  /** Requests that bare node:http answers, over 16 connections. */
  readonly requests: number;
}

const SIGNERS = 16;
const CONNECTIONS = 16;
const DATA = Buffer.alloc(500, 'x');

/** Measures the limits, each for some time. */
export async function measureLimits(millis: number, folder: string): Promise<Limits> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const signAsync = promisify<string, Buffer, typeof privateKey, Buffer>(sign);
  const one = await loadFor(millis, [() => Promise.resolve(sign('RSA-SHA256', DATA, privateKey))]);
  const signers = Array.from({ length: SIGNERS }, () => () => signAsync('RSA-SHA256', DATA, privateKey));
  const all = await loadFor(millis, signers);
  return {
    signatures: one.perSecond,
    signaturesOfAll: all.perSecond,
    commits: await commitsPerSecond(millis, folder),
    requests: await requestsPerSecond(millis),
  };
}

async function commitsPerSecond(millis: number, folder: string): Promise<number> {
  const database = new Database(join(folder, 'limits.sqlite'));
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (id INTEGER, value TEXT)');
    const insert = database.prepare('INSERT INTO t VALUES (?, ?)');
    let id = 0;
    const load = await loadFor(millis, [
      async () => {
        insert.run((id += 1), DATA.toString());
        await setImmediate();
      },
    ]);
    return load.perSecond;
  } finally {
    database.close();
  }
}

/** In this process, as the driver is: so both share a thread, and a server of its own would do more. */
async function requestsPerSecond(millis: number): Promise<number> {
  const server = createServer((_req, res) => res.end('{}'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const connections = new Connections(`http://127.0.0.1:${port}`);
  const clients = Array.from({ length: CONNECTIONS }, () => () => connections.get('/'));
  try {
    return (await loadFor(millis, clients)).perSecond;
  } finally {
    connections.close();
    server.close();
  }
}
