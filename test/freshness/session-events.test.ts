import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { SessionEvents } from '../../src/claims/live/ports.ts';
import { sessionEvents } from '../../src/freshness/session-events.ts';
import { type FeedWorld, feedWorld } from './feed-world.ts';

let world: FeedWorld;
let events: SessionEvents;
let count: number;

beforeEach(() => {
  world = feedWorld();
  count = 0;
  events = sessionEvents(world.follower, { ofUser: 2, altogether: 3 }, (now) => {
    count = now;
  });
});
afterEach(() => {
  world.follower.close();
});

/** Listens, and writes down what it is told. */
function listener(handle: string, userId = handle) {
  const told: string[] = [];
  const leave = events.listen(
    { handle, userId },
    {
      changed: () => told.push('changed'),
      ended: () => told.push('ended'),
      closed: () => told.push('closed'),
    },
  );
  return { told, leave };
}

describe('the events of sessions', () => {
  it('are told to those who listen to that session', async () => {
    const [one, other] = [listener('one'), listener('other')];
    world.log.add({ stream: 'session:one' });
    world.log.add({ stream: 'session:one', kind: 'ENDED' });
    await expect.poll(() => one.told).toEqual(['changed', 'ended']);
    expect(other.told).toEqual([]);
  });

  it('are read once for all who listen, and not at all where nobody does', async () => {
    const listening = [listener('one'), listener('two'), listener('three')];
    world.log.add({ stream: 'session:three' });
    await expect.poll(() => listening[2]?.told).toEqual(['changed']);
    for (const { leave } of listening) leave();
    expect(count).toBe(0);
    const { reads } = world.log;
    const next = listener('one');
    world.log.add({ stream: 'session:one' });
    await expect.poll(() => next.told).toContain('changed');
    expect(world.log.reads).toBeGreaterThan(reads);
  });

  it('are not told of claims that are for future sessions, nor of writes that change nothing', async () => {
    const { told } = listener('one');
    world.log.add({ stream: 'standing:one' });
    world.log.add({ stream: 'session:one', previousHash: 'same', landing: { marker: null, hash: 'same' } });
    world.log.add({ stream: 'session:one', kind: 'ENDED' });
    await expect.poll(() => told).toEqual(['ended']);
  });

  it('may all be other ones where some were missed', async () => {
    const [one, two] = [listener('one'), listener('two')];
    world.log.add({ stream: 'session:one' });
    await expect.poll(() => one.told).toEqual(['changed']);
    world.log.restore();
    await expect.poll(() => two.told).toEqual(['changed']);
    world.log.add({ stream: 'session:two', kind: 'ENDED' });
    await expect.poll(() => two.told.at(-1)).toBe('ended');
  });

  it('are told no more when the server closes, and everybody is told that', () => {
    const before = listener('one');
    world.follower.close();
    expect(before.told).toEqual(['closed']);
    expect(listener('two').told).toEqual(['closed']);
  });

  it('are for so many of one user, and for so many altogether', () => {
    const first = listener('one', 'ada');
    listener('two', 'ada');
    expect(() => listener('three', 'ada')).toThrow(
      expect.objectContaining({ code: 'RATE_LIMITED', retryAfterSeconds: 30 }),
    );
    first.leave();
    first.leave();
    expect(count).toBe(1);
    listener('three', 'ada');
    listener('four', 'bob');
    expect(() => listener('five', 'eve')).toThrow(expect.objectContaining({ code: 'RATE_LIMITED' }));
  });
});
