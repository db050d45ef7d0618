import { lockTimeout } from '../../claims/errors.ts';
import type { Change } from '../../claims/history/types.ts';
import { isSameJson } from '../../claims/merge.ts';
import type { ComputeClaims } from '../../claims/ports.ts';
import type { ClaimsPayload, StoredSession } from '../../claims/types.ts';
import { intendCommand, type Intent } from '../../ledger/intend.ts';
import { withoutMarker } from '../../ledger/marker.ts';
import type { Settled } from '../../ledger/settle.ts';
import { settleStream } from '../../ledger/settle-stream.ts';
import type { Recording } from './journal.ts';
import type { ChangeOutcome, PayloadStore } from './payload-store.ts';
import type { LockedSection } from './section.ts';

/** Only somebody whose lock was lost comes between; more often than this it is no chance. */
const MAX_ATTEMPTS = 5;

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
 */
export async function changeByLedger<Result, Written>(
  section: LockedSection,
  store: PayloadStore<Written>,
  compute: ComputeClaims<Result>,
  recording: Recording,
): Promise<ChangeOutcome<Result, Written>> {
  const { journal } = recording;
  let change: Change | undefined;
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const found = await findSession(section, store, recording);
    if (found === null) return { kind: 'ended' };
    const { stored, settled } = found;
    journal.seen(recording.stream, settled);
    const { next, named = [], result } = compute({ ...stored, payload: settled.current });
    if (next === null) return { kind: 'unchanged', stored: asSettled(stored, settled), result };
    change ??= recording.changeOf(stored);
    const options = journal.intendOptions(recording.stream, stored.userId);
    const intent = intendCommand(settled, { change, next: withoutMarker(next), named }, options);
    if (intent === null) return { kind: 'unchanged', stored, result };
    if ((await journal.intend(intent, change)) === 'TAKEN') continue;
    const written = await send(section, recording, intent, change, (payload) => store.write(payload, stored));
    return written === null ? { kind: 'ended' } : { kind: 'written', result, written };
  }
  throw lockTimeout(new Error('other entries came first, again and again'));
}

/** A session as the log makes of it: as it is stored, unless writes are still under way. */
export function asSettled(stored: StoredSession, { found, current }: Settled): StoredSession {
  return isSameJson(found, current) ? stored : { ...stored, payload: current, isSettling: true };
}

async function findSession<Written>(
  section: LockedSection,
  store: PayloadStore<Written>,
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
  await journal.endKnown(stream);
  return null;
}

async function send<Written>(
  section: LockedSection,
  { journal }: Recording,
  intent: Intent,
  change: Change,
  write: (payload: ClaimsPayload) => Promise<Written | null>,
): Promise<Written | null> {
  const { payload, stream } = intent;
  if (payload === null) throw new Error('a command leads to a payload');
  try {
    const written = await section.send(() => write(payload));
    if (written === null) await journal.endKnown(stream);
    else journal.answered(intent);
    return written;
  } catch (error) {
    throw await journal.failed(intent, change, error);
  }
}
