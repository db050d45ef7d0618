import { beforeEach, describe, expect, it } from 'vitest';

import type { Change, ChangeOrigin, Entry } from '../../../src/claims/history/types.ts';
import { updateMyClaimsOnce } from '../../../src/claims/idempotency/my-claims.ts';
import type { Requester } from '../../../src/claims/ports.ts';
import { type FakeCore, fakeCore, storedSession, withSession } from '../fakes.ts';
import { type FakeCommands, fakeCommands } from './fake-commands.ts';

let core: FakeCore;
let known: FakeCommands;
let me: Requester;
let begun: Change[];

beforeEach(() => {
  [core, known, begun] = [fakeCore(), fakeCommands(), []];
  core.sessions.set('s', storedSession('s', 'ada', 'public', { theme: 'LIGHT' }));
  core.sessions.set('other', storedSession('other', 'ada', 'public'));
  me = withSession(core, 's');
});

function newChange(origin: ChangeOrigin): Change {
  const unknown = { reason: null, userId: null, mode: null, requestId: null, reverts: null, causedBy: null };
  const change = { ...unknown, ...origin, id: `change-${begun.length}`, atMillis: 0 };
  begun.push(change);
  known.changes.set(change.id, change);
  return change;
}

const ASKED = { claims: { theme: 'DARK' }, mode: 'MERGE', ifVersion: null, dryRun: false, reason: null } as const;
const send = (given: object = {}, requester = me) =>
  updateMyClaimsOnce(requester, { ...ASKED, idempotencyKey: 'k', ...given }, { ...core.parts, newChange, ...known });
const payload = () => core.sessions.get('s')?.payload;

/** What a crash leaves: the intent of the first change, without an answer. */
function leave(state: Entry['state']): void {
  const writes = [{ key: 'theme', kind: 'UPDATED', before: 'LIGHT', after: 'DARK', takesAway: false }] as const;
  const landing = { marker: null, hash: '' };
  known.entries.set('change-0', [
    {
      ...{ stream: 'session:s', seq: 1, changeId: 'change-0', kind: 'WRITE', state },
      ...{ writes, previousHash: '', landing, seen: null },
    },
  ]);
  for (const [name, command] of known.remembered) known.remembered.set(name, { ...command, answer: null });
}

describe('updateMyClaims with an idempotency key', () => {
  it('is done once, and answered alike', async () => {
    const first = await send();
    core.sessions.set('s', storedSession('s', 'ada', 'public', { theme: 'LIGHT', since: 1 }));
    const second = await send();
    expect(second).toEqual({ ...first, session: core.sessions.get('s'), isRepeated: true });
    expect(second.change?.id).toBe('change-0');
    expect([payload(), core.changes.length]).toEqual([{ theme: 'LIGHT', since: 1 }, 1]);
  });

  it('remembers that there was nothing to do', async () => {
    const first = await send({ claims: { theme: 'LIGHT' } });
    core.sessions.set('s', storedSession('s', 'ada', 'public'));
    expect(await send({ claims: { theme: 'LIGHT' } })).toMatchObject({ changes: first.changes, change: null });
    expect(payload()).toEqual({});
  });

  it('remembers userErrors', async () => {
    const input = { ifVersion: 'another' };
    const first = await send(input);
    expect(first.userErrors).toMatchObject([{ code: 'VERSION_CONFLICT' }]);
    expect(await send(input)).toEqual({ ...first, isRepeated: true });
  });

  it.each([
    ['another claim', { claims: { theme: 'SEPIA' } }, 's'],
    ['another reason', { reason: 'x' }, 's'],
    ['another session', {}, 'other'],
  ])('is refused with %s', async (_what, given, handle) => {
    await send();
    const { userErrors, change } = await send(given, withSession(core, handle));
    expect(userErrors).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED', path: ['idempotencyKey'] }]);
    expect([change, payload()]).toEqual([null, { theme: 'DARK' }]);
  });

  it('remembers no dry run', async () => {
    await send({ dryRun: true });
    expect(known.remembered.size).toBe(0);
    expect((await send()).change).not.toBeNull();
  });

  it.each(['', 'x'.repeat(101), 'a\0', '\ud800'])('takes no key like %j', async (idempotencyKey) => {
    await expect(send({ idempotencyKey })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it('gives the change to whoever commits it with the key', async () => {
    const commands: unknown[] = [];
    const session = await me.session.get();
    if (session === null) throw new Error('no session');
    const update: typeof session.update = (compute, fits, change) => {
      commands.push(change.command);
      return session.update(compute, fits, change);
    };
    await send({}, { ...me, session: { get: () => Promise.resolve({ ...session, update }) } });
    expect(commands).toMatchObject([{ caller: 'user:ada', key: 'k' }]);
  });
});

describe('a crash before the answer is remembered', () => {
  beforeEach(async () => {
    await send();
    core.sessions.set('s', storedSession('s', 'ada', 'public', { since: 1 }));
  });

  it('is answered from the ledger, where the change was applied', async () => {
    leave('APPLIED');
    const again = await send();
    expect(again).toMatchObject({ change: { id: 'change-0' }, changes: { updated: ['theme'] }, userErrors: [] });
    expect(again.tokenSize?.bytes).toBeGreaterThan(0);
    expect(payload()).toEqual({ since: 1 });
    expect(await send()).toEqual(again);
  });

  it('begins anew, where the change was not applied', async () => {
    leave('NOT_APPLIED');
    expect(await send()).toMatchObject({ change: { id: 'change-1' } });
    expect(payload()).toEqual({ since: 1, theme: 'DARK' });
  });

  it('begins anew, where nothing was committed', async () => {
    leave('APPLIED');
    known.changes.clear();
    expect(await send()).toMatchObject({ change: { id: 'change-1' } });
  });

  it('is UNKNOWN as long as the write is open', async () => {
    leave('INTENDED');
    await expect(send()).rejects.toMatchObject({ outcome: 'UNKNOWN', changeId: 'change-0' });
    leave('APPLIED');
    expect(await send()).toMatchObject({ change: { id: 'change-0' } });
  });
});

describe('an answer that cannot be remembered', () => {
  it('is given all the same where something was written', async () => {
    known.breakMemory();
    expect((await send()).change?.id).toBe('change-0');
    expect(known.errors).toHaveLength(1);
  });

  it('is an error where nothing was: it might be another one the next time', async () => {
    known.breakMemory();
    await expect(send({ claims: { theme: 'LIGHT' } })).rejects.toMatchObject({ code: 'LEDGER_UNAVAILABLE' });
  });
});
