import { once } from 'node:events';

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { follower } from '../../src/freshness/follower.ts';
import type { FeedPage, Ledger } from '../../src/ledger/ledger.ts';
import { postgresLedger } from '../../src/ledger/postgres/ledger.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { Session } from './session.ts';

let postgres: TestPostgres;
let ledgers: Ledger[] = [];
beforeAll(async () => {
  postgres = await startPostgres();
});
afterEach(async () => {
  await Promise.all(ledgers.map((ledger) => ledger.close()));
  ledgers = [];
});
afterAll(() => postgres.stop());

function open(): Ledger {
  const ledger = postgresLedger({ connectionString: postgres.connectionString });
  ledgers.push(ledger);
  return ledger;
}

const EVERYTHING = { sinceMillis: 0 };

async function apply(ledger: Ledger, count: number): Promise<Session[]> {
  const sessions = Array.from({ length: count }, () => new Session(ledger));
  for (const session of sessions) await session.apply({ a: 1 });
  return sessions;
}

/** Connections that the restart has broken fail once. */
async function readAgain(ledger: Ledger, position: string): Promise<FeedPage> {
  await expect.poll(() => ledger.check().then(() => 'answers', String), { timeout: 10_000 }).toBe('answers');
  return ledger.events(position, 1_000);
}

const streamsOf = (page: FeedPage): string[] => page.events.map(({ entry }) => entry.stream);
const streams = (sessions: readonly Session[]): string[] => sessions.map(({ stream }) => stream);

describe('positions of the feed in PostgreSQL', () => {
  it('are good after a restart in good order, also for another process', async () => {
    const ledger = open();
    const { position } = await ledger.events(EVERYTHING, 1_000);
    const sessions = await apply(ledger, 2);
    await postgres.shutDown();
    await postgres.resume();
    for (const reader of [ledger, open()]) {
      const page = await readAgain(reader, position);
      expect([page.isGap, streamsOf(page)]).toEqual([false, streams(sessions)]);
    }
  });

  it('are gone after a crash, which may have taken back marks that were read: in every process, and once', async () => {
    const [one, other] = [open(), open()];
    await apply(one, 1);
    const { position } = await one.events(EVERYTHING, 1_000);
    await postgres.restart();
    const pages = await Promise.all([one, other, open()].map((ledger) => readAgain(ledger, position)));
    expect(pages.map(({ isGap }) => isGap)).toEqual([true, true, true]);
    const next = await one.events(EVERYTHING, 1_000);
    for (const { position: after } of [...pages, next]) {
      for (const reader of [one, other]) expect((await reader.events(after, 1_000)).isGap).toBe(false);
    }
    expect(next.completeUntilMillis).toBe(next.nowMillis);
  });

  it.each([
    ['as it was, with the process that goes on', 'AS_IT_WAS', 'GOES_ON'],
    ['as it was, before its transactions are as many again', 'AS_IT_WAS', 'STARTS_ANEW'],
    ['by a recovery or a promotion, with the process that goes on', 'RECOVERED', 'GOES_ON'],
    ['by a recovery or a promotion, to a process that starts anew', 'RECOVERED', 'STARTS_ANEW'],
  ] as const)('are gone where an earlier state is brought back %s', async (_, how, what) => {
    const before = open();
    await apply(before, 1);
    await before.events(EVERYTHING, 1);
    await postgres.backUp();
    await expect.poll(() => before.check().then(() => 'answers', String)).toBe('answers');
    await apply(before, 5);
    const { position } = await before.events(EVERYTHING, 1_000);
    await postgres.restore(how);
    const after = what === 'GOES_ON' ? before : open();
    const gap = await readAgain(after, position);
    expect(gap.isGap).toBe(true);
    const later = await apply(after, 8);
    expect(streamsOf(await after.events(gap.position, 1_000))).toEqual(expect.arrayContaining(streams(later)));
    // From now on the numbers are no lower than those that the reader has seen.
    if (!(how === 'AS_IT_WAS' && what === 'STARTS_ANEW')) {
      expect((await open().events(position, 1_000)).isGap).toBe(true);
    }
  });

  it('begin a new epoch where they are below those that are there, and all that is young is told page by page', async () => {
    const ledger = open();
    const old = await apply(ledger, 3);
    const { position } = await ledger.events(EVERYTHING, 1_000);
    await postgres.query('UPDATE claimset.entries SET position = position + 1000000000');
    expect((await ledger.events(position, 10)).isGap).toBe(true);
    const young = await apply(ledger, 3);
    const told: string[] = [];
    for (let page = await open().events(EVERYTHING, 2); ; page = await open().events(page.position, 2)) {
      expect(page.isGap).toBe(false);
      told.push(...streamsOf(page));
      if (!page.isFull) break;
    }
    expect(told.slice(-6)).toEqual(streams([...old, ...young]));
  });

  it.each([
    ['of a transaction that was not begun', (name: string, epoch: string) => `${name}.${epoch}.900000000000.0`],
    ['of an epoch that was not begun', (name: string) => `${name}.99.1.0`],
    ['of another incarnation', () => `${'0'.repeat(12)}.1.1.0`],
    ['as earlier versions gave them', () => '1.1.1'],
  ])('are gone where they are %s', async (_, positionOf) => {
    const ledger = open();
    const [name = '', epoch = ''] = (await ledger.events(EVERYTHING, 1_000)).position.split('.');
    expect((await ledger.events(positionOf(name, epoch), 1)).isGap).toBe(true);
  });

  it('tell those who listen of the gap, with the process that goes on', async () => {
    const ledger = open();
    const { position } = await ledger.events(EVERYTHING, 1_000);
    const live = follower({
      ledger,
      pollMillis: 10,
      retryMillis: 10,
      nowMillis: Date.now,
      monotonicMillis: () => performance.now(),
      onFailure: () => undefined,
    });
    const told = new EventTarget();
    const gap = once(told, 'gap');
    const listener = {
      events: () => undefined,
      gap: () => told.dispatchEvent(new Event('gap')),
      closed: () => undefined,
    };
    await live.follow(listener, position);
    await postgres.restart();
    await gap;
    live.close();
  });
});
