import { describe, expect, it } from 'vitest';

import type { ClaimsPatch } from '../../../src/claims/types.ts';
import { ledgerUnavailable } from '../../../src/ledger/unavailable.ts';
import type { Unreached } from '../../../src/ledger/unreached.ts';
import { inProcessLock } from '../../../src/locks/in-process.ts';
import type { ClaimsLock } from '../../../src/locks/lock.ts';
import { Journal } from '../../../src/supertokens/lossless/journal.ts';
import { standingIn } from '../../../src/supertokens/standing/metadata.ts';
import { standingStore } from '../../../src/supertokens/standing/store.ts';
import { sweepStreams } from '../../../src/supertokens/standing/sweep.ts';
import { FakeLedger } from '../lossless/fake-ledger.ts';
import { Members } from './members.ts';

const STREAM = 'standing:ada' as const;

/** One user, whose metadata and sessions obey the test. */
function world() {
  const errors: unknown[] = [];
  const [ledger, members] = [new FakeLedger(), new Members()];
  const journal = new Journal({ ledger, onError: (error) => errors.push(error) });
  const brought: (readonly Unreached[])[] = [];
  let fault: Error | null = null;
  const reachRest = (_userId: string, rest: readonly Unreached[]): Promise<void> => {
    brought.push(rest);
    return fault === null ? Promise.resolve() : Promise.reject(fault);
  };
  const inProcess = inProcessLock();
  let isLost = false;
  const lock: ClaimsLock = {
    ...inProcess,
    acquire: async (...given) => {
      const held = await inProcess.acquire(...given);
      const assertHeld = () => (isLost ? Promise.reject(new Error('lost')) : held.assertHeld());
      return { assertHeld, release: () => held.release() };
    },
  };
  const parts = { lock, journal, reachRest };
  const store = standingStore(parts, () => standingIn(members));
  const newChange = () => journal.newChange({ actor: { kind: 'API_KEY', id: 'crm', name: 'crm' } });
  const locked = (set: ClaimsPatch, inSessions: () => Promise<void> = () => Promise.resolve()) =>
    store.locked('ada', async (section) => {
      const compute = (before: ClaimsPatch) =>
        Promise.resolve({ next: { ...before, ...set }, named: Object.keys(set), result: 'changed' });
      const result = await section.change(compute, newChange());
      await inSessions();
      return result;
    });
  const change = async (...given: Parameters<typeof locked>) => (await locked(...given)).result;
  return {
    ...{ errors, ledger, members, brought, store, change, locked, newChange },
    sweep: () => sweepStreams(parts, () => standingIn(members))(STREAM, () => true),
    cannotReach: (error: Error | null) => {
      fault = error;
    },
    loseLock: () => {
      isLost = true;
    },
  };
}

const dies = (): Promise<void> => Promise.reject(new Error('the process dies'));

describe('a change of standing claims', () => {
  it('is open while it is brought to the sessions, and applied when that is done', async () => {
    const { change, ledger, members } = world();
    const whileBrought: string[] = [];
    await change({ plan: 'PRO' }, () => {
      whileBrought.push(...ledger.states());
      return Promise.resolve();
    });
    expect([whileBrought, ledger.states()]).toEqual([['1 INTENDED'], ['1 APPLIED']]);
    expect(members.plainly()).toEqual({ plan: 'PRO' });
  });

  it('writes nothing where there is nothing to do', async () => {
    const { change, ledger } = world();
    await change({ plan: 'PRO' });
    expect(await change({ plan: 'PRO' })).toBe('changed');
    expect(ledger.states()).toEqual(['1 APPLIED']);
  });

  it('that was left is brought to the sessions by who changes them next, before anything else', async () => {
    const { change, ledger, brought } = world();
    await expect(change({ plan: 'PRO' }, dies)).rejects.toThrow('the process dies');
    expect(ledger.states()).toEqual(['1 INTENDED']);
    await change({ seats: 5 });
    expect(brought).toMatchObject([[{ patch: { plan: 'PRO' } }]]);
    expect(ledger.states()).toEqual(['1 APPLIED', '2 APPLIED']);
  });

  it('stays open where it cannot be brought to them, and so does the next', async () => {
    const { change, ledger, cannotReach, errors, sweep, brought } = world();
    await expect(change({ plan: 'PRO' }, dies)).rejects.toThrow('the process dies');
    cannotReach(new Error('no lock'));
    await change({ seats: 5 });
    expect([ledger.states(), errors]).toEqual([['1 INTENDED', '2 INTENDED'], [new Error('no lock')]]);
    await expect(sweep()).rejects.toThrow('no lock');
    expect(ledger.states()).toEqual(['1 INTENDED', '2 INTENDED']);
    cannotReach(null);
    expect(await sweep()).toBe('LANDED');
    expect(brought.at(-1)).toMatchObject([{ patch: { plan: 'PRO' } }, { patch: { seats: 5 } }]);
    expect(ledger.states()).toEqual(['1 APPLIED', '2 APPLIED']);
  });

  it('says whether it is left open: also where it cannot be marked, or an earlier one could not be brought', async () => {
    const { locked, ledger, cannotReach } = world();
    expect((await locked({ plan: 'PRO' })).isLeftOpen).toBe(false);
    ledger.before.set('applied', () => Promise.reject(ledgerUnavailable('NOT_APPLIED', new Error('down'))));
    expect((await locked({ plan: 'FREE' })).isLeftOpen).toBe(true);
    cannotReach(new Error('no lock'));
    expect((await locked({ seats: 5 })).isLeftOpen).toBe(true);
  });

  it('says that it is left open where the lock was lost: somebody else may have seen it open', async () => {
    const { locked, loseLock, ledger, errors } = world();
    const { isLeftOpen } = await locked({ plan: 'PRO' }, () => {
      loseLock();
      return Promise.resolve();
    });
    expect([isLeftOpen, ledger.states(), errors]).toEqual([true, ['1 APPLIED'], [new Error('lost')]]);
  });

  it('says that it is left open where the core has not answered', async () => {
    const { store, members, newChange } = world();
    members.isSilent = true;
    const { result, isLeftOpen } = await store.locked('ada', (section) => {
      const compute = () => Promise.resolve({ next: { plan: 'PRO' }, named: ['plan'], result: 'changed' });
      return section.change(compute, newChange()).catch(() => 'unknown');
    });
    expect([result, isLeftOpen]).toEqual(['unknown', true]);
  });

  it('that the core has not answered is known to who reads, and is written again by a sweep', async () => {
    const { change, ledger, members, store, sweep } = world();
    members.isSilent = true;
    await expect(change({ plan: 'PRO' })).rejects.toMatchObject({ outcome: 'UNKNOWN' });
    expect([await store.read('ada'), members.plainly()]).toEqual([{ plan: 'PRO' }, {}]);
    expect(ledger.steps).toContain('wake');
    members.isSilent = false;
    expect(await sweep()).toBe('REPAIRED');
    expect([members.plainly(), ledger.states()]).toEqual([{ plan: 'PRO' }, ['1 APPLIED', '2 APPLIED']]);
  });

  it('is not made where the ledger does not answer; what is stored can be read', async () => {
    const { change, ledger, members, store } = world();
    members.landPlain({ plan: 'FREE' });
    const fail = (): Promise<void> => Promise.reject(ledgerUnavailable('NOT_APPLIED', new Error('down')));
    ledger.before.set('intend', fail);
    await expect(change({ plan: 'PRO' })).rejects.toMatchObject({ code: 'LEDGER_UNAVAILABLE', outcome: 'NOT_APPLIED' });
    ledger.before.set('ledger.read', fail);
    expect([await store.read('ada'), members.plainly()]).toEqual([{ plan: 'FREE' }, { plan: 'FREE' }]);
  });
});
