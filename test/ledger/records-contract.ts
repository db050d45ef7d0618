import { randomUUID } from 'node:crypto';

import { expect, it } from 'vitest';

import { intendCommand } from '../../src/ledger/intend.ts';
import type { Ledger, PushTask } from '../../src/ledger/ledger.ts';
import { newStream, Session } from './session.ts';
import { change } from './world.ts';

/** What every ledger does besides keeping the order: commands, history, sweeps, the feed, forgetting. */
export function recordsContract(current: () => Ledger): void {
  it('remembers a command with its key, for its caller, until it is released', async () => {
    const ledger = current();
    const session = new Session(ledger);
    const by = change();
    const command = { caller: `user:${by.id}`, key: 'k', inputHash: 'h', changeId: by.id };
    expect(await ledger.intend([await session.draft({ a: 1 }, by)], command)).toEqual(['INTENDED']);
    expect(await ledger.recall(command.caller, 'k')).toEqual({ ...command, answer: null });
    const other = { ...command, changeId: change().id };
    expect(await ledger.intend([await new Session(ledger).draft({ a: 1 })], other)).toEqual(['TAKEN']);
    await ledger.remember({ ...command, answer: '{"ok":"\\u0000"}' });
    expect(await ledger.recall(command.caller, 'k')).toMatchObject({ answer: '{"ok":"\\u0000"}' });
    expect(await ledger.recall('somebody', 'k')).toBeNull();
    await ledger.release({ ...command, changeId: change().id });
    expect(await ledger.recall(command.caller, 'k')).not.toBeNull();
    await ledger.release(command);
    expect(await ledger.recall(command.caller, 'k')).toBeNull();
  });

  it('commits the intents of one command together, and those of no other with its key', async () => {
    const ledger = current();
    const [by, other] = [change(), change()];
    const command = { caller: 'key:crm', key: by.id, inputHash: 'h', changeId: by.id };
    const drafts = [by, by, by, other].map((one) => new Session(ledger).draft({ a: 1 }, one));
    const intents = await Promise.all(drafts);
    const outcomes = await Promise.all(
      intents.map((intent, index) =>
        ledger.intend([intent], index === 3 ? { ...command, changeId: other.id } : command),
      ),
    );
    // Which of the two comes first is not said.
    const [first, second, third, ofOther] = outcomes.flat();
    expect([second, third, ofOther]).toEqual([first, first, first === 'TAKEN' ? 'INTENDED' : 'TAKEN']);
    expect((await ledger.changesById([by.id, other.id])).size).toBe(1);
  });

  it('keeps every value and every name that JSON can carry', async () => {
    const ledger = current();
    const session = new Session(ledger);
    const settled = await session.settled();
    const next = { ...settled.current, 'a\0b': "it's \\ \u0000 \ud83d\ude00 $1", "k'--": [null, { x: [] }], ü: null };
    const by = change('USER', { reason: "'; DROP TABLE x; -- \0 $2" });
    const intent = intendCommand(settled, { change: by, next, named: [] }, session.options());
    if (intent === null) throw new Error('nothing to do');
    await ledger.intend([intent]);
    expect((await session.settled()).head?.payload).toEqual(next);
    const found = await ledger.changes({ key: 'a\0b', stream: session.stream }, { first: 1 });
    expect(found.items.map(({ id }) => id)).toEqual([by.id]);
  });

  it('gives the changes that fit all conditions, the newest first, page by page', async () => {
    const ledger = current();
    const userId = randomUUID();
    const session = new Session(ledger, userId);
    const [one, two] = [
      change('USER', { userId, actor: { kind: 'USER', id: userId, name: null } }),
      change('API_KEY', { userId }),
    ];
    await session.apply({ a: 1 }, one);
    await session.apply({ b: 1 }, two);
    const three = change('USER', { userId, reverts: one.id });
    await ledger.intend([await session.draft({ a: 2 }, three)]);
    const ids = async (filter: Parameters<Ledger['changes']>[0]): Promise<string[]> =>
      (await ledger.changes({ userId, ...filter }, { first: 10 })).items.map(({ id }) => id);
    expect(await ids({})).toEqual([three.id, two.id, one.id]);
    expect(await ids({ key: 'a' })).toEqual([three.id, one.id]);
    expect(await ids({ actorKind: 'API_KEY' })).toEqual([two.id]);
    expect(await ids({ actorId: userId, key: 'a' })).toEqual([one.id]);
    expect(await ids({ status: 'INTENDED' })).toEqual([three.id]);
    expect(await ids({ status: 'INTENDED', key: 'b' })).toEqual([]);
    expect(await ids({ status: 'APPLIED' })).toEqual([two.id, one.id]);
    expect(await ids({ status: 'APPLIED', stream: session.stream, key: 'b' })).toEqual([two.id]);
    expect(await ids({ stream: newStream() })).toEqual([]);
    expect(await ids({ sinceMillis: Date.now() + 60_000 })).toEqual([]);
    expect(await ids({ untilMillis: Date.now() + 60_000, sinceMillis: Date.now() - 60_000 })).toHaveLength(3);
    const page = await ledger.changes({ userId }, { first: 2 });
    const rest = await ledger.changes({ userId }, { first: 2, after: page.items[1]?.id ?? '' });
    expect([page.hasNextPage, rest.items.map(({ id }) => id), rest.hasNextPage]).toEqual([true, [one.id], false]);
    expect(await ledger.revertedBy(one.id)).toEqual([three]);
    expect([...(await ledger.changesById([two.id, randomUUID()])).values()]).toEqual([two]);
  });

  it('gives each stream that is due to one caller, and soon after a write that was not answered', async () => {
    const ledger = current();
    const session = new Session(ledger);
    const intent = await session.draft({ a: 1 });
    await ledger.intend([intent]);
    expect(await ledger.takeDue(1_000)).not.toContain(session.stream);
    await ledger.wake([session.stream]);
    const taken = await Promise.all([ledger.takeDue(1_000), ledger.takeDue(1_000)]);
    expect(taken.flat().filter((stream) => stream === session.stream)).toHaveLength(1);
    const { count, oldestAtMillis } = await ledger.open();
    expect(count).toBeGreaterThan(0);
    expect(Math.abs(Date.now() - (oldestAtMillis ?? 0))).toBeLessThan(60_000);
  });

  it('shows in the feed what was applied, once, in order, and the end of a session', async () => {
    const ledger = current();
    const { position } = await ledger.events({ sinceMillis: Date.now() + 3_600_000 }, 1);
    const session = new Session(ledger);
    const open = await session.draft({ a: 1 });
    await ledger.intend([open]);
    const nothing = await ledger.events(position, 100);
    expect(nothing).toMatchObject({ events: [], isGap: false, isFull: false });
    await session.land(open);
    await session.apply({ a: 2 });
    await ledger.end([{ stream: session.stream, change: change() }]);
    const first = await ledger.events(nothing.position, 1);
    expect(first.isFull).toBe(true);
    const rest = await ledger.events(first.position, 100);
    const events = [...first.events, ...rest.events].map(({ entry }) => entry);
    expect(events.map(({ kind }) => kind)).toEqual(['WRITE', 'WRITE', 'ENDED']);
    expect(events[1]?.previousHash).toBe(events[0]?.landing.hash);
    const later = await ledger.events(rest.position, 100);
    expect(later.events).toEqual([]);
    expect(later.completeUntilMillis).toBeGreaterThan(Date.now() - 60_000);
    const recent = await ledger.events({ sinceMillis: Date.now() - 60_000 }, 10_000);
    expect(recent.events.filter(({ entry }) => entry.stream === session.stream)).toHaveLength(3);
  });

  it.each(['', 'x', '999.1.1', '1.2'])('says that there is a gap after the position %j', async (position) => {
    const ledger = current();
    expect(await ledger.events(position, 1)).toMatchObject({ isGap: true });
  });

  it('gives each user who is to be told to one caller, until that is done, and anew where the user is added again', async () => {
    const ledger = current();
    const [one, two] = [randomUUID(), randomUUID()];
    const taken = async (): Promise<readonly PushTask[]> =>
      (await ledger.takePushes(1_000)).filter(({ userId }) => userId === one || userId === two);
    await ledger.addPushes([one, two, one], 'a role was deleted', 0);
    const both = await Promise.all([taken(), taken()]);
    expect(
      both
        .flat()
        .map(({ userId }) => userId)
        .sort(),
    ).toEqual([one, two].sort());
    expect(both.flat()[0]).toMatchObject({ reason: 'a role was deleted', takes: 1 });
    await ledger.addPushes([one], 'its permissions changed', 0);
    await ledger.donePushes(both.flat());
    const [again, ...rest] = await taken();
    expect([again, rest]).toMatchObject([{ userId: one, reason: 'its permissions changed', takes: 1 }, []]);
    await ledger.donePushes(again === undefined ? [] : [again]);
    await ledger.addPushes([two], 'later', 3_600_000);
    expect([await taken(), await ledger.countPushes()]).toEqual([[], 1]);
    await ledger.addPushes([two], 'now', 0);
    await ledger.donePushes(await taken());
    expect(await ledger.countPushes()).toBe(0);
  });

  it('keeps a user who was added again, whoever says late that an earlier telling is done', async () => {
    const ledger = current();
    const userId = randomUUID();
    await ledger.addPushes([userId], 'a role was deleted', 0);
    const late = (await ledger.takePushes(1_000)).filter((task) => task.userId === userId);
    // It was taken by another one meanwhile, who is done.
    await ledger.donePushes(late);
    await ledger.addPushes([userId], 'another role was deleted', 0);
    await ledger.donePushes(late);
    const left = (await ledger.takePushes(1_000)).filter((task) => task.userId === userId);
    expect(left).toMatchObject([{ userId, reason: 'another role was deleted' }]);
    await ledger.donePushes(left);
  });

  it('forgets the values of a user, and waits for what is open', async () => {
    const ledger = current();
    const session = new Session(ledger, randomUUID());
    const applied = await session.apply({ a: 1 });
    await ledger.intend([await session.draft({ a: 2 }, change('USER', { userId: session.userId }))]);
    const command = { caller: `user:${session.userId}`, key: 'k', inputHash: 'h', changeId: change().id };
    await ledger.remember({ ...command, answer: '{}' });
    expect(await ledger.forget(session.userId)).toEqual({ erased: 1, waiting: 1 });
    expect(await ledger.recall(command.caller, 'k')).toBeNull();
    const [target] = (await ledger.targets(applied.changes[0]?.id ?? '', { first: 1 })).items;
    expect(target?.entry.writes).toEqual([{ key: 'a', kind: 'ADDED', takesAway: false, isErased: true }]);
    expect((await session.settled()).head?.payload).toEqual({ base: 0, a: 2 });
  });

  it('deletes what is old, but for what tells the payload of a live session', async () => {
    const ledger = current();
    const [quiet, open] = [new Session(ledger), new Session(ledger)];
    for (const session of [quiet, open]) for (const a of [1, 2]) await session.apply({ a });
    await ledger.intend([await open.draft({ a: 3 })]);
    while ((await ledger.purge(Date.now() + 60_000, 100)) > 0);
    const kept = async ({ stream }: Session): Promise<number> =>
      (await ledger.changes({ stream }, { first: 10 })).items.length;
    expect([await kept(quiet), await kept(open)]).toEqual([1, 3]);
    await ledger.intend([await quiet.draft({ b: 1 })]);
    expect(await quiet.settled()).toMatchObject({ isForeign: false, current: { base: 0, a: 2, b: 1 } });
    expect(await open.settled()).toMatchObject({ isForeign: false, current: { base: 0, a: 3 } });
  });

  it.each(['none', 'one that was withdrawn'])(
    'keeps a change until the next one is old, too, since tokens know no other; between the two %s',
    async (between) => {
      const ledger = current();
      const session = new Session(ledger);
      const token = (await session.apply({ plan: 1 })).payload ?? {};
      const refused = await session.draft({ plan: 2 });
      if (between !== 'none') {
        await ledger.intend([refused]);
        await ledger.withdraw(refused);
      }
      // The clock of the database rounds.
      const retention = Date.now() + 2;
      await expect.poll(() => Date.now(), { interval: 1 }).toBeGreaterThanOrEqual(retention);
      await session.apply({ right: 1 });
      while ((await ledger.purge(retention, 100)) > 0);
      session.stored = { ...token, theme: 2 };
      const { current: found, isForeign } = await session.settled();
      expect([found, isForeign]).toEqual([{ base: 0, plan: 1, right: 1, theme: 2 }, false]);
    },
  );
}
