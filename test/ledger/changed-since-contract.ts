import { randomUUID } from 'node:crypto';

import { expect, it } from 'vitest';

import type { Target } from '../../src/claims/history/history.ts';
import type { Change, Stream } from '../../src/claims/history/types.ts';
import { changeIds } from '../../src/ledger/ids.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { Session } from './session.ts';
import { change } from './world.ts';

/** The claims for future sessions of a user. */
class Standing extends Session {
  override readonly stream: Stream = `standing:${randomUUID()}`;
}

/** A change as a server makes it whose clock is wrong by so much. */
function byClock(skewMillis: number): Change {
  const atMillis = Date.now() + skewMillis;
  return change('USER', { id: changeIds(() => atMillis)(), atMillis });
}

/** What was changed in a session since a change of the claims for future sessions, with every ledger. */
export function changedSinceContract(current: () => Ledger): void {
  let plan = 10;
  /** A change of the claims for future sessions, and its place. */
  const standingChange = async (standing = new Standing(current())): Promise<{ by: Change; since: Target }> => {
    const by = change('API_KEY');
    await standing.apply({ plan: (plan += 1) }, by);
    const [since] = (await current().targets(by.id, { first: 1 })).items;
    if (since === undefined) throw new Error('the change has no entry');
    return { by, since };
  };
  const changedIn = ({ stream }: Session, since: Target) => current().changedSince(stream, since);
  const SKEWS = [0, -3_600_000, 3_600_000];

  it.each(SKEWS)('a key changed by a server whose clock is %i ms off is changed since', async (skew) => {
    const session = new Session(current());
    const { since } = await standingChange();
    await session.apply({ plan: 2 }, byClock(skew));
    expect(await changedIn(session, since)).toEqual(new Set(['plan']));
  });

  it.each(SKEWS)('one changed before, by a clock that is %i ms off, is not', async (skew) => {
    const session = new Session(current());
    await session.apply({ plan: 2 }, byClock(skew));
    const { since } = await standingChange();
    expect(await changedIn(session, since)).toEqual(new Set());
  });

  it('a key that was only named, whose change was withdrawn, or of another session, is not changed since', async () => {
    const session = new Session(current());
    await session.apply({ same: 1 });
    const { since } = await standingChange();
    const withdrawn = await session.draft({ plan: 2 });
    await current().intend([withdrawn]);
    await current().withdraw(withdrawn);
    await session.apply({ same: 1, more: 1 });
    await new Session(current()).apply({ plan: 3 });
    expect(await changedIn(session, since)).toEqual(new Set(['more']));
  });

  it('what older claims for future sessions led to is as old as these, however late it comes', async () => {
    const [standing, session] = [new Standing(current()), new Session(current())];
    const { by: older } = await standingChange(standing);
    const { since } = await standingChange(standing);
    await session.apply({ plan: 0 }, change('SYSTEM', { causedBy: older.id }));
    await session.apply({ seats: 1 }, older);
    expect(await changedIn(session, since)).toEqual(new Set());
    await session.apply({ seats: 2 });
    expect(await changedIn(session, since)).toEqual(new Set(['seats']));
  });
}
