import { type ClaimsetError, lockTimeout, undecided } from '../../claims/errors.ts';
import { isSameJson } from '../../claims/merge.ts';
import type { StoredSession } from '../../claims/types.ts';
import { type Command, intendCommands, type Intent } from '../../ledger/intend.ts';
import type { Settled } from '../../ledger/settle.ts';
import { settleStream } from '../../ledger/settle-stream.ts';
import { commandOf, isUnknown, type Recording } from './journal.ts';
import type { LockedSection } from './section.ts';
import {
  type AnyOrder,
  concludeEnded,
  concludeFailed,
  concludeWritten,
  fold,
  type Folded,
  writerOf,
} from './together/order.ts';

/** Only somebody whose lock was lost comes between; more often than this it is no chance. */
export const MAX_ATTEMPTS = 5;

interface Found {
  readonly stored: StoredSession;
  readonly settled: Settled;
}

/**
 * The rule where a ledger keeps the order (docs/ledger.md). Why no change is lost here, whatever becomes of the lock:
 * 1. What is computed from is what the log makes of the session, not what happens to be stored: a write that is still
 *    under way is part of it.
 * 2. The intent is committed before anything is sent, and only if nobody else's came between: else all begins again.
 * 3. The payload carries the number of its entry. So whatever is found later, and however late it lands, it is known
 *    which change it is, and the newer ones are brought back.
 * 4. It is sent once. The intent and the core's answer to this very write are the proof of success; without an answer
 *    the outcome is unknown until a sweep knows it.
 * Several orders have an entry each in one intent, and are one write, that of the last entry: it lands for all or for none.
 */
export async function changeByLedger(
  section: LockedSection,
  orders: readonly AnyOrder[],
  recording: Recording,
): Promise<void> {
  const { journal, stream } = recording;
  const writer = writerOf(orders);
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const found = await findSession(section, writer, recording);
    if (found === null) {
      for (const order of orders) order.end();
      return;
    }
    const { stored, settled } = found;
    journal.seen(stream, settled);
    const isOpen = settled.isOpen || settled.outside !== null;
    const folded = fold(orders, { ...stored, payload: settled.current }, { isOpen, recordsAll: true });
    for (const order of folded.idle) order.unchanged(asSettled(stored, settled));
    if (folded.steps.length === 0) return;
    const options = journal.intendOptions(stream, stored.userId);
    const intent = intendCommands(settled, commandsOf(folded, stored), options);
    if (await write(section, recording, { intent, folded, writer, stored })) return;
  }
  throw outpaced();
}

/** Nothing was written, and trying once more would end no better. */
export function outpaced(): ClaimsetError {
  return lockTimeout(new Error('other entries came first, again and again'));
}

/** A session as the log makes of it: as it is stored, unless writes are still under way. */
export function asSettled(stored: StoredSession, { found, current }: Settled): StoredSession {
  return isSameJson(found, current) ? stored : { ...stored, payload: current, isSettling: true };
}

async function findSession(
  section: LockedSection,
  { store }: AnyOrder,
  { journal, stream }: Recording,
): Promise<Found | null> {
  const found: StoredSession[] = [];
  const settled = await settleStream(journal.ledger, stream, async () => {
    const stored = await section.read(() => store.read());
    if (stored === null) return null;
    found.push(stored);
    return stored.payload;
  });
  const [stored] = found;
  if (settled !== null && stored !== undefined) return { stored, settled };
  await journal.ends.known([stream]);
  return null;
}

function commandsOf({ steps }: Folded, stored: StoredSession): readonly Command[] {
  return steps.map(({ order, next, named }) => ({
    change: order.change(stored),
    next,
    named,
    origins: order.recording?.putThere ?? {},
  }));
}

interface Writing {
  readonly intent: Intent;
  readonly folded: Folded;
  readonly writer: AnyOrder;
  /** As it was read: what the store needs to write. */
  readonly stored: StoredSession;
}

/** False where somebody else's entry came first. */
async function write(section: LockedSection, { journal }: Recording, writing: Writing): Promise<boolean> {
  const { intent, folded, writer, stored } = writing;
  const { payload } = intent;
  if (payload === null) throw new Error('a command leads to a payload');
  let isIntended = false;
  try {
    // Who has an idempotency key is alone.
    const [first] = folded.steps;
    const command = first && commandOf(first.order.change(stored));
    if ((await journal.ledger.intend([intent], command))[0] === 'TAKEN') return false;
    isIntended = true;
    if (await section.send(() => writer.write(payload, stored))) {
      journal.answered(intent);
      concludeWritten(folded, writer, { ...stored, payload });
    } else {
      await journal.refusedAsEnded(intent);
      concludeEnded(folded);
    }
  } catch (error) {
    const isUndecided = isIntended ? await journal.mayHappen(intent, error) : isUnknown(error);
    concludeFailed(folded, error, isUndecided ? (order) => undecided(order.change(stored).id, error) : null);
  }
  return true;
}
