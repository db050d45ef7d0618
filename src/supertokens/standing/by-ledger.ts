import type { Change } from '../../claims/history/types.ts';
import type { ComputeStanding } from '../../claims/ports.ts';
import { intendCommand, type Intent } from '../../ledger/intend.ts';
import { withoutMarker } from '../../ledger/marker.ts';
import type { Settled } from '../../ledger/settle.ts';
import { settleStream } from '../../ledger/settle-stream.ts';
import { MAX_ATTEMPTS, outpaced } from '../lossless/by-ledger.ts';
import type { Journal } from '../lossless/journal.ts';
import type { LockedSection } from '../lossless/section.ts';
import type { StandingMetadata } from './metadata.ts';

export function standingStream(userId: string): `standing:${string}` {
  return `standing:${userId}`;
}

export interface StandingWrite {
  readonly section: LockedSection;
  readonly journal: Journal;
  readonly userId: string;
  readonly metadata: StandingMetadata;
  /** Called before anything is computed, with what earlier changes have left. */
  readonly onSettled: (settled: Settled) => Promise<void>;
}

/**
 * Changes standing claims by the rule of sessions (`changeByLedger`), whose payload they are like: all of them are
 * written at once. Nothing is marked here, neither what was written nor what is found to have landed: an entry stays
 * open until its change has reached the sessions.
 * @returns the intent that was written; null where there was nothing to write
 */
export async function changeStandingByLedger<Result>(
  { section, journal, userId, metadata, onSettled }: StandingWrite,
  compute: ComputeStanding<Result>,
  change: Change,
): Promise<{ readonly result: Result; readonly written: Intent | null }> {
  const stream = standingStream(userId);
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const settled = await settleStanding(journal, userId, () => section.read(() => metadata.read()));
    await onSettled(settled);
    const { next, named = [], result } = await compute(settled.current);
    if (next === null) return { result, written: null };
    const command = { change, next: withoutMarker(next), named };
    const intent = intendCommand(settled, command, journal.intendOptions(stream, userId));
    if (intent === null) return { result, written: null };
    if ((await journal.intend(intent, change)) === 'TAKEN') continue;
    const { payload } = intent;
    if (payload === null) throw new Error('a command leads to a payload');
    try {
      await section.send(() => metadata.write(payload));
    } catch (error) {
      throw await journal.failed(intent, change, error);
    }
    return { result, written: intent };
  }
  throw outpaced();
}

/** What the ledger makes of what is stored. Writes nothing. */
export async function settleStanding(
  journal: Journal,
  userId: string,
  read: StandingMetadata['read'],
): Promise<Settled> {
  const settled = await settleStream(journal.ledger, standingStream(userId), read);
  if (settled === null) throw new Error('standing claims do not end');
  return settled;
}
