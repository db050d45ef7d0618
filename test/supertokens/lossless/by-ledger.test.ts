import { describe, expect, it } from 'vitest';

import { ClaimsetError } from '../../../src/claims/errors.ts';
import { markerIn, markerSeq } from '../../../src/ledger/marker.ts';
import { adding, coreError, STREAM, world } from './ledger-world.ts';

const UNKNOWN = { code: 'SESSION_CORE_UNAVAILABLE', outcome: 'UNKNOWN' };

describe('a change with a ledger', () => {
  it('reads the ledger and the core once, intends, sends once, and marks; the lock proves nothing', async () => {
    const { steps, change, claims, settled, ledger } = world();
    expect(await change(adding({ mine: 2 }))).toMatchObject({ kind: 'written', result: 'added', written: 'token' });
    await settled();
    expect(steps).toEqual(['ledger.read', 'core.read', 'intend', 'core.write', 'applied']);
    expect(claims()).toEqual({ kept: 1, mine: 2 });
    expect(ledger.states()).toEqual(['1 APPLIED']);
  });

  it('keeps who had put a value there before it was brought to the session', async () => {
    const { change, ledger } = world();
    const standing = { changeId: 'standing', by: 'API_KEY' } as const;
    await change(adding({ plan: 'PRO', mine: 2 }), undefined, { plan: standing, kept: standing });
    const { origins } = ledger.heads.get(STREAM) ?? {};
    expect(origins).toEqual({ plan: standing, mine: { changeId: expect.any(String) as string, by: 'USER' } });
    expect(origins?.['mine']?.changeId).not.toBe('standing');
  });

  it('carries the number of its entry in what is written', async () => {
    const { change, stored } = world();
    await change(adding({ mine: 2 }));
    await change(adding({ mine: 3 }));
    expect(markerSeq(markerIn(stored()))).toBe(2);
  });

  it('of nothing writes nothing, and records nothing', async () => {
    const { steps, change } = world();
    expect(await change(adding({ kept: 1 }))).toMatchObject({ kind: 'unchanged', stored: { handle: 'a' } });
    expect(steps).toEqual(['ledger.read', 'core.read']);
  });

  it('whose number is taken begins again, and sees what came between', async () => {
    const { steps, change, claims, ledger, newProcess } = world();
    let rival: Promise<unknown> | undefined;
    ledger.before.set('intend', () => {
      rival = change(adding({ rival: 1 }), newProcess());
      return rival.then(() => undefined);
    });
    await change(adding({ mine: 2 }));
    await rival;
    expect(claims()).toEqual({ kept: 1, mine: 2, rival: 1 });
    expect(steps.filter((step) => step === 'core.write')).toHaveLength(2);
  });
});

describe('a write that is not answered', () => {
  it('is UNKNOWN, with the change by which one may ask for it', async () => {
    const { change, next, ledger, settled, steps } = world();
    next('is lost');
    await expect(change(adding({ mine: 2 }))).rejects.toMatchObject({
      ...UNKNOWN,
      changeId: expect.any(String) as string,
    });
    await settled();
    expect(ledger.states()).toEqual(['1 INTENDED']);
    expect(steps).toContain('unanswered');
  });

  it('is sent once', async () => {
    const { change, next, steps } = world();
    next(coreError(500));
    await expect(change(adding({ mine: 2 }))).rejects.toMatchObject(UNKNOWN);
    expect(steps.filter((step) => step === 'core.write')).toHaveLength(1);
  });

  it('is part of the next one, however late it lands', async () => {
    const { change, next, landLate, claims, ledger, settled } = world();
    next('is late');
    await expect(change(adding({ first: 1, both: 1 }))).rejects.toMatchObject(UNKNOWN);
    next('lands');
    await change(adding({ second: 2, both: 2 }));
    await settled();
    expect(claims()).toEqual({ kept: 1, first: 1, second: 2, both: 2 });
    expect(ledger.states()).toEqual(['1 APPLIED', '2 APPLIED']);
    landLate();
    await change(adding({ third: 3 }));
    expect(claims()).toEqual({ kept: 1, first: 1, second: 2, both: 2, third: 3 });
  });

  it('makes a command that would change nothing write, since it may land yet', async () => {
    const { change, next, claims, settled, ledger } = world();
    next('is late');
    await expect(change(adding({ mine: 2 }))).rejects.toMatchObject(UNKNOWN);
    next('lands');
    expect(await change(adding({ mine: 2 }))).toMatchObject({ kind: 'written' });
    await settled();
    expect(claims()).toEqual({ kept: 1, mine: 2 });
    expect(ledger.states()).toEqual(['1 APPLIED', '2 APPLIED']);
  });

  it('and that the core has refused is withdrawn: it never happens', async () => {
    const { change, next, claims, ledger } = world();
    next(coreError(400));
    await expect(change(adding({ mine: 2 }))).rejects.toThrow('400');
    next('lands');
    await change(adding({ other: 3 }));
    expect(claims()).toEqual({ kept: 1, other: 3 });
    expect(ledger.states()[0]).toBe('1 NOT_APPLIED');
  });

  it('and that cannot be withdrawn is UNKNOWN', async () => {
    const { change, next, ledger, errors } = world();
    next(coreError(400));
    ledger.before.set('withdraw', () => {
      throw new Error('away');
    });
    await expect(change(adding({ mine: 2 }))).rejects.toMatchObject(UNKNOWN);
    expect(errors).toMatchObject([{ message: 'away' }]);
  });
});

describe('a ledger that does not answer', () => {
  it.each(['ledger.read', 'intend'])('at %s: nothing is sent', async (step) => {
    const { change, ledger, steps } = world();
    ledger.before.set(step, () => {
      throw new ClaimsetError('LEDGER_UNAVAILABLE', 'away', { outcome: 'NOT_APPLIED' });
    });
    await expect(change(adding({ mine: 2 }))).rejects.toMatchObject({
      code: 'LEDGER_UNAVAILABLE',
      outcome: 'NOT_APPLIED',
    });
    expect(steps).not.toContain('core.write');
  });

  it('and may have committed the intent: nothing is sent, and what becomes of it is not known', async () => {
    const { change, ledger, steps } = world();
    ledger.before.set('intend', () => {
      throw new ClaimsetError('LEDGER_UNAVAILABLE', 'away', { outcome: 'UNKNOWN' });
    });
    await expect(change(adding({ mine: 2 }))).rejects.toMatchObject({
      ...{ code: 'LEDGER_UNAVAILABLE', outcome: 'UNKNOWN', changeId: expect.any(String) as string },
    });
    expect(steps).not.toContain('core.write');
  });

  it('at the mark leaves the answer as it is, and the entry open', async () => {
    const { change, ledger, errors, settled } = world();
    ledger.before.set('applied', () => {
      throw new Error('away');
    });
    expect(await change(adding({ mine: 2 }))).toMatchObject({ kind: 'written' });
    await settled();
    expect(errors).toHaveLength(1);
    expect(ledger.states()).toEqual(['1 INTENDED']);
  });
});
