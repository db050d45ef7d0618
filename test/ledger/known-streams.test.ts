import { describe, expect, it } from 'vitest';

import type { Ledger } from '../../src/ledger/ledger.ts';
import { withKnownStreams } from '../../src/ledger/libsql/known/known-streams.ts';
import { ledgerOn } from '../../src/ledger/libsql/ledger.ts';
import { type Operations, operations } from '../../src/ledger/libsql/operations.ts';
import { openSqlite } from '../../src/ledger/libsql/sqlite.ts';
import { Session } from './session.ts';

/** A ledger in memory that counts what its database is asked; what `fails` names does. */
function world() {
  const asked: string[] = [];
  const failing = new Set<string>();
  const known: Operations = operations(openSqlite(':memory:'), Date.now);
  const plain = ledgerOn({
    call: async (name, input) => {
      asked.push(name);
      await Promise.resolve();
      if (failing.has(name)) throw new Error('away');
      return (known[name] as (input: unknown) => never)(input);
    },
    check: () => Promise.resolve(),
    close: () => Promise.resolve(),
  });
  return { asked, failing, plain, ledger: withKnownStreams(plain) };
}

async function inBoth(session: Session, plain: Ledger): Promise<void> {
  const [known, read] = [await session.ledger.read([session.stream]), await plain.read([session.stream])];
  const withoutRest = (view: unknown): unknown =>
    JSON.parse(JSON.stringify(view, (key, value: unknown) => (key === 'writesOnceApplied' ? undefined : value)));
  expect(withoutRest(known.get(session.stream))).toEqual(withoutRest(read.get(session.stream)));
  expect(await session.ledger.markers([session.stream])).toEqual(await plain.markers([session.stream]));
}

describe('a ledger with one writer', () => {
  it('asks the database for a stream once, whatever is written to it then', async () => {
    const { asked, ledger, plain } = world();
    const session = new Session(ledger);
    for (const a of [1, 2, 3]) await session.apply({ a });
    expect(asked).toEqual(['query', 'query', ...[1, 2, 3].flatMap(() => ['intend', 'applied'])]);
    await inBoth(session, plain);
  });

  it('knows what has landed before the database does', async () => {
    const { ledger, plain } = world();
    const session = new Session(ledger);
    await session.apply({ a: 1 });
    const intent = await session.draft({ a: 2 });
    await ledger.intend([intent]);
    const landing = session.land(intent);
    const settled = await session.settled();
    expect([settled.landedSeq, settled.entries]).toEqual([null, []]);
    await landing;
    await inBoth(session, plain);
  });

  it('knows what has landed while the stream was read', async () => {
    const { failing, ledger, plain } = world();
    const session = new Session(ledger);
    const intent = await session.draft({ a: 1 });
    await ledger.intend([intent]);
    // Of a stream that something went wrong with nothing is known.
    failing.add('applied');
    await expect(session.land(intent)).rejects.toThrow('away');
    failing.clear();
    await Promise.all([ledger.read([session.stream]), session.land(intent)]);
    await inBoth(session, plain);
  });

  it('asks the database once for a stream that has no log, until it has one', async () => {
    const { asked, ledger, plain } = world();
    const session = new Session(ledger);
    for (let turn = 0; turn < 3; turn += 1) expect(await ledger.markers([session.stream])).toEqual(new Map());
    expect(asked).toEqual(['query']);
    await session.apply({ a: 1 });
    await inBoth(session, plain);
    expect((await ledger.markers([session.stream])).get(session.stream)).toEqual(expect.any(String));
  });

  it('does not keep that a stream had no log where one was begun meanwhile', async () => {
    const { ledger, plain } = world();
    const session = new Session(ledger);
    const asking = ledger.markers([session.stream]);
    await session.apply({ a: 1 });
    await asking;
    await inBoth(session, plain);
  });

  it('knows what is open, and what is marked', async () => {
    const { ledger, plain } = world();
    const session = new Session(ledger);
    await session.apply({ a: 1 });
    const first = await session.draft({ b: 1 });
    await ledger.intend([first]);
    await inBoth(session, plain);
    const second = await session.draftTogether([{ c: 1 }, { c: 2 }]);
    await ledger.intend([second]);
    await inBoth(session, plain);
    await session.land(first);
    await inBoth(session, plain);
    await session.land(second);
    await inBoth(session, plain);
  });

  it('knows nothing any more of what was withdrawn, ended, taken by another, or has failed', async () => {
    const { ledger, plain, failing } = world();
    const session = new Session(ledger);
    await session.apply({ a: 1 });
    const [one, rival] = [await session.draft({ b: 1 }), await session.draft({ c: 1 })];
    await ledger.intend([one]);
    expect(await ledger.intend([rival])).toEqual(['TAKEN']);
    await inBoth(session, plain);
    await ledger.withdraw(one);
    await inBoth(session, plain);
    failing.add('intend');
    await expect(session.apply({ d: 1 })).rejects.toThrow('away');
    failing.clear();
    await inBoth(session, plain);
    const [change] = one.changes;
    if (change !== undefined) await ledger.end([{ stream: session.stream, change }]);
    await inBoth(session, plain);
  });

  it('asks the database where entries are wanted', async () => {
    const { ledger } = world();
    const session = new Session(ledger);
    for (const a of [1, 2]) await session.apply({ a });
    const views = await ledger.read([session.stream], new Map([[session.stream, 1]]));
    expect(views.get(session.stream)?.entries.map(({ seq }) => seq)).toEqual([1, 2]);
  });
});
