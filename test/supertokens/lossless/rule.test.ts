import { describe, expect, it } from 'vitest';

import type { ComputeClaims } from '../../../src/claims/ports.ts';
import type { ClaimsPayload, StoredSession } from '../../../src/claims/types.ts';
import { type ClaimsLock, lockName } from '../../../src/locks/lock.ts';
import type { PayloadStore } from '../../../src/supertokens/lossless/payload-store.ts';
import { changePayload } from '../../../src/supertokens/lossless/rule.ts';
import { DEFAULT_TIME_LIMITS } from '../../../src/supertokens/lossless/section.ts';
import { exclusively } from '../../../src/supertokens/lossless/together/exclusively.ts';
import { storedSession } from '../../claims/fakes.ts';

const UNKNOWN = { code: 'SESSION_CORE_UNAVAILABLE', outcome: 'UNKNOWN' };
const coreError = (status: number) =>
  new Error(`SuperTokens core threw an error for a PUT request with status code: ${status} and message: no`);

/** What goes wrong; nothing by default. */
interface Faults {
  readonly acquire?: Error;
  readonly read?: Error;
  readonly assertHeld?: Error;
  readonly write?: Error;
  readonly isHeldToTheEnd?: boolean;
  readonly isEndedBefore?: 'read' | 'write';
}

/** A lock and a store in memory that write down in which order they are used. */
function world(faults: Faults = {}) {
  const steps: string[] = [];
  let stored: StoredSession = storedSession('a', 'user', 'public', { kept: 1 });
  const step = <T>(name: string, fault: Error | undefined, result: T): Promise<T> => {
    steps.push(name);
    return fault === undefined ? Promise.resolve(result) : Promise.reject(fault);
  };
  const held = {
    assertHeld: () => step('assertHeld', faults.assertHeld, undefined),
    release: () => (steps.includes('release') ? Promise.resolve(false) : step('release', undefined, isHeld)),
  };
  const isHeld = faults.isHeldToTheEnd ?? true;
  const lock: ClaimsLock = {
    acquire: (key) => step(`acquire ${lockName(key)}`, faults.acquire, held),
    close: () => Promise.resolve(),
  };
  const store: PayloadStore<string> = {
    ...{ accessToken: null, answer: undefined, follow: () => Promise.resolve('followed') },
    read: () => step('read', faults.read, faults.isEndedBefore === 'read' ? null : stored),
    write: (payload) => {
      if (faults.write === undefined) stored = { ...stored, payload };
      return step('write', faults.write, faults.isEndedBefore === 'write' ? null : 'token');
    },
  };
  const change = (compute: ComputeClaims<string>) =>
    changePayload(exclusively(lock, 'a', DEFAULT_TIME_LIMITS), store, compute, null);
  return { steps, change, payload: () => stored.payload };
}

const adding =
  (claims: ClaimsPayload): ComputeClaims<string> =>
  ({ payload }) => ({ next: { ...payload, ...claims }, result: 'added' });

describe('a change of a payload', () => {
  it('is computed from what is read under the lock, written once, and acknowledged when the lock is given back', async () => {
    const { steps, change, payload } = world();
    expect(await change(adding({ mine: 2 }))).toMatchObject({ kind: 'written', result: 'added', written: 'token' });
    expect(steps).toEqual(['acquire session:a', 'read', 'assertHeld', 'write', 'release']);
    expect(payload()).toEqual({ kept: 1, mine: 2 });
  });

  it.each<[string, ComputeClaims<string>]>([
    ['leads to what is stored', adding({ kept: 1 })],
    ['is to be left', () => ({ next: null, result: 'added' })],
  ])('that %s writes nothing', async (_name, compute) => {
    const { steps, change } = world();
    expect(await change(compute)).toMatchObject({ kind: 'unchanged', stored: { handle: 'a' }, result: 'added' });
    expect(steps).toEqual(['acquire session:a', 'read', 'release']);
  });

  it.each<['read' | 'write', number]>([
    ['read', 3],
    ['write', 5],
  ])('of a session that has ended before its %s says so', async (isEndedBefore, length) => {
    const { steps, change } = world({ isEndedBefore });
    expect(await change(adding({ mine: 2 }))).toEqual({ kind: 'ended' });
    expect(steps).toHaveLength(length);
  });
});

describe('a change that fails', () => {
  it('without a lock reads nothing', async () => {
    const { steps, change } = world({ acquire: new Error('no lock') });
    await expect(change(adding({ mine: 2 }))).rejects.toThrow('no lock');
    expect(steps).toEqual(['acquire session:a']);
  });

  it.each<[string, Faults, object]>([
    ['the read', { read: coreError(500) }, { code: 'SESSION_CORE_UNAVAILABLE', outcome: 'NOT_APPLIED' }],
    ['the lock before the write', { assertHeld: new Error('lost') }, { message: 'lost' }],
  ])('at %s writes nothing, and gives the lock back', async (_name, faults, error) => {
    const { steps, change } = world(faults);
    await expect(change(adding({ mine: 2 }))).rejects.toMatchObject(error);
    expect(steps).not.toContain('write');
    expect(steps).toContain('release');
  });

  it('in what computes it writes nothing, and gives the lock back', async () => {
    const { steps, change } = world();
    const refuse = (): never => {
      throw new Error('refused');
    };
    await expect(change(refuse)).rejects.toThrow('refused');
    expect(steps).toEqual(['acquire session:a', 'read', 'release']);
  });

  it.each<[string, Faults, object]>([
    ['the core answers it with 500', { write: coreError(500) }, UNKNOWN],
    ['its answer does not come', { write: new TypeError('fetch failed') }, UNKNOWN],
    ['the core refuses it', { write: coreError(400) }, { message: expect.stringContaining('400') as string }],
    ['the lock was gone when it had returned', { isHeldToTheEnd: false }, UNKNOWN],
  ])('in its write is not acknowledged: %s', async (_name, faults, error) => {
    const { steps, change } = world(faults);
    await expect(change(adding({ mine: 2 }))).rejects.toMatchObject(error);
    expect(steps.filter((step) => step === 'write' || step === 'release')).toEqual(['write', 'release']);
  });
});
