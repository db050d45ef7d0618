import { beforeEach, describe, expect, it } from 'vitest';

import type { Head, Origin } from '../../../src/claims/history/types.ts';
import type { ClaimsPayload } from '../../../src/claims/types.ts';
import { ledgerUnavailable } from '../../../src/ledger/unavailable.ts';
import { writesBetween } from '../../../src/ledger/writes.ts';
import { type FakeCore, fakeCore, storedSession, withApiKey } from '../fakes.ts';
import { FakeHistory } from './fake-history.ts';

const ADMIN = withApiKey(['claims:write', 'claims:audit']);
const CHANGED_AT = 1000;
const BY_ADA: Origin = { changeId: 'another', by: 'USER' };
const AT_ITS_BEGINNING: Origin = { changeId: 'another', by: 'SYSTEM' };
let core: FakeCore;
let history: FakeHistory;
let change: string;

beforeEach(() => {
  core = fakeCore();
  core.users.push({ id: 'ada', emails: [], tenantIds: ['public'] });
  core.standing.set('ada', { theme: 'DARK' });
  history = new FakeHistory(core);
  change = history.record({ kind: 'API_KEY' }, { userId: 'ada', atMillis: CHANGED_AT }, []);
});

const knows = (stream: Head['stream'], payload: ClaimsPayload, origins: Head['origins']): void => {
  const landing = { marker: null, hash: '' };
  history.heads.set(stream, { stream, userId: 'ada', seq: 1, payload, landing, base: { ...landing, seq: 0 }, origins });
};
const start = (createdAtMillis: number, payload: ClaimsPayload, origin: Origin | null = null): void => {
  core.sessions.set('a', { ...storedSession('a', 'ada', 'public', payload), createdAtMillis });
  if (origin !== null) knows('session:a', payload, { theme: origin });
};
const undo = () => history.service.revert(ADMIN, { change, keys: null, reason: null, dryRun: false });
const payload = () => core.sessions.get('a')?.payload;
const DARK = { theme: 'DARK' };
const [BEFORE, SINCE] = [CHANGED_AT - 1, CHANGED_AT + 1];

describe('undoing a change of the claims for future sessions', () => {
  beforeEach(() => {
    history.add(change, 'standing:ada', writesBetween({}, DARK));
  });

  it.each([
    ['had that value already', BEFORE, BY_ADA],
    ['had it before anything was recorded', BEFORE, null],
    ['began with it from an earlier change', BEFORE, AT_ITS_BEGINNING],
  ])('leaves a session that %s', async (_title, createdAt, origin) => {
    start(createdAt, DARK, origin);
    expect(await undo()).toMatchObject({ targets: [{ standing: true }], userErrors: [] });
    expect(payload()).toEqual(DARK);
  });

  it('says nothing of a session that could not be changed: nobody has changed it since', async () => {
    start(BEFORE, { theme: 'LIGHT' }, BY_ADA);
    expect(await undo()).toMatchObject({ targets: [{ standing: true }], userErrors: [] });
  });

  it.each([
    ['while it was made', BEFORE, 'BY_THIS'],
    ['since', SINCE, 'BY_THIS'],
    ['since, of which nothing is recorded', SINCE, null],
    ['since, when the ledger did not say who had put it there', SINCE, AT_ITS_BEGINNING],
  ] as const)('is done in a session that began with it, %s', async (_title, createdAt, origin) => {
    start(createdAt, DARK, origin === 'BY_THIS' ? { changeId: change, by: 'API_KEY' } : origin);
    await undo();
    expect(payload()).toEqual({});
  });

  it('leaves what was changed since in a session that began with it, and came back to the same value', async () => {
    start(SINCE, DARK, BY_ADA);
    expect((await undo()).userErrors).toMatchObject([{ code: 'CHANGED_SINCE', path: ['change', 'theme'] }]);
    expect(payload()).toEqual(DARK);
  });

  it('leaves them where they were changed since, and came back to the same value', async () => {
    knows('standing:ada', DARK, { theme: { changeId: 'another', by: 'API_KEY' } });
    expect((await undo()).userErrors).toMatchObject([{ code: 'CHANGED_SINCE' }]);
    expect(core.standing.get('ada')).toEqual(DARK);
  });

  it('says that sessions are left, where the ledger does not answer any more', async () => {
    start(SINCE, DARK);
    core.parts.sessions.handlesOf = () => {
      history.read = () => Promise.reject(ledgerUnavailable('NOT_APPLIED', new Error('down')));
      return Promise.resolve(['a']);
    };
    core.parts.log.notListed = () => undefined;
    await expect(undo()).rejects.toMatchObject({ outcome: 'UNKNOWN' });
    expect([core.standing.get('ada'), payload()]).toEqual([{}, DARK]);
  });
});

it.each([
  ['not given to a session that never had it', BEFORE, {}],
  ['given back to one that began without it', SINCE, { theme: 'DARK' }],
])('a claim that was taken away is %s', async (_title, createdAt, expected) => {
  core.standing.set('ada', { theme: null });
  history.add(change, 'standing:ada', writesBetween(DARK, { theme: null }));
  start(createdAt, {});
  await undo();
  expect(payload()).toEqual(expected);
});

it('a key that was changed again since, and came back to the same value, stays', async () => {
  history.add(change, 'session:a', writesBetween({}, DARK));
  start(BEFORE, DARK, BY_ADA);
  expect((await undo()).userErrors).toMatchObject([{ code: 'CHANGED_SINCE', path: ['change', 'theme'] }]);
  expect(payload()).toEqual(DARK);
});
