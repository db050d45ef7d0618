import { randomUUID } from 'node:crypto';

import { expect, it } from 'vitest';

import type { Ledger } from '../../src/ledger/ledger.ts';
import { newStream, Session } from './session.ts';
import { change } from './world.ts';

/** What becomes of a stream whose session ends, with every ledger. */
export function endsContract(current: () => Ledger): void {
  const stateOf = async (changeId: string | undefined): Promise<string | undefined> =>
    (await current().targets(changeId ?? '', { first: 1 })).items[0]?.entry.state;
  const kindsInFeed = async (after: string, { stream }: Session): Promise<readonly string[]> =>
    (await current().events(after, 1_000)).events
      .map(({ entry }) => entry)
      .flatMap((entry) => (entry.stream === stream ? [entry.kind] : []));

  it('ends a session: what is open counts, for it may have been acknowledged, and nothing comes after', async () => {
    const ledger = current();
    const session = new Session(ledger);
    await session.apply({ a: 1 });
    const open = await session.draft({ a: 2 });
    await ledger.intend([open]);
    const ending = change('USER');
    await ledger.end([{ stream: session.stream, change: ending }]);
    await ledger.end([{ stream: session.stream, change: change('SYSTEM') }]);
    expect(await stateOf(open.changes[0]?.id)).toBe('APPLIED');
    const { items } = await ledger.changes({ stream: session.stream }, { first: 10 });
    expect(items.map(({ id }) => id)).toEqual([ending.id, open.changes[0]?.id, expect.any(String)]);
    expect(await ledger.intend([await session.draft({ a: 3 })])).toEqual(['TAKEN']);
  });

  it('leaves what was acknowledged APPLIED where its mark comes after the end of its session', async () => {
    const ledger = current();
    const session = new Session(ledger);
    const open = await session.draft({ a: 1 });
    await ledger.intend([open]);
    await ledger.end([{ stream: session.stream, change: change('SYSTEM') }]);
    expect(await session.land(open)).toBe('GONE');
    expect(await stateOf(open.changes[0]?.id)).toBe('APPLIED');
    expect(await ledger.takeDue(1_000)).not.toContain(session.stream);
  });

  it('takes back what the core has refused, since the session had ended, before its end is recorded or after', async () => {
    const ledger = current();
    const { position } = await ledger.events({ sinceMillis: Date.now() + 3_600_000 }, 1);
    const [before, after] = [new Session(ledger), new Session(ledger)];
    const [first, second] = [await before.draft({ a: 1 }), await after.draft({ a: 1 })];
    await ledger.intend([first, second]);
    expect(await ledger.withdraw(first)).toBe(true);
    await ledger.end([before, after].map(({ stream }) => ({ stream, change: change('USER') })));
    expect(await ledger.withdraw(second)).toBe(true);
    expect([await stateOf(first.changes[0]?.id), await stateOf(second.changes[0]?.id)]).toEqual([
      'NOT_APPLIED',
      'NOT_APPLIED',
    ]);
    expect([await kindsInFeed(position, before), await kindsInFeed(position, after)]).toEqual([['ENDED'], ['ENDED']]);
    expect(
      await ledger.end([{ stream: after.stream, change: change('USER') }]).then(() => stateOf(second.changes[0]?.id)),
    ).toBe('NOT_APPLIED');
  });

  it('does not take back, after the end, what somebody had built on, or what had been there before', async () => {
    const ledger = current();
    const session = new Session(ledger);
    const applied = await session.apply({ a: 1 });
    const intent = await session.draft({ a: 2 });
    await ledger.intend([intent]);
    const next = await session.draft({ b: 1 });
    await ledger.intend([next]);
    await ledger.end([{ stream: session.stream, change: change('USER') }]);
    expect(await ledger.withdraw(intent)).toBe(false);
    expect(await ledger.withdraw(next)).toBe(true);
    const changes = [applied, intent, next].map(({ changes: [one] }) => stateOf(one?.id));
    expect(await Promise.all(changes)).toEqual(['APPLIED', 'APPLIED', 'NOT_APPLIED']);
  });

  it.each(['by its stream', 'by its user'])(
    'looks after a session that is about to end, %s, until it has',
    async (by) => {
      const ledger = current();
      const [session, other] = [new Session(ledger, randomUUID()), new Session(ledger)];
      await session.apply({ a: 1 }, change('USER', { userId: session.userId }));
      await other.apply({ a: 1 });
      const which = by === 'by its stream' ? [session.stream] : { userId: session.userId };
      await ledger.ending(which, 60_000);
      expect(await ledger.takeDue(1_000)).not.toContain(session.stream);
      await ledger.ending(which, 0);
      const due = await ledger.takeDue(1_000);
      expect([due.includes(session.stream), due.includes(other.stream)]).toEqual([true, false]);
      await ledger.ending(which, 0);
      await ledger.end([{ stream: session.stream, change: change('USER') }]);
      await ledger.ending(which, 0);
      expect(await ledger.takeDue(1_000)).not.toContain(session.stream);
    },
  );

  it('keeps nothing of the end of a session that has no log', async () => {
    const stream = newStream();
    await current().ending([stream], 0);
    expect(await current().takeDue(1_000)).not.toContain(stream);
  });
}
