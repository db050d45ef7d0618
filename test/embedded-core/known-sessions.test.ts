import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';

import { openDatabase } from '../../src/embedded-core/store/database/database.ts';
import { migrate } from '../../src/embedded-core/store/database/migrations.ts';
import { withKnownSessions } from '../../src/embedded-core/store/known-sessions.ts';
import type { Store, StoredSession } from '../../src/embedded-core/store/port.ts';
import { sessionQueries } from '../../src/embedded-core/store/tables/sessions.ts';

const session = (handle: string): StoredSession => ({
  ...{ handle, userId: 'ada', claims: '{}', data: '{}', currentHash: 'first', isStatic: false },
  ...{ createdAt: 0, expiresAt: 1_000 },
});

const folder = mkdtempSync(join(tmpdir(), 'claimset-known-'));
const database = openDatabase(join(folder, 'core.sqlite'));
migrate(database);
afterAll(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

/** A store in memory that does all in the order in which it is asked, and answers when the test says so. */
function world() {
  database.exec('DELETE FROM sessions');
  const queries = sessionQueries(database);
  const asked: string[] = [];
  const answers: (() => void)[] = [];
  const plain: Store = {
    call: (name, input) => {
      asked.push(name);
      const value: unknown = queries[name as 'readSession'](input as never);
      return new Promise<never>((resolve) => {
        answers.push(() => {
          resolve(value as never);
        });
      });
    },
    close: () => Promise.resolve(),
  };
  const answer = async (count: number): Promise<void> => {
    for (const one of answers.splice(0, count)) one();
    await new Promise(setImmediate);
  };
  return { queries, asked, answer, known: withKnownSessions(plain) };
}

it('a session that was just written or read is read without the database', async () => {
  const { queries, asked, answer, known } = world();
  queries.createSession(session('a'));
  const first = known.call('readSession', { handle: 'a', now: 1 });
  await answer(1);
  const written = known.call('replaceClaims', { handle: 'a', now: 1, claims: '{"plan":"PRO"}' });
  await answer(1);
  expect([(await first)?.claims, (await written)?.claims]).toEqual(['{}', '{"plan":"PRO"}']);
  expect(await known.call('readSession', { handle: 'a', now: 1 })).toEqual(await written);
  expect(await known.call('readSession', { handle: 'a', now: 1_000 })).toBe(null);
  expect(asked).toEqual(['readSession', 'replaceClaims']);
});

const handle = fc.constantFrom('a', 'b');
const now = fc.constantFrom(1, 999, 1_000);
const at = fc.record({ handle, now });
const token = fc.record({
  ...{ handle, now, ownHash: fc.constantFrom('first', 'second'), parentHash: fc.constantFrom(null, 'first') },
  prolongedUntil: fc.constantFrom(1_000, 2_000),
});
type Step = readonly [name: string, input: unknown] | number;
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(fc.constant('readSession'), at) },
  { weight: 3, arbitrary: fc.nat(3) },
  fc.tuple(
    fc.constant('replaceClaims'),
    fc.tuple(at, fc.nat(9)).map(([one, n]) => ({ ...one, claims: `${n}` })),
  ),
  fc.tuple(
    fc.constant('replaceData'),
    fc.tuple(at, fc.nat(9)).map(([one, n]) => ({ ...one, data: `${n}` })),
  ),
  fc.tuple(fc.constant('useAccessToken'), token),
  fc.tuple(
    fc.constant('useRefreshToken'),
    token.map((one) => ({ ...one, isStatic: true })),
  ),
  fc.tuple(
    fc.constant('removeSessions'),
    at.map((one) => ({ handles: [one.handle], now: one.now })),
  ),
  fc.tuple(
    fc.constant('removeSessionsOfUser'),
    now.map((one) => ({ userId: 'ada', now: one })),
  ),
  fc.tuple(
    fc.constant('removeExpired'),
    now.map((one) => ({ now: one })),
  ),
);

it('but not while something that may change it is under way', async () => {
  const { queries, asked, answer, known } = world();
  queries.createSession(session('a'));
  void known.call('readSession', { handle: 'a', now: 1 });
  await answer(1);
  void known.call('replaceData', { handle: 'a', now: 1, data: '{"n":1}' });
  const read = known.call('readSession', { handle: 'a', now: 1 });
  await answer(2);
  expect([(await read)?.data, asked.length]).toEqual(['{"n":1}', 3]);
});

it('and is always read as the database would have read it, whatever is under way', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const { queries, answer, known } = world();
      const told: Promise<unknown>[] = [];
      const expected: unknown[] = [];
      for (const one of ['a', 'b']) queries.createSession(session(one));
      for (const one of steps) {
        if (typeof one === 'number') {
          await answer(one);
          continue;
        }
        const [name, input] = one;
        if (name === 'readSession') expected.push(queries.readSession(input as never));
        const done = known.call(name as 'readSession', input as never);
        if (name === 'readSession') told.push(done);
      }
      await answer(steps.length);
      expect(await Promise.all(told)).toEqual(expected);
    }),
    { numRuns: 800 },
  );
});
