import { beforeEach, describe, expect, it } from 'vitest';

import { type FeedLag, feedLag } from '../../src/guard/lag.ts';

const SECOND = 1_000;
const MAX_GAP_MILLIS = 5 * SECOND;

describe('how far a feed is behind', () => {
  let lag: FeedLag;
  let nowMillis: number;
  /** How far the feed's clock was set back, and how long a proxy holds back what it says. */
  let behindMillis: number;
  let heldMillis: number;

  const hear = (): void => {
    const saidAtMillis = nowMillis - behindMillis - heldMillis;
    lag.told({ nowMillis: saidAtMillis, completeUntilMillis: saidAtMillis, tokenLifetimeMillis: 0 }, nowMillis);
  };
  const connect = (): void => {
    lag.connecting(nowMillis);
    nowMillis += heldMillis;
    hear();
  };
  const beat = (times: number): void => {
    for (let i = 0; i < times; i += 1) {
      nowMillis += SECOND;
      hear();
    }
  };

  beforeEach(() => {
    [lag, nowMillis, behindMillis, heldMillis] = [feedLag(MAX_GAP_MILLIS), 1e6, 0, 0];
    connect();
  });

  it('is nothing while it is heard at once, and grows while nothing is heard', () => {
    beat(3);
    expect(lag.millis(nowMillis)).toBe(0);
    expect(lag.millis(nowMillis + 7)).toBe(7);
  });

  it('seems to be much after its clock was set back, until a new connection has told the time', () => {
    behindMillis = 6 * SECOND;
    beat(4);
    expect([lag.millis(nowMillis), lag.isStuck]).toEqual([6 * SECOND, false]);
    beat(1);
    expect(lag.isStuck).toBe(true);
    connect();
    expect([lag.millis(nowMillis), lag.isStuck, lag.isLate]).toEqual([0, false, false]);
  });

  it('is what a proxy holds it up, on new connections, too, until the proxy does not', () => {
    heldMillis = 6 * SECOND;
    for (let connections = 1; connections <= 3; connections += 1) {
      beat(5);
      expect(lag.isStuck).toBe(true);
      connect();
      expect([lag.millis(nowMillis), lag.isLate]).toEqual([6 * SECOND, true]);
    }
    heldMillis = 0;
    beat(1);
    expect([lag.millis(nowMillis), lag.isStuck]).toEqual([0, false]);
    heldMillis = 6 * SECOND;
    beat(1);
    expect(lag.millis(nowMillis)).toBe(6 * SECOND);
  });

  it.each([
    ['late for a moment', 6 * SECOND, 4],
    ['not later than may be', MAX_GAP_MILLIS, 60],
  ])('is no reason for a new connection where it is %s', (_name, late, times) => {
    for (let i = 0; i < 3; i += 1) {
      heldMillis = late;
      beat(times);
      expect(lag.isStuck).toBe(false);
      heldMillis = 0;
      beat(1);
    }
    expect(lag.millis(nowMillis)).toBe(0);
  });
});
