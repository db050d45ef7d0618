import { describe, expect, it, vi } from 'vitest';

import type { FakeClaimset, FakeFeed } from '../support/fake-claimset.ts';
import { bearer, guardWorld, verdict } from './guard-world.ts';

const world = guardWorld();
/** So that a busy machine takes nothing else for silence. */
const LONG_SILENCE_MILLIS = 30_000;

describe('without a complete feed, a guard', () => {
  it('asks for each request, is 503 where that fails too, and needs no restart when both are back', async () => {
    world().claimset.feedStatus = 500;
    const guard = world().guard();
    const { token, version } = await world().versioned({ a: 1 });
    world().claimset.authz = () => ({ version });
    expect(await verdict(guard, bearer(token))).toBe('OK');
    expect(await verdict(guard, bearer(token))).toBe('OK');
    expect(world().claimset.asked).toHaveLength(2);
    world().claimset.authz = () => ({ status: 500 });
    expect(await verdict(guard, bearer(token))).toBe('503 UNAVAILABLE');
    world().claimset.feedStatus = 200;
    await guard.ready();
    expect(await verdict(guard, bearer(token))).toBe('OK');
  });

  it.each<[string, () => ReturnType<FakeClaimset['authz']>, string]>([
    ['other claims stored', () => ({ version: 'x'.repeat(22) }), '401 TRY_REFRESH_TOKEN'],
    ['no session', () => ({ status: 401, code: 'UNAUTHORISED' }), '401 UNAUTHORISED'],
    ['a token that is not valid there', () => ({ status: 401, code: 'TRY_REFRESH_TOKEN' }), '401 TRY_REFRESH_TOKEN'],
    ['nonsense', () => ({ version: 'nonsense' }), '503 UNAVAILABLE'],
  ])('takes the answer: %s', async (_name, authz, expected) => {
    world().claimset.feedStatus = 500;
    world().claimset.authz = authz;
    expect(await verdict(world().guard(), bearer(await world().claimset.token()))).toBe(expected);
  });

  it('believes the token where it is told to, but for sessions that it knows to have ended', async () => {
    world().claimset.onConnect = (feed) => {
      feed.change({ kind: 'ENDED', takesAway: true });
      feed.clock('ready', { lagMillis: 90_000 });
    };
    const guard = world().guard({ onGap: 'allow' });
    await guard.ready();
    expect(await verdict(guard, bearer(await world().claimset.token({ sessionHandle: 'another' })))).toBe('OK');
    expect(await verdict(guard, bearer(await world().claimset.token()))).toBe('401 UNAUTHORISED');
  });

  const old = { version: 'x'.repeat(22), takesAway: true };
  const ended = { kind: 'ENDED', takesAway: true } as const;
  it.each([
    ['late', 'is old', old, '401 TRY_REFRESH_TOKEN'],
    ['late', 'is of a session that has ended', ended, '401 UNAUTHORISED'],
    ['told anew', 'is old', old, '401 TRY_REFRESH_TOKEN'],
    ['told anew', 'is of a session that has ended', ended, '401 UNAUTHORISED'],
  ])(
    'believes, while the feed is %s, no token of which it has told that it %s',
    async (how, _what, change, expected) => {
      const { token, version } = await world().versioned({ plan: 'PRO' });
      world().claimset.onConnect = (feed) => {
        feed.change({ previousVersion: version, ...change });
        feed.clock('ready');
      };
      const guard = world().guard({ onGap: 'allow' });
      await guard.ready();
      expect(await verdict(guard, bearer(token))).toBe(expected);
      if (how === 'late') world().claimset.feed().clock('heartbeat', { lagMillis: 90_000 });
      else world().claimset.feed().send('event: gap\ndata: {}\n\n');
      await vi.waitFor(async () => {
        await guard.verify(bearer(await world().claimset.token({ sessionHandle: 'another' })));
        expect(world().claimset.asked).not.toEqual([]);
      });
      expect(await verdict(guard, bearer(token))).toBe(expected);
    },
  );

  it('believes no version that it does not know while the feed is complete, and asks again', async () => {
    world().claimset.onConnect = (feed) => {
      feed.change({ previousVersion: 'p'.repeat(22), version: 'q'.repeat(22), takesAway: true });
      feed.clock('ready');
    };
    const guard = world().guard({ onGap: 'allow' });
    await guard.ready();
    const { token, version } = await world().versioned({ a: 1 });
    expect(await verdict(guard, bearer(token))).toBe('503 UNAVAILABLE');
    world().claimset.authz = () => ({ version });
    expect(await verdict(guard, bearer(token))).toBe('OK');
  });

  it('goes by the time up to which the feed is complete, not by its last byte', async () => {
    const guard = world().guard();
    await guard.ready();
    const { token, version } = await world().versioned({});
    world().claimset.authz = () => ({ version });
    await guard.verify(bearer(token));
    expect(world().claimset.asked).toEqual([]);
    world().claimset.feed().clock('heartbeat', { lagMillis: 90_000 });
    await vi.waitFor(async () => {
      await guard.verify(bearer(token));
      expect(world().claimset.asked.length).toBeGreaterThan(0);
    });
  });

  it('whose clock was set back is asked for anew after five heartbeats, and is complete again', async () => {
    const guard = world().guard({ maxGapMillis: 5_000 });
    await guard.ready();
    const { token, version } = await world().versioned({});
    world().claimset.authz = () => ({ version });
    const setBack = (feed: FakeFeed, event: 'ready' | 'heartbeat'): void => {
      feed.clock(event, { behindMillis: 60_000 });
    };
    world().claimset.onConnect = (feed) => {
      setBack(feed, 'ready');
    };
    for (let i = 0; i < 5; i += 1) setBack(world().claimset.feed(), 'heartbeat');
    await vi.waitFor(async () => {
      world().claimset.asked.length = 0;
      await guard.verify(bearer(token));
      expect([world().claimset.connections.length, world().claimset.asked.length]).toEqual([2, 0]);
    });
    expect(world().problems).toEqual(['the feed was late again and again, or its clock was set back']);
  });

  it('goes on after its last event when the connection breaks', async () => {
    const guard = world().guard();
    await guard.ready();
    world().claimset.feed().send('id: 777\nevent: news of a later version\ndata: {}\n\n');
    world().claimset.feed().end();
    await vi.waitFor(() => {
      expect(world().claimset.connections).toEqual([null, '777']);
    });
    expect(world().problems).toEqual(['the feed ended']);
  });

  it('starts anew when the feed says that changes are missing', async () => {
    const guard = world().guard();
    await guard.ready();
    world().claimset.authz = () => ({ status: 503 });
    world().claimset.feed().send('event: gap\ndata: {}\n\n');
    const request = bearer(await world().claimset.token());
    await vi.waitFor(async () => {
      expect(await verdict(guard, request.clone())).toBe('503 UNAVAILABLE');
    });
    world().claimset.feed().clock('heartbeat');
    expect(await verdict(guard, request.clone())).toBe('503 UNAVAILABLE');
    world().claimset.feed().clock('ready');
    await vi.waitFor(async () => {
      expect(await verdict(guard, request.clone())).toBe('OK');
    });
  });

  it.each([
    ['that is silent', 20, () => undefined, /^the feed said nothing for 20 ms/],
    [
      'that speaks nonsense',
      LONG_SILENCE_MILLIS,
      () => {
        world().claimset.feed().send('event: change\ndata: {"handle":1}\n\n');
      },
      /cannot be read/,
    ],
    [
      'whose event has no end',
      LONG_SILENCE_MILLIS,
      () => {
        world().claimset.feed().send('x'.repeat(70_000));
      },
      /without an end/,
    ],
  ])('leaves a connection %s, and makes a new one', async (_name, silenceMillis, speak, problem) => {
    const guard = world().guard({ silenceMillis });
    await guard.ready();
    speak();
    await vi.waitFor(() => {
      expect(world().claimset.connections.length).toBeGreaterThan(1);
    });
    expect(world().problems[0]).toMatch(problem);
  });

  it('is never ready with an API key that the feed refuses', async () => {
    world().claimset.feedStatus = 403;
    await expect(world().guard().ready()).rejects.toThrow('the guard needs an API key with the scope claims:watch');
  });

  it('is never ready once it is closed', async () => {
    world().claimset.feedStatus = 500;
    const guard = world().guard();
    await guard.close();
    await expect(guard.ready()).rejects.toThrow('the guard was closed');
  });
});
