import { get, type IncomingMessage } from 'node:http';

import { onTestFinished } from 'vitest';

import { type ApiKey, createApiKey, findApiKey } from '../../../src/claims/access/api-key.ts';
import { readApiKeys } from '../../../src/claims/access/read-api-keys.ts';
import { createChanges } from '../../../src/http/freshness/changes.ts';
import { type FeedWorld, feedWorld } from '../../freshness/feed-world.ts';
import { startTiny } from '../tiny-app.ts';

export const watcher = createApiKey('watcher', ['claims:watch']);
export const reader = createApiKey('reader', ['claims:read']);
export const bound = createApiKey('bound', ['claims:watch'], { tenants: ['t1'], claims: null });
const keys: readonly ApiKey[] = readApiKeys([watcher.entry, reader.entry, bound.entry]).keys;

/** The feed of a log in memory, served by the real application. */
export async function startFeed(options: { maxConsumers?: number; maxWaitingBytes?: number } = {}) {
  const world = feedWorld(100);
  const limits = { maxWaitingBytes: options.maxWaitingBytes ?? 1_000_000, drainMillis: 1_000 };
  let current = keys;
  const listeners = new Set<() => void>();
  const changes = createChanges({
    callerOf: (req) => findApiKey(current, req.headers['x-api-key']),
    callerNow: (req) => findApiKey(current, req.headers['x-api-key']),
    onKeysChanged: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    serve: (stream, lastEventId) => world.feed.serve(stream, lastEventId),
    consumers: () => world.feed.consumers(),
    maxConsumers: options.maxConsumers ?? 10,
    limits,
  });
  const tiny = await startTiny({ changes });
  onTestFinished(() => {
    world.follower.close();
  });
  const setKeys = (entries: readonly string[]): void => {
    current = readApiKeys(entries).keys;
    for (const listener of listeners) listener();
  };
  return { world, url: `${tiny.url}/changes`, tiny, setKeys, keyListeners: () => listeners.size };
}

/** A stream, and all that it has brought. */
export function open(url: string, headers: Record<string, string> = {}) {
  const stream = { text: '', isEnded: false, head: null as IncomingMessage | null };
  const request = get(url, { agent: false, headers: { 'x-api-key': watcher.key, ...headers } }, (res) => {
    stream.head = res;
    res.setEncoding('utf8').on('data', (text: string) => (stream.text += text));
    res.on('close', () => (stream.isEnded = true));
  });
  request.on('error', () => (stream.isEnded = true));
  onTestFinished(() => {
    request.destroy();
  });
  return stream;
}

/** Adds so many changes. */
export function count(world: FeedWorld, most: number): void {
  for (let made = 0; made < most; made += 1) world.log.add();
}
