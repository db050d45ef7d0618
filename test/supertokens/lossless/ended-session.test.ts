import { describe, expect, it } from 'vitest';

import { adding, STREAM, world } from './ledger-world.ts';

describe('a session that has ended', () => {
  it('before anything was recorded leaves no trace', async () => {
    const { change, next, steps } = world();
    next('session has ended');
    expect(await change(adding({ mine: 2 }))).toEqual({ kind: 'ended' });
    expect(steps).not.toContain('end');
  });

  it('afterwards is recorded', async () => {
    const { change, next, steps, ledger } = world();
    await change(adding({ mine: 2 }));
    next('session has ended');
    expect(await change(adding({ mine: 3 }))).toEqual({ kind: 'ended' });
    expect(steps.at(-1)).toBe('end');
    expect(ledger.heads.size).toBe(0);
  });

  it.each(['nobody', 'somebody else'])(
    'between the intent and the write leaves no change that its caller was not told of; %s records its end meanwhile',
    async (who) => {
      const { change, next, ledger } = world();
      await change(adding({ mine: 2 }));
      ledger.before.set('intend', () => {
        next('session has ended');
      });
      if (who === 'somebody else') ledger.before.set('withdraw', () => ledger.end([{ stream: STREAM }]));
      expect(await change(adding({ mine: 3 }))).toEqual({ kind: 'ended' });
      expect(ledger.states()).toEqual(['1 APPLIED', '2 NOT_APPLIED']);
      expect(ledger.heads.size).toBe(0);
    },
  );

  it('right after the core has answered, and before the mark, has the change in its history', async () => {
    const { change, ledger, settled } = world();
    ledger.before.set('applied', () => ledger.end([{ stream: STREAM }]));
    expect(await change(adding({ mine: 2 }))).toMatchObject({ kind: 'written' });
    await settled();
    expect(ledger.states()).toEqual(['1 APPLIED']);
  });
});
