import { describe, expect, it } from 'vitest';

import type { ChangesFilter } from '../../src/claims/history/history.ts';
import { ledgerOn } from '../../src/ledger/libsql/ledger.ts';
import type { Input } from '../../src/ledger/libsql/messages.ts';
import { type Operations, operations } from '../../src/ledger/libsql/operations.ts';
import { openSqlite } from '../../src/ledger/libsql/sqlite.ts';
import { Session } from './session.ts';
import { change } from './world.ts';

/** A ledger in memory, what it was told of changes and their keys, and what it has of them. */
function world() {
  const told: string[][] = [];
  const known: Operations = operations(openSqlite(':memory:'), Date.now);
  let isAway = false;
  const ledger = ledgerOn({
    call: async (name, input) => {
      await Promise.resolve();
      if (isAway) throw new Error('away');
      if (name === 'intend') told.push(namesIn(input as Input<'intend'>));
      return (known[name] as (input: unknown) => never)(input);
    },
    check: () => Promise.resolve(),
    close: () => Promise.resolve(),
  });
  const has = async (filter: ChangesFilter) => (await ledger.changes(filter, { first: 10 })).items.map(({ id }) => id);
  return { told, ledger, has, away: (is: boolean) => (isAway = is) };
}

function namesIn({ rows }: Input<'intend'>): string[] {
  return [...rows.changes.map(({ actor_kind: kind }) => String(kind)), ...rows.keys.map(({ key }) => key)];
}

describe('a change of several sessions', () => {
  it('is told to the database once, and each key of it', async () => {
    const { told, ledger, has } = world();
    const by = change('API_KEY');
    for (const patch of [{ a: 1 }, { a: 1 }, { a: 1, b: 2 }]) await new Session(ledger).apply(patch, by);
    expect(told).toEqual([['API_KEY', 'a'], [], ['b']]);
    expect([await has({ key: 'a' }), await has({ key: 'b' })]).toEqual([[by.id], [by.id]]);
  });

  it('is told again where it may not have been committed', async () => {
    const { told, ledger, has, away } = world();
    const by = change('API_KEY');
    const session = new Session(ledger);
    const intent = await session.draft({ a: 1 }, by);
    away(true);
    await expect(ledger.intend([intent])).rejects.toThrow('away');
    away(false);
    await session.apply({ a: 1 }, by);
    expect(told).toEqual([['API_KEY', 'a']]);
    expect(await has({})).toEqual([by.id]);
  });

  it('is told again to who had another entry come first', async () => {
    const { told, ledger, has } = world();
    const by = change('API_KEY');
    const session = new Session(ledger);
    const late = await session.draft({ a: 1 }, by);
    await session.apply({ z: 1 }, change('USER'));
    expect(await ledger.intend([late])).toEqual(['TAKEN']);
    await session.apply({ a: 1 }, by);
    expect(told).toEqual([
      ['USER', 'z'],
      ['API_KEY', 'a'],
      ['API_KEY', 'a'],
    ]);
    expect(await has({ key: 'a' })).toEqual([by.id]);
  });

  it('is told again once old changes have been deleted', async () => {
    const { told, ledger, has } = world();
    const by = change('API_KEY');
    const [first, second] = [new Session(ledger), new Session(ledger)];
    await first.apply({ a: 1 }, by);
    await first.apply({ a: 2 });
    await ledger.purge(Number.MAX_SAFE_INTEGER, 100);
    expect(await has({ key: 'a' })).not.toContain(by.id);
    await second.apply({ a: 1 }, by);
    expect(told.at(-1)).toEqual(['API_KEY', 'a']);
    expect(await has({ key: 'a' })).toContain(by.id);
  });
});
