import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { type FeedWorld, feedWorld } from './feed-world.ts';

let world: FeedWorld;

beforeEach(() => {
  world = feedWorld();
});

afterEach(() => {
  world.follower.close();
});

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

describe('the feed of changes', () => {
  it('tells a new consumer everything that is young enough, says that it is ready, and goes on', async () => {
    world.log.add();
    const consumer = world.connect();
    await expect.poll(() => consumer.types[0]).toBe('ready');
    expect(consumer.numbers).toEqual([1]);
    world.log.add();
    await expect.poll(() => consumer.numbers).toEqual([1, 2]);
  });

  it('says with each heartbeat how far it is complete, by the clock of the database, and how long tokens live', async () => {
    const consumer = world.connect();
    await expect.poll(() => consumer.types.length).toBeGreaterThan(2);
    const beat = consumer.messages.find(({ type }) => type === 'heartbeat');
    expect(beat).toMatchObject({ clock: { completeUntilMillis: 4_990, tokenLifetimeMillis: 3_600_000 } });
    const now = beat?.type === 'heartbeat' ? beat.clock.nowMillis : 0;
    expect(now).toBeGreaterThanOrEqual(5_000);
    expect(now).toBeLessThan(7_000);
  });

  it('goes on after the last event that a consumer has seen', async () => {
    const positions = upTo(1_200).map(() => world.log.add().position);
    const consumer = world.connect(positions[9]);
    await expect.poll(() => consumer.types[0]).toBe('ready');
    expect(consumer.numbers).toEqual(upTo(1_200).slice(10));
  });

  it('misses nothing and repeats nothing while others write, however often consumers come', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(3), { minLength: 1, maxLength: 20 }), fc.nat(5), async (writes, before) => {
        const own = feedWorld();
        for (let count = 0; count < before; count += 1) own.log.add();
        const queue = [...writes];
        own.log.meanwhile = () => {
          for (let count = queue.shift() ?? 0; count > 0; count -= 1) own.log.add();
        };
        const early = [own.connect(), own.connect('1.0'), own.connect('1.2')];
        await expect.poll(() => early[0]?.types[0]).toBe('ready');
        const consumers = [...early, own.connect(early[0]?.ids.at(-1)), own.connect()];
        await expect.poll(() => queue.length).toBe(0);
        const all = upTo(own.log.events_.length);
        await expect
          .poll(() => consumers.map((one) => one.numbers.at(-1) ?? 0).every((n) => n === all.length || n === 0))
          .toBe(true);
        for (const index of [0, 1, 4]) await expect.poll(() => consumers[index]?.numbers).toEqual(all);
        if (before >= 2) await expect.poll(() => consumers[2]?.numbers).toEqual(all.slice(2));
        own.follower.close();
      }),
      { numRuns: 30 },
    );
  });

  it.each(['7.1', '-'])('says to a consumer that %s is no position any more, and starts anew', async (position) => {
    world.log.add();
    const consumer = world.connect(position);
    await expect.poll(() => consumer.types.slice(0, 2)).toEqual(['gap', 'ready']);
    expect(consumer.numbers).toEqual([1]);
  });

  it('says to all consumers that the database was restored, and starts anew', async () => {
    const consumers = [world.connect(), world.connect()];
    await expect.poll(() => consumers.every(({ types }) => types.includes('ready'))).toBe(true);
    world.log.restore();
    world.log.add();
    for (const consumer of consumers) {
      await expect.poll(() => consumer.types.filter((type) => type !== 'heartbeat')).toEqual(['ready', 'gap', 'ready']);
      expect(consumer.numbers).toEqual([1]);
    }
  });

  it('cuts a consumer off that does not take what it is sent; others go on', async () => {
    const [slow, good] = [world.connect(), world.connect()];
    await expect.poll(() => [...slow.types, ...good.types].filter((type) => type === 'ready').length).toBe(2);
    slow.isSlow = true;
    world.log.add();
    await expect.poll(() => good.numbers).toEqual([1]);
    await expect.poll(() => slow.ends[0]).toBe('AT_ONCE');
    await expect.poll(() => world.feed.consumers()).toBe(1);
  });

  it('goes on to beat while the ledger does not answer, says so once in the log, and tells the rest afterwards', async () => {
    const consumer = world.connect();
    await expect.poll(() => consumer.types[0]).toBe('ready');
    world.log.failure = new Error('down');
    await expect.poll(() => world.failures.length).toBe(1);
    const beats = consumer.types.length;
    await expect.poll(() => consumer.types.length).toBeGreaterThan(beats + 2);
    world.log.add();
    world.log.failure = null;
    await expect.poll(() => consumer.numbers).toEqual([1]);
    expect(world.failures).toHaveLength(1);
  });

  it('reads nothing while nobody listens', async () => {
    const consumer = world.connect();
    await expect.poll(() => consumer.types[0]).toBe('ready');
    consumer.end('gone');
    await expect.poll(() => world.feed.consumers()).toBe(0);
    const stopped = world.log.reads;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(world.log.reads - stopped).toBeLessThanOrEqual(1);
  });

  it('ends all streams in order when it is closed', async () => {
    const consumer = world.connect();
    await expect.poll(() => consumer.types[0]).toBe('ready');
    world.follower.close();
    await expect.poll(() => consumer.ends).toEqual(['ORDERLY']);
    const late = world.connect();
    await expect.poll(() => late.ends).toEqual(['ORDERLY']);
  });
});
