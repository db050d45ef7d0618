import { describe, expect, it } from 'vitest';

import { connectionsOf } from '../../src/server/connections.ts';

/** As `postgresLock` opens them: for sessions, and a quarter of that each for users and for commands. */
const ofLocks = (sessions: number): number => sessions + 2 * Math.ceil(sessions / 4);

describe('the connections of one process', () => {
  it('are never more than it may have, and each part has one', () => {
    for (const areLimitsOn of [true, false]) {
      for (let total = 4; total <= 1_000; total += 1) {
        const { locks, ledger, limits } = connectionsOf(total, areLimitsOn);
        expect(ledger + limits + ofLocks(locks), `of ${total}`).toBeLessThanOrEqual(total);
        expect(Math.min(locks, ledger)).toBeGreaterThanOrEqual(1);
        expect(limits > 0).toBe(areLimitsOn && total > 4);
      }
    }
  });

  it('are used, but for a few that cannot be shared out', () => {
    for (const total of [4, 10, 30, 100]) {
      const { locks, ledger, limits } = connectionsOf(total, true);
      expect(ledger + limits + ofLocks(locks), `of ${total}`).toBeGreaterThanOrEqual(total * 0.8);
    }
  });

  it('are mostly for locks: whoever waits for the ledger holds one', () => {
    expect(connectionsOf(30, true)).toEqual({ locks: 14, ledger: 6, limits: 2 });
  });
});
