import { ClaimsetError } from '../../claims/errors.ts';
import { entriesOfChange } from '../../claims/history/history.ts';
import type { Entry } from '../../claims/history/types.ts';
import type { Commands } from '../../claims/idempotency/commands.ts';
import { type ClaimsLock, commandLockKey } from '../../locks/lock.ts';
import type { Ledger } from '../ledger.ts';
import type { SweepStream } from '../sweep/sweeper.ts';
import { ledgerUnavailable } from '../unavailable.ts';
import { readAnswer, writeAnswer } from './answer-form.ts';

type CommandLedger = Pick<Ledger, 'recall' | 'remember' | 'release' | 'changesById' | 'targets'>;

export interface RepeatableCommandsOptions {
  readonly ledger: CommandLedger;
  /** Whoever does a command holds its lock: a second one waits. */
  readonly lock: ClaimsLock;
  readonly sweep: SweepStream;
  /** Told of what failed after a change, and does not matter for it. */
  readonly onError: (error: unknown) => void;
}

/** Commands that may come twice, kept in the ledger. */
export function repeatableCommands({ ledger, lock, sweep, onError }: RepeatableCommandsOptions): Commands {
  return {
    exclusively: async ({ caller, key }, work) => {
      const held = await lock.acquire(commandLockKey(caller, key));
      try {
        return await work();
      } finally {
        await held.release();
      }
    },
    recall: async ({ caller, key }) => {
      const found = await withoutWrites(ledger.recall(caller, key));
      return found && { inputHash: found.inputHash, changeId: found.changeId, answer: readAnswer(found.answer) };
    },
    remember: (command, changeId, answer) =>
      withoutWrites(ledger.remember({ ...command, changeId, answer: writeAnswer(answer) })),
    notRemembered: onError,
    release: ({ caller, key }, changeId) => withoutWrites(ledger.release({ caller, key, changeId })),
    change: async (id) => (await withoutWrites(ledger.changesById([id]))).get(id) ?? null,
    settled: async (changeId) => {
      const entries = await withoutWrites(entriesOf(ledger, changeId));
      const open = entries.filter(({ state }) => state === 'INTENDED');
      if (open.length === 0) return entries;
      await sweepAll(open, sweep, onError);
      return withoutWrites(entriesOf(ledger, changeId));
    },
  };
}

/** Where one cannot be looked at now, the others cannot either: the sweeper will. */
async function sweepAll(open: readonly Entry[], sweep: SweepStream, onError: (error: unknown) => void): Promise<void> {
  try {
    for (const { stream } of open) await sweep(stream, () => true);
  } catch (error) {
    onError(error);
  }
}

async function entriesOf(ledger: CommandLedger, changeId: string): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  for await (const entry of entriesOfChange(ledger, changeId)) entries.push(entry);
  return entries;
}

/** No claims are written by what is kept of a command, whatever becomes of it. */
async function withoutWrites<T>(asking: Promise<T>): Promise<T> {
  try {
    return await asking;
  } catch (error) {
    throw error instanceof ClaimsetError ? ledgerUnavailable('NOT_APPLIED', error.cause) : error;
  }
}
