import { describe, expect, it } from 'vitest';

import * as limits from '../../src/claims/time-limits.ts';

describe('the time limits fit one another', () => {
  it('PostgreSQL takes no lock from a holder whose write still may land, with the questions for the lock around it', () => {
    expect(limits.LOCK_LIFE).toBeGreaterThan(limits.LOCK_ANSWER + limits.CORE_HOLD + limits.LOCK_ANSWER);
  });

  it('a write keeps its lock for longer than its caller waits', () => {
    expect(limits.CORE_HOLD).toBeGreaterThan(limits.CORE_WRITE);
  });

  it('a change of one session is answered within 30 s, at the worst', () => {
    const { LOCK_WAIT, LOCK_GRACE, CORE_READ, LOCK_ANSWER, CORE_WRITE } = limits;
    expect(LOCK_WAIT + LOCK_GRACE + CORE_READ + LOCK_ANSWER + CORE_WRITE + LOCK_ANSWER).toBeLessThanOrEqual(30_000);
  });

  it('a new connection leaves time to wait for the lock', () => {
    expect(limits.CONNECT).toBeLessThan(limits.LOCK_WAIT);
  });

  it('the last session of a user is begun while their lock is still held', () => {
    expect(limits.FAN_OUT).toBeLessThan(limits.LOCK_LIFE);
  });

  it('what a read can do without takes less time than the read', () => {
    expect(Math.max(limits.FRESH_TOKEN, limits.CORE_KEYS)).toBeLessThan(limits.CORE_READ);
  });
});
