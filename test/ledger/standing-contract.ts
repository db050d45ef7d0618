import { randomUUID } from 'node:crypto';

import { expect, it } from 'vitest';

import { coreUnavailable } from '../../src/claims/errors.ts';
import type { Change } from '../../src/claims/history/types.ts';
import type { ClaimsPatch } from '../../src/claims/types.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { sweepStream } from '../../src/ledger/sweep/sweep-stream.ts';
import { type Unreached, unreached } from '../../src/ledger/unreached.ts';
import { Journal } from '../../src/supertokens/lossless/journal.ts';
import type { LockedSection } from '../../src/supertokens/lossless/section.ts';
import { changeStandingByLedger, settleStanding, standingStream } from '../../src/supertokens/standing/by-ledger.ts';
import { standingIn } from '../../src/supertokens/standing/metadata.ts';
import { Members } from '../supertokens/standing/members.ts';
import { change, type Patch, patched } from './world.ts';

/** Reads and writes at once, under no lock: correctness does not rest on it. */
const section: LockedSection = {
  isOpen: true,
  assertHeld: () => Promise.resolve(),
  read: (start) => start(),
  write: (start) => start(),
  lastWrite: (start) => start(),
  send: (start) =>
    start().catch((error: unknown) => {
      throw coreUnavailable('UNKNOWN', error);
    }),
};

/** A user whose metadata obey the test, and the log of their standing claims. */
class User {
  readonly id = randomUUID();
  readonly stream = standingStream(this.id);
  readonly members = new Members();
  readonly journal: Journal;
  readonly ledger: Ledger;
  readonly left: Unreached[] = [];

  constructor(ledger: Ledger, keepsValues: (key: string) => boolean = () => true) {
    const onError = (error: unknown): never => {
      throw error;
    };
    this.ledger = ledger;
    this.journal = new Journal({ ledger, onError, keepsValues });
  }

  /** As `updateUserClaims` does it, but that its change does not reach the sessions by itself. */
  async change(patch: Patch, by: Change = change('API_KEY', { userId: this.id })): Promise<number> {
    const { journal, members } = this;
    const { written } = await changeStandingByLedger(
      {
        ...{ section, journal, userId: this.id, metadata: standingIn(members) },
        onSettled: (settled) => {
          this.left.push(...unreached(settled));
          return Promise.resolve();
        },
      },
      (before) => Promise.resolve({ next: patched(before, patch), named: Object.keys(patch), result: null }),
      by,
    );
    return written?.head.seq ?? 0;
  }

  async reached(seq: number): Promise<void> {
    await this.ledger.applied([{ stream: this.stream, seq, isAnswered: true }]);
  }

  async current(): Promise<ClaimsPatch> {
    return (await settleStanding(this.journal, this.id, () => standingIn(this.members).read())).current;
  }

  sweep() {
    const metadata = standingIn(this.members);
    return sweepStream({
      ledger: this.ledger,
      store: {
        read: () => metadata.read(),
        write: async (payload) => {
          await metadata.write(payload);
          return true;
        },
      },
      options: () => this.journal.intendOptions(this.stream, this.id),
      systemChange: () => change('SYSTEM', { userId: this.id }),
      mayRepair: () => true,
      beforeMark: (settled) => {
        this.left.push(...unreached(settled));
        return Promise.resolve();
      },
    });
  }
}

/** Standing claims, with every ledger. */
export function standingContract(current: () => Ledger): void {
  it('standing claims have entries with what was there before and after, by whom', async () => {
    const user = new User(current());
    user.members.landPlain({ plan: 'FREE' });
    await user.reached(await user.change({ plan: 2, seats: null }));
    const by = change('API_KEY', { userId: user.id });
    await user.reached(await user.change({ plan: 3 }, by));
    const { items } = await user.ledger.targets(by.id, { first: 10 });
    expect(items.map(({ entry }) => [entry.stream, entry.state, entry.writes])).toMatchObject([
      [user.stream, 'APPLIED', [{ key: 'plan', kind: 'UPDATED', before: 2, after: 3 }]],
    ]);
    expect(user.members.plainly()).toEqual({ plan: 3 });
  });

  it('standing claims: a write that lands late is written over, and the newer ones are back', async () => {
    const user = new User(current());
    await user.reached(await user.change({ admin: 1 }));
    user.members.isSilent = true;
    await expect(user.change({ admin: 2, team: 1 })).rejects.toMatchObject({ outcome: 'UNKNOWN' });
    user.members.isSilent = false;
    await user.change({ admin: null });
    expect(await user.current()).toEqual({ team: 1 });
    user.members.land(user.members.late[0] ?? {});
    expect(user.members.plainly()).toMatchObject({ admin: 2 });
    expect(await user.current()).toEqual({ team: 1 });
    expect(await user.sweep()).toBe('REPAIRED');
    expect(user.members.plainly()).toEqual({ team: 1 });
    expect(await user.sweep()).toBe('SETTLED');
  });

  it('standing claims: what a process of the version before writes is recorded, and stays', async () => {
    const user = new User(current());
    await user.reached(await user.change({ plan: 1, seats: 5 }));
    user.members.landPlain({ plan: 2, old: null }, ['seats']);
    expect(await user.current()).toEqual({ plan: 2, old: null });
    await user.reached(await user.change({ theme: 1 }));
    expect(user.members.plainly()).toEqual({ plan: 2, old: null, theme: 1 });
    const { items } = await user.ledger.changes({ stream: user.stream }, { first: 10 });
    expect(items.map(({ actor }) => actor.kind).toSorted()).toEqual(['API_KEY', 'API_KEY', 'OUTSIDE']);
  });

  it('standing claims: a change that has not reached the sessions stays open, and is handed to who comes next', async () => {
    const user = new User(current());
    const died = change('API_KEY', { userId: user.id });
    await user.change({ plan: 1, seats: 5, old: null }, died);
    await user.change({ seats: 6 });
    expect(user.left).toEqual([{ changeId: died.id, patch: { plan: 1, seats: 5, old: null } }]);
    user.left.length = 0;
    expect(await user.sweep()).toBe('LANDED');
    expect(user.left).toMatchObject([{ changeId: died.id, patch: { plan: 1, old: null } }, { patch: { seats: 6 } }]);
    user.left.length = 0;
    await user.change({ plan: 2 });
    expect(user.left).toEqual([]);
  });

  it('standing claims: values that are not kept stay while their change is open', async () => {
    const user = new User(current(), (key) => key !== 'secret');
    const by = change('API_KEY', { userId: user.id });
    const seq = await user.change({ secret: 1, plan: 1 }, by);
    const writes = async () => (await user.ledger.targets(by.id, { first: 1 })).items[0]?.entry.writes;
    expect(await writes()).toMatchObject([{ after: 1 }, { after: 1 }]);
    await user.reached(seq);
    const [secret, plan] = (await writes()) ?? [];
    expect([secret, plan]).toMatchObject([
      { key: 'secret', isErased: true },
      { key: 'plan', after: 1 },
    ]);
    expect(secret).not.toHaveProperty('after');
  });

  it('standing claims: forgetting a user erases their values, and waits for what is open', async () => {
    const user = new User(current());
    await user.reached(await user.change({ plan: 1 }));
    await user.change({ plan: 2 });
    expect(await user.ledger.forget(user.id)).toEqual({ erased: 1, waiting: 1 });
    await user.sweep();
    expect(await user.ledger.forget(user.id)).toMatchObject({ waiting: 0 });
    const { items } = await user.ledger.changes({ userId: user.id }, { first: 10 });
    for (const { id } of items) {
      const targets = await user.ledger.targets(id, { first: 10 });
      expect(targets.items.flatMap(({ entry }) => entry.writes).every(({ isErased }) => isErased === true)).toBe(true);
    }
    expect(await user.current()).toEqual({ plan: 2 });
  });
}
