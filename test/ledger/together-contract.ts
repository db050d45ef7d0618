import { expect, it } from 'vitest';

import type { Ledger } from '../../src/ledger/ledger.ts';
import { Session } from './session.ts';

const THREE = [{ a: 1 }, { a: 2 }, { b: 1 }];

/** What every ledger makes of several commands that are one write. */
export function togetherContract(current: () => Ledger): void {
  it('marks all commands of one write by the mark of the last', async () => {
    const session = new Session(current());
    await session.apply({ z: 1 });
    const intent = await session.draftTogether(THREE);
    expect(await session.ledger.intend([intent])).toEqual(['INTENDED']);
    expect(intent.entries.map(({ seq }) => seq)).toEqual([2, 3, 4]);
    expect(await session.land(intent)).toBe('MARKED');
    expect(await session.settled()).toMatchObject({ isOpen: false, current: { base: 0, z: 1, a: 2, b: 1 } });
    const { items } = await session.ledger.changes({ stream: session.stream, status: 'APPLIED' }, { first: 10 });
    expect(items.map(({ id }) => id)).toEqual(expect.arrayContaining(intent.changes.map(({ id }) => id)));
  });

  it('withdraws all commands of one write, and no other', async () => {
    const session = new Session(current());
    await session.apply({ z: 1 });
    const intent = await session.draftTogether(THREE);
    await session.ledger.intend([intent]);
    expect(await session.ledger.withdraw(intent)).toBe(true);
    const { items } = await session.ledger.changes({ stream: session.stream, status: 'NOT_APPLIED' }, { first: 10 });
    expect(items).toHaveLength(3);
    expect(await session.settled()).toMatchObject({ isOpen: false, current: { base: 0, z: 1 } });
    expect((await session.apply({ c: 1 })).head.seq).toBe(6);
  });

  it('tells the feed all of them, in their order', async () => {
    const session = new Session(current());
    const { position } = await session.ledger.events({ sinceMillis: Date.now() + 3_600_000 }, 1);
    const intent = await session.draftTogether(THREE);
    await session.ledger.intend([intent]);
    await session.land(intent);
    await expect
      .poll(async () => {
        const { events } = await session.ledger.events(position, 1_000);
        return events.filter(({ entry }) => entry.stream === session.stream).map(({ entry }) => entry.seq);
      })
      .toEqual([1, 2, 3]);
  });
}
