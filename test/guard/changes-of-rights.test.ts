import { describe, expect, it, vi } from 'vitest';

import { bearer, guardWorld, verdict } from './guard-world.ts';

const world = guardWorld();

describe('a guard', () => {
  it('tells whose request it is, with the claims alone', async () => {
    const guard = world().guard();
    await guard.ready();
    const token = await world().claimset.token({
      plan: 'PRO',
      'st-role': { v: ['editor'], t: 1 },
      iss: 'x',
      'st-cset': '1abcd',
    });
    await expect(guard.verify(bearer(token))).resolves.toEqual({
      claims: { plan: 'PRO', 'st-role': { v: ['editor'], t: 1 } },
      ...{ userId: 'user-1', sessionHandle: 'session-1', tenantId: 'public' },
    });
    expect(world().claimset.asked).toEqual([]);
  });

  it('refuses a token from before something was taken away, and takes the one after it', async () => {
    const guard = world().guard();
    await guard.ready();
    const [before, after] = [await world().versioned({ admin: true }), await world().versioned({ admin: false })];
    expect(await verdict(guard, bearer(before.token))).toBe('OK');
    world().claimset.feed().change({ previousVersion: before.version, version: after.version, takesAway: true });
    await vi.waitFor(async () => {
      expect(await verdict(guard, bearer(before.token))).toBe('401 TRY_REFRESH_TOKEN');
    });
    expect(await verdict(guard, bearer(after.token))).toBe('OK');
    expect(world().claimset.asked).toEqual([]);
  });

  it('started after the removal, refuses what the feed tells it before it is ready', async () => {
    const [before, after] = [await world().versioned({ a: 1, b: 2 }), await world().versioned({ a: 1 })];
    world().claimset.onConnect = (feed) => {
      feed.change({ previousVersion: before.version, version: after.version, takesAway: true });
      feed.clock('ready');
    };
    const guard = world().guard();
    await guard.ready();
    expect(await verdict(guard, bearer(before.token))).toBe('401 TRY_REFRESH_TOKEN');
  });

  it('lets a token pass to which claims were only added', async () => {
    const [before, after] = [await world().versioned({ a: 1 }), await world().versioned({ a: 1, b: 2 })];
    world().claimset.onConnect = (feed) => {
      feed.change({ previousVersion: before.version, version: after.version, takesAway: false });
      feed.clock('ready');
    };
    const guard = world().guard();
    await guard.ready();
    expect(await verdict(guard, bearer(before.token))).toBe('OK');
  });

  it('refuses a session that has ended, with no call', async () => {
    world().claimset.onConnect = (feed) => {
      feed.change({ kind: 'ENDED', takesAway: true });
      feed.clock('ready');
    };
    const guard = world().guard();
    await guard.ready();
    expect(await verdict(guard, bearer(await world().claimset.token()))).toBe('401 UNAUTHORISED');
    expect(await verdict(guard, bearer(await world().claimset.token({ sessionHandle: 'another' })))).toBe('OK');
    expect(world().claimset.asked).toEqual([]);
  });

  it.each([5, -5])('does not mind a core whose clock is %i s ahead', async (seconds) => {
    const now = Math.floor(Date.now() / 1000) + seconds;
    const clock = { iat: now, exp: now + 3600 };
    const [before, after] = [await world().versioned({ a: 1 }), await world().versioned({})];
    world().claimset.onConnect = (feed) => {
      feed.change({ previousVersion: before.version, version: after.version, takesAway: true });
      feed.clock('ready');
    };
    const guard = world().guard();
    await guard.ready();
    expect(await verdict(guard, bearer(await world().claimset.token({ a: 1, ...clock })))).toBe(
      '401 TRY_REFRESH_TOKEN',
    );
    expect(await verdict(guard, bearer(await world().claimset.token(clock)))).toBe('OK');
  });

  it('asks once about a version that the feed does not know', async () => {
    const stored = await world().versioned({ a: 'stored' });
    const other = await world().versioned({ a: 'other' });
    world().claimset.onConnect = (feed) => {
      feed.change({ previousVersion: 'p'.repeat(22), version: 'q'.repeat(22), takesAway: true });
      feed.clock('ready');
    };
    world().claimset.authz = () => ({ version: stored.version });
    const guard = world().guard();
    await guard.ready();
    for (let i = 0; i < 3; i += 1) {
      expect(await verdict(guard, bearer(stored.token))).toBe('OK');
      expect(await verdict(guard, bearer(other.token))).toBe('401 TRY_REFRESH_TOKEN');
    }
    expect(world().claimset.asked).toEqual([stored.token, other.token]);
  });
});
