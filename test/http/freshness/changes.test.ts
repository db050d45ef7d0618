import { describe, expect, it } from 'vitest';

import { createApiKey } from '../../../src/claims/access/api-key.ts';
import { bound, count, open, reader, startFeed, watcher } from './feed-server.ts';

async function code(response: Response): Promise<unknown> {
  const body = JSON.parse(await response.text()) as { errors: { extensions: { code: string } }[] };
  return body.errors[0]?.extensions.code;
}

describe('GET /changes', () => {
  it.each([
    ['no key', {}, 401, 'UNAUTHENTICATED'],
    ['a wrong key', { 'x-api-key': 'cs_wrong' }, 403, 'FORBIDDEN'],
    ['a key without the scope', { 'x-api-key': reader.key }, 403, 'FORBIDDEN'],
    ['a key that is bound to tenants', { 'x-api-key': bound.key }, 403, 'FORBIDDEN'],
    ['a session', { authorization: 'Bearer token' }, 401, 'UNAUTHENTICATED'],
  ])('refuses %s', async (_case, headers, status, expected) => {
    const { url } = await startFeed();
    const response = await fetch(url, { headers });
    expect([response.status, await code(response)]).toEqual([status, expected]);
  });

  it('is an event stream that no proxy keeps, changes or holds back', async () => {
    const { url } = await startFeed();
    const stream = open(url);
    await expect.poll(() => stream.text).toContain('event: ready');
    expect(stream.head?.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    });
  });

  it('goes on after Last-Event-ID, and says of one that cannot be that it is gone', async () => {
    const { url, world } = await startFeed();
    count(world, 3);
    const resumed = open(url, { 'last-event-id': '1.2' });
    const strange = open(url, { 'last-event-id': "1' OR 1=1" });
    await expect.poll(() => resumed.text).toContain('event: ready');
    expect(resumed.text.match(/^id: 1\.\d+\nevent: change/gm)).toEqual(['id: 1.3\nevent: change']);
    await expect.poll(() => strange.text).toContain('event: ready');
    expect(strange.text.startsWith('event: gap\n')).toBe(true);
  });

  it('answers 503 where the ledger does not', async () => {
    const { url, world } = await startFeed();
    world.log.failure = Object.assign(new Error('inner'), { status: undefined });
    const response = await fetch(url, { headers: { 'x-api-key': watcher.key } });
    expect([response.status >= 500, await code(response)]).toEqual([true, 'INTERNAL_SERVER_ERROR']);
  });

  it('ends the stream of a key that is taken away, and no other', async () => {
    const { url, setKeys, keyListeners } = await startFeed();
    const another = createApiKey('another', ['claims:watch']);
    setKeys([watcher.entry, another.entry]);
    const [one, other] = [open(url), open(url, { 'x-api-key': another.key })];
    await expect.poll(() => [one, other].every(({ text }) => text.includes('event: ready'))).toBe(true);
    setKeys([another.entry]);
    await expect.poll(() => [one.isEnded, other.isEnded]).toEqual([true, false]);
    await expect.poll(keyListeners).toBe(1);
    expect((await fetch(url, { headers: { 'x-api-key': watcher.key } })).status).toBe(403);
  });

  it('ends the streams when the server closes, so that nobody waits for them', async () => {
    const { url, world, tiny } = await startFeed();
    const stream = open(url);
    await expect.poll(() => stream.text).toContain('event: ready');
    world.follower.close();
    await tiny.stop();
    expect(stream.isEnded).toBe(true);
  });
});
