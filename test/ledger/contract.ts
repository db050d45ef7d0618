import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Ledger } from '../../src/ledger/ledger.ts';
import { changedSinceContract } from './changed-since-contract.ts';
import { commandsContract } from './commands-contract.ts';
import { endsContract } from './ends-contract.ts';
import { recordsContract } from './records-contract.ts';
import { newStream, Session } from './session.ts';
import { standingContract } from './standing-contract.ts';
import { sweepContract } from './sweep-contract.ts';
import { togetherContract } from './together-contract.ts';
import { change } from './world.ts';

/** What every ledger does. `open` may answer the same ledger again and again. */
export function ledgerContract(name: string, open: () => Promise<Ledger>): void {
  describe(`${name}: a ledger`, () => {
    let ledger: Ledger;
    beforeAll(async () => {
      ledger = await open();
    });
    afterAll(() => ledger.close());

    it('answers what it was given, in the order of the numbers', async () => {
      const session = new Session(ledger);
      await session.apply({ a: 1 });
      const open = await session.draft({ a: 2, b: 3 });
      await ledger.intend([open]);
      const view = (await ledger.read([session.stream])).get(session.stream);
      expect(view?.head).toEqual(open.head);
      expect(view?.entries.map((entry) => ({ ...entry, writesOnceApplied: null }))).toEqual(open.entries);
      expect(view?.completeFrom).toBe(2);
    });

    it('reads older entries where it is asked for them, and streams that it does not know', async () => {
      const session = new Session(ledger);
      for (const a of [1, 2, 3]) await session.apply({ a });
      const unknown = newStream();
      const views = await ledger.read([session.stream, unknown], new Map([[session.stream, 2]]));
      expect(views.get(session.stream)?.entries.map(({ seq }) => seq)).toEqual([2, 3]);
      expect(views.get(unknown)).toEqual({ head: null, entries: [], completeFrom: 0 });
    });

    it.each([0, 1])('gives the next number of a stream with %i entries once', async (entries) => {
      const session = new Session(ledger);
      for (let a = 0; a < entries; a += 1) await session.apply({ a });
      const rivals = await Promise.all(Array.from({ length: 8 }, (_, b) => session.draft({ b: b + 1 })));
      const outcomes = await Promise.all(rivals.map((intent) => ledger.intend([intent])));
      expect(outcomes.flat().filter((outcome) => outcome === 'INTENDED')).toHaveLength(1);
      expect((await session.settled()).head?.seq).toBe(entries + 1);
    });

    it('commits many intents together, each for itself', async () => {
      const sessions = Array.from({ length: 30 }, () => new Session(ledger));
      const by = change('API_KEY');
      const intents = await Promise.all(sessions.map((session) => session.draft({ a: 1 }, by)));
      await sessions[7]?.apply({ z: 1 });
      const outcomes = await ledger.intend(intents);
      expect(outcomes.map((outcome, index) => (outcome === 'TAKEN' ? index : null)).filter((i) => i !== null)).toEqual([
        7,
      ]);
      const { items, hasNextPage } = await ledger.targets(by.id, { first: 20 });
      const rest = await ledger.targets(by.id, { first: 20, after: items.at(-1)?.cursor ?? 0 });
      expect([items.length, hasNextPage, rest.items.length, rest.hasNextPage]).toEqual([20, true, 9, false]);
    });

    it('withdraws what was not sent, and gives its number to nobody', async () => {
      const session = new Session(ledger);
      await session.apply({ a: 1 });
      const intent = await session.draft({ a: 2 });
      await ledger.intend([intent]);
      const stale = await session.draft({ b: 1 });
      expect(await ledger.withdraw(intent)).toBe(true);
      expect(await ledger.intend([stale])).toEqual(['TAKEN']);
      expect(await session.settled()).toMatchObject({ isOpen: false, current: { base: 0, a: 1 } });
      expect((await session.apply({ c: 1 })).head.seq).toBe(4);
    });

    it('does not withdraw what somebody has built on', async () => {
      const session = new Session(ledger);
      const intent = await session.draft({ a: 2 });
      await ledger.intend([intent]);
      await ledger.intend([await session.draft({ b: 1 })]);
      expect(await ledger.withdraw(intent)).toBe(false);
    });

    it('says of a mark whether the log has gone on, and marks what came before', async () => {
      const session = new Session(ledger);
      const first = await session.draft({ a: 1 });
      await ledger.intend([first]);
      const next = await session.draft({ b: 1 });
      await ledger.intend([next]);
      expect(await session.land(next)).toBe('MARKED');
      expect((await ledger.read([session.stream])).get(session.stream)?.entries).toEqual([]);
      expect(await session.land(first)).toBe('NEWER');
      expect(await ledger.applied([{ stream: newStream(), seq: 1, isAnswered: true }])).toEqual(['GONE']);
    });

    it('keeps no values of claims that are not to be kept, once they are applied', async () => {
      const session = new Session(ledger);
      const intent = await session.draft({ kept: 1, hidden: 2 }, change(), (key) => key !== 'hidden');
      await ledger.intend([intent]);
      const writes = async (): Promise<unknown> =>
        (await ledger.targets(intent.changes[0]?.id ?? '', { first: 1 })).items[0]?.entry.writes;
      expect(await writes()).toMatchObject([
        { key: 'kept', after: 1 },
        { key: 'hidden', after: 2 },
      ]);
      await session.land(intent);
      expect(await writes()).toEqual([
        { key: 'kept', kind: 'ADDED', after: 1, takesAway: false },
        { key: 'hidden', kind: 'ADDED', takesAway: false, isErased: true },
      ]);
      expect((await session.settled()).head?.payload).toMatchObject({ hidden: 2 });
    });

    it('keeps no values of claims that are not to be kept, once they are withdrawn', async () => {
      const session = new Session(ledger);
      const intent = await session.draft({ kept: 1, hidden: 2 }, change(), (key) => key !== 'hidden');
      await ledger.intend([intent]);
      expect(await ledger.withdraw(intent)).toBe(true);
      const { items } = await ledger.targets(intent.changes[0]?.id ?? '', { first: 1 });
      expect(items[0]?.entry).toMatchObject({ state: 'NOT_APPLIED', writes: [{ after: 1 }, { isErased: true }] });
      expect(items[0]?.entry.writes[1]).not.toHaveProperty('after');
      expect((await session.settled()).head?.payload).toEqual({ base: 0 });
    });

    endsContract(() => ledger);
    recordsContract(() => ledger);
    commandsContract(() => ledger);
    sweepContract(() => ledger);
    standingContract(() => ledger);
    changedSinceContract(() => ledger);
    togetherContract(() => ledger);
  });
}
