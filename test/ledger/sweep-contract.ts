import { expect, it } from 'vitest';

import type { Ledger } from '../../src/ledger/ledger.ts';
import { sweepStream } from '../../src/ledger/sweep/sweep-stream.ts';
import type { SweepOutcome } from '../../src/ledger/sweep/sweeper.ts';
import { Session } from './session.ts';
import { change } from './world.ts';

type Core = 'answers' | 'is silent' | 'has ended the session' | 'ends the session before the write';

function sweep(session: Session, mayRepair = true, core: Core = 'answers'): Promise<SweepOutcome> {
  const store = {
    read: () => Promise.resolve(core === 'has ended the session' ? null : session.stored),
    write: (payload: typeof session.stored): Promise<boolean> => {
      if (core === 'is silent') return Promise.reject(new Error('no answer'));
      if (core === 'ends the session before the write') return Promise.resolve(false);
      session.stored = payload;
      return Promise.resolve(true);
    },
  };
  const options = { ledger: session.ledger, store, options: () => session.options(), mayRepair: () => mayRepair };
  return sweepStream({ ...options, systemChange: () => change('SYSTEM', { userId: session.userId }) });
}

/** What a sweep makes of a stream, with every ledger. */
export function sweepContract(current: () => Ledger): void {
  it('a sweep brings newer changes back where an older write has landed on top, and then finds all well', async () => {
    const session = new Session(current());
    const late = await session.draft({ a: 1, b: 1 });
    await session.ledger.intend([late]);
    await session.apply({ b: null });
    await session.land(late);
    expect(session.stored).toMatchObject({ a: 1, b: 1 });
    expect(await sweep(session)).toBe('REPAIRED');
    expect(session.stored).toMatchObject({ a: 1 });
    expect(session.stored).not.toHaveProperty('b');
    expect(await sweep(session)).toBe('SETTLED');
    expect((await session.ledger.read([session.stream])).get(session.stream)?.entries).toEqual([]);
  });

  it('a sweep writes what a dead process has intended, and marks what has landed unnoticed', async () => {
    const session = new Session(current());
    const intent = await session.draft({ a: 1 });
    await session.ledger.intend([intent]);
    session.stored = intent.payload ?? {};
    expect(await sweep(session)).toBe('LANDED');
    expect(await sweep(session)).toBe('SETTLED');
    await session.ledger.intend([await session.draft({ a: 2 })]);
    expect(await sweep(session)).toBe('REPAIRED');
    expect(session.stored).toMatchObject({ a: 2 });
    const { items } = await session.ledger.changes({ stream: session.stream, status: 'APPLIED' }, { first: 10 });
    expect(items.map(({ actor }) => actor.kind)).toEqual(['SYSTEM', 'USER', 'USER']);
  });

  it('a sweep takes what it finds as it is where it may not repair', async () => {
    const session = new Session(current());
    await session.apply({ a: 1 });
    session.stored = { base: 0 };
    expect(await sweep(session, false)).toBe('ADOPTED');
    expect(await session.settled()).toMatchObject({ isOpen: false, current: { base: 0 } });
    expect(await sweep(session)).toBe('SETTLED');
  });

  it('a sweep leaves a repair open where the core is silent, and closes all where the session has ended', async () => {
    const session = new Session(current());
    const intent = await session.draft({ a: 1 });
    await session.ledger.intend([intent]);
    await expect(sweep(session, true, 'is silent')).rejects.toThrow('no answer');
    expect((await session.settled()).isOpen).toBe(true);
    expect(await sweep(session, true, 'has ended the session')).toBe('ENDED');
    const { items } = await session.ledger.targets(intent.changes[0]?.id ?? '', { first: 1 });
    expect(items[0]?.entry.state).toBe('APPLIED');
  });

  it('a sweep whose write the core refuses, since the session has ended, has repaired nothing', async () => {
    const session = new Session(current());
    await session.ledger.intend([await session.draft({ a: 1 })]);
    expect(await sweep(session, true, 'ends the session before the write')).toBe('ENDED');
    const { items } = await session.ledger.changes({ stream: session.stream, status: 'NOT_APPLIED' }, { first: 10 });
    expect(items.map(({ actor }) => actor.kind)).toEqual(['SYSTEM']);
  });
}
