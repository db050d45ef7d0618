import { connect } from 'node:net';

import { describe, expect, it, onTestFinished } from 'vitest';

import { count, open, startFeed, watcher } from './feed-server.ts';

describe('many consumers of GET /changes', () => {
  it('serves 1,000 consumers by one reader of the ledger, and each is told each change', async () => {
    const { url, world } = await startFeed({ maxConsumers: 1_000 });
    const streams = Array.from({ length: 1_000 }, () => open(url));
    await expect
      .poll(() => streams.filter(({ text }) => text.includes('event: ready')).length, { timeout: 20_000 })
      .toBe(1_000);
    const before = world.log.reads;
    count(world, 5);
    const all = () => streams.filter(({ text }) => (text.match(/event: change/g) ?? []).length === 5).length;
    await expect.poll(all, { timeout: 10_000 }).toBe(1_000);
    expect(world.log.reads - before).toBeLessThan(10_000);
    expect((await fetch(url, { headers: { 'x-api-key': watcher.key } })).status).toBe(503);
  }, 40_000);

  it('cuts a consumer off that reads nothing, instead of keeping its events without end', async () => {
    const { url, world } = await startFeed({ maxWaitingBytes: 200_000 });
    const { port } = new URL(url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.pause();
    socket.write(`GET /changes HTTP/1.1\r\nhost: x\r\nx-api-key: ${watcher.key}\r\n\r\n`);
    onTestFinished(() => {
      socket.destroy();
    });
    const good = open(url);
    await expect.poll(() => world.feed.consumers()).toBe(2);
    await expect.poll(() => good.text).toContain('event: ready');
    const fill = setInterval(() => {
      count(world, 300);
    }, 20);
    await expect.poll(() => world.feed.consumers(), { timeout: 20_000 }).toBe(1);
    clearInterval(fill);
    expect(good.isEnded).toBe(false);
  }, 30_000);
});
