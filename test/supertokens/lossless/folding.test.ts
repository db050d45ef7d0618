import { describe, expect, it } from 'vitest';

import type { ComputeClaims } from '../../../src/claims/ports.ts';
import type { ClaimsPayload } from '../../../src/claims/types.ts';
import { markerIn, markerSeq } from '../../../src/ledger/marker.ts';
import { sessionLockKey } from '../../../src/locks/lock.ts';
import { adding, world } from './folding-world.ts';

const UNKNOWN = { code: 'SESSION_CORE_UNAVAILABLE', outcome: 'UNKNOWN', changeId: expect.any(String) as string };
const refusing: ComputeClaims<string> = () => {
  throw new Error('refused');
};

describe.each([true, false])('changes that wait for one session (with a ledger: %s)', (hasLedger) => {
  it('are one read and one write, and each has its own result', async () => {
    const { together, change, claims, steps, settled } = world({ hasLedger });
    const outcomes = await together(() => ['x', 'y', 'z'].map((key) => change(adding({ [key]: 1 }, key))));
    await settled();
    expect(outcomes).toMatchObject([
      { value: { kind: 'written', result: 'x', written: 'written' } },
      { value: { kind: 'written', result: 'y', written: 'followed' } },
      { value: { kind: 'written', result: 'z', written: 'followed' } },
    ]);
    expect(claims()).toEqual({ kept: 1, x: 1, y: 1, z: 1 });
    expect(steps.filter((step) => step.startsWith('core.'))).toEqual(['core.read', 'core.write by handle']);
  });

  it('see one another, in their order', async () => {
    const { together, change, claims } = world({ hasLedger });
    const counting: ComputeClaims<string> = ({ payload }) => {
      const next = Number(payload['count'] ?? 0) + 1;
      return { next: { ...payload, count: next }, named: ['count'], result: String(next) };
    };
    const outcomes = await together(() => Array.from({ length: 5 }, () => change(counting)));
    expect(
      outcomes.map((one) => (one.status === 'fulfilled' && 'result' in one.value ? one.value.result : null)),
    ).toEqual(['1', '2', '3', '4', '5']);
    expect(claims()).toEqual({ kept: 1, count: 5 });
  });

  it('leave out the one that refuses', async () => {
    const { together, change, claims } = world({ hasLedger });
    const [first, refused, last] = await together(() => [
      change(adding({ x: 1 })),
      change(refusing),
      change(adding({ z: 1 })),
    ]);
    expect(refused).toMatchObject({ status: 'rejected', reason: { message: 'refused' } });
    expect([first?.status, last?.status, claims()]).toEqual(['fulfilled', 'fulfilled', { kept: 1, x: 1, z: 1 }]);
  });

  it('are tried one by one where the core refuses what they make together', async () => {
    const { together, change, claims, refuse } = world({ hasLedger });
    refuse((payload) => 'bad' in payload);
    const outcomes = await together(() => ['x', 'bad', 'z'].map((key) => change(adding({ [key]: 1 }))));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(claims()).toEqual({ kept: 1, x: 1, z: 1 });
  });

  it('are written with an access token if one of them has one, and say with which', async () => {
    const { together, change, steps, followed } = world({ hasLedger });
    await together(() => [
      change(adding({ x: 1 })),
      change(adding({ y: 1 }), 'first'),
      change(adding({ z: 1 }), 'second'),
    ]);
    expect(steps).toContain('core.write by first');
    const payload = expect.objectContaining({ x: 1, y: 1, z: 1 }) as ClaimsPayload;
    const byName = followed.toSorted((a, b) => a.by.localeCompare(b.by));
    expect(byName).toMatchObject([
      { by: 'handle', accessToken: 'first', stored: { payload } },
      { by: 'second', accessToken: 'first', stored: { payload } },
    ]);
  });

  it('that come while others are written go together next, at most a hundred', async () => {
    const { change, steps, claims, reading } = world({ hasLedger });
    const first = change(adding({ first: 1 }));
    await reading;
    const others = Array.from({ length: 150 }, (_, at) => change(adding({ [`k${at}`]: 1 })));
    await Promise.all([first, ...others]);
    expect(Object.keys(claims())).toHaveLength(152);
    expect(steps.filter((step) => step.startsWith('core.write'))).toHaveLength(3);
  });

  it('give the lock to whoever else waits for it in between', async () => {
    const { change, lock, claims, reading } = world({ hasLedger });
    const first = change(adding({ first: 1 }));
    await reading;
    const other = lock.acquire(sessionLockKey('a'));
    const next = change(adding({ next: 1 }));
    await first;
    const held = await other;
    expect(claims()).toEqual({ kept: 1, first: 1 });
    await held.release();
    await next;
    expect(claims()).toEqual({ kept: 1, first: 1, next: 1 });
  });

  it('and do not get the lock in time are told so', async () => {
    const { change, lock, steps } = world({ hasLedger, waitMillis: 30 });
    const held = await lock.acquire(sessionLockKey('a'));
    const outcomes = await Promise.allSettled([1, 2, 3].map((x) => change(adding({ x }))));
    expect(outcomes).toMatchObject([1, 2, 3].map(() => ({ reason: { code: 'LOCK_TIMEOUT' } })));
    expect(steps).toEqual([]);
    await held.release();
  });
});

describe('the entries of changes that are written together', () => {
  it('are one intent with consecutive numbers, of which the last is in the payload', async () => {
    const { together, change, steps, ledger, stored, settled } = world();
    await together(() => ['x', 'y', 'z'].map((key) => change(adding({ [key]: 1 }))));
    await settled();
    expect(steps).toEqual(['ledger.read', 'core.read', 'intend', 'core.write by handle', 'applied']);
    expect(ledger.states()).toEqual(['1 APPLIED', '2 APPLIED', '3 APPLIED']);
    expect(ledger.entries.map(({ writes }) => writes.map(({ key }) => key))).toEqual([['x'], ['y'], ['z']]);
    expect(markerSeq(markerIn(stored()))).toBe(3);
  });

  it('are there for what finds its value made by one before it, too', async () => {
    const { together, change, ledger } = world();
    await together(() => [change(adding({ x: 1 })), change(adding({ x: 1 }))]);
    expect(ledger.entries.map(({ writes }) => writes.map(({ kind }) => kind))).toEqual([['ADDED'], ['SAME']]);
  });

  it.each<['is late' | 'is lost']>([['is late'], ['is lost']])(
    'are all unknown where the write %s, and all there with the next one',
    async (fate) => {
      const { together, change, next, landLate, claims, ledger, settled } = world();
      next(fate);
      const outcomes = await together(() => ['x', 'y'].map((key) => change(adding({ [key]: 1 }))));
      expect(outcomes).toMatchObject([{ reason: UNKNOWN }, { reason: UNKNOWN }]);
      const ids = outcomes.map((one) =>
        one.status === 'rejected' ? (one.reason as { changeId: string }).changeId : '',
      );
      expect(ids).toEqual(ledger.entries.map(({ changeId }) => changeId));
      next('lands');
      await change(adding({ z: 1 }));
      await settled();
      expect(claims()).toEqual({ kept: 1, x: 1, y: 1, z: 1 });
      landLate();
      await change(adding({ last: 1 }));
      await settled();
      expect(claims()).toEqual({ kept: 1, x: 1, y: 1, z: 1, last: 1 });
      expect(new Set(ledger.states().map((state) => state.split(' ')[1]))).toEqual(new Set(['APPLIED']));
    },
  );

  it('are all marked by whoever finds that the write has landed', async () => {
    const { together, change, next, landLate, ledger, settled } = world();
    next('is late');
    await together(() => ['x', 'y'].map((key) => change(adding({ [key]: 1 }))));
    landLate();
    expect(await change(adding({ x: 1 }))).toMatchObject({ kind: 'unchanged' });
    await settled();
    expect(ledger.states()).toEqual(['1 APPLIED', '2 APPLIED']);
  });

  it('are in an intent of its own for what has an idempotency key', async () => {
    const { together, change, steps, ledger, claims } = world();
    const keys = [undefined, 'one', undefined, undefined];
    await together(() => keys.map((key, at) => change(adding({ [`k${at}`]: 1 }), null, key)));
    expect(steps.filter((step) => step === 'intend')).toHaveLength(3);
    expect(ledger.commands).toEqual([undefined, 'one', undefined]);
    expect(claims()).toEqual({ kept: 1, k0: 1, k1: 1, k2: 1, k3: 1 });
  });

  it('are all withdrawn where the core refuses, before each is tried alone', async () => {
    const { together, change, refuse, ledger, settled } = world();
    refuse((payload) => 'bad' in payload);
    await together(() => ['x', 'bad'].map((key) => change(adding({ [key]: 1 }))));
    await settled();
    expect(ledger.states()).toEqual(['1 NOT_APPLIED', '2 NOT_APPLIED', '4 APPLIED', '5 NOT_APPLIED']);
  });
});
