import type { Change, Entry, Head, StreamView } from '../../src/claims/history/types.ts';
import type { ClaimsPayload } from '../../src/claims/types.ts';
import { changeIds } from '../../src/ledger/ids.ts';
import {
  type Command,
  intendCommand,
  intendCommands,
  type IntendOptions,
  intendRepair,
  type Intent,
} from '../../src/ledger/intend.ts';
import { settle, type Settled } from '../../src/ledger/settle.ts';
import { applyWrites } from '../../src/ledger/writes.ts';

const nextId = changeIds();

export function change(kind: Change['actor']['kind'] = 'USER', fields: Partial<Change> = {}): Change {
  return {
    id: nextId(),
    atMillis: Date.now(),
    actor: { kind, id: null, name: null },
    reason: null,
    userId: 'user',
    mode: null,
    requestId: null,
    reverts: null,
    causedBy: null,
    ...fields,
  };
}

/** A command as an administrator gives it: keys with values to set, or null to remove. */
export type Patch = Readonly<Record<string, number | null>>;

export interface Sent {
  readonly intent: Intent;
  readonly seq: number;
  hasLanded: boolean;
}

/** A session in a core without compare-and-set, and its log, in memory: what is sent lands when the test says so. */
export class World {
  stored: ClaimsPayload = { base: 0 };
  head: Head | null = null;
  entries: Entry[] = [];
  #random = 0;

  options(): IntendOptions {
    this.#random += 1;
    return {
      stream: 'session:s',
      userId: 'user',
      random: this.#random.toString(36).padStart(4, '0'),
      outsideChange: () => change('OUTSIDE'),
    };
  }

  /** As an adapter answers: from the first open entry on, or from where it is asked for. */
  view(from = Number.POSITIVE_INFINITY): StreamView {
    const open = this.entries.find(({ state }) => state === 'INTENDED')?.seq ?? Number.POSITIVE_INFINITY;
    const completeFrom = Math.min(from, open, (this.head?.seq ?? 0) + 1);
    return { head: this.head, entries: this.entries.filter(({ seq }) => seq >= completeFrom), completeFrom };
  }

  settled(stored = this.stored): Settled {
    const first = settle(stored, this.view(), false);
    if (first.status === 'SETTLED') return first;
    const second = settle(stored, this.view(first.from), true);
    if (second.status === 'SETTLED') return second;
    throw new Error('settling asked for entries twice');
  }

  commit(intent: Intent): boolean {
    if (intent.expectedSeq !== (this.head?.seq ?? null)) return false;
    this.head = intent.head;
    this.entries.push(...intent.entries);
    return true;
  }

  /** Settles, and commits a command or, without one, a repair; null where there is nothing to do. */
  intend(patch: Patch | null, settled = this.settled()): Sent | null {
    if (settled.landedSeq !== null) this.applied(settled.landedSeq);
    const intent =
      patch === null
        ? intendRepair(settled, change('SYSTEM'), this.options())
        : intendCommand(
            settled,
            { change: change(), next: patched(settled.current, patch), named: Object.keys(patch) },
            this.options(),
          );
    if (intent === null || !this.commit(intent)) return null;
    return { intent, seq: intent.head.seq, hasLanded: false };
  }

  /** The same for several commands, which are one write. */
  intendTogether(patches: readonly Patch[]): Sent | null {
    const settled = this.settled();
    if (settled.landedSeq !== null) this.applied(settled.landedSeq);
    const intent = intendCommands(settled, commandsOf(settled, patches), this.options());
    return this.commit(intent) ? { intent, seq: intent.head.seq, hasLanded: false } : null;
  }

  land(sent: Sent): void {
    this.stored = sent.intent.payload ?? this.stored;
    sent.hasLanded = true;
  }

  applied(seq: number): void {
    this.entries = this.entries.map((entry) =>
      entry.seq <= seq && entry.state === 'INTENDED' ? { ...entry, state: 'APPLIED' } : entry,
    );
  }

  /** Sweeps until nothing is to be done; what is sent lands at once. */
  sweep(): number {
    for (let repairs = 0; repairs < 5; repairs += 1) {
      const sent = this.intend(null);
      if (sent === null) return repairs;
      this.land(sent);
      this.applied(sent.seq);
    }
    throw new Error('sweeps never end');
  }

  writeAround(patch: Patch): void {
    this.stored = patched(this.stored, patch);
  }
}

/** Each is computed from what the one before it leads to. */
export function commandsOf({ current }: Settled, patches: readonly Patch[], by = change): readonly Command[] {
  let next = current;
  return patches.map((patch) => {
    next = patched(next, patch);
    return { change: by(), next, named: Object.keys(patch) };
  });
}

export function patched(payload: ClaimsPayload, patch: Patch): ClaimsPayload {
  return applyWrites(
    payload,
    Object.entries(patch).map(([key, value]) => ({
      key,
      kind: 'UPDATED' as const,
      takesAway: false,
      ...(value === null ? {} : { after: value }),
    })),
  );
}
