import type { Stream } from '../../claims/history/types.ts';
import type { MayRepair } from '../../ledger/sweep/repairs.ts';
import { sweepStream } from '../../ledger/sweep/sweep-stream.ts';
import type { SweepOutcome } from '../../ledger/sweep/sweeper.ts';
import { type ClaimsLock, sessionLockKey } from '../../locks/lock.ts';
import { type Journal, SYSTEM } from '../lossless/journal.ts';
import { DEFAULT_TIME_LIMITS, underLock } from '../lossless/section.ts';
import { byHandle } from './session-store.ts';

/** Brings the claims of a session to where its log is. */
export async function sweepSession(
  handle: string,
  { lock, journal }: { readonly lock: ClaimsLock; readonly journal: Journal },
  mayRepair: MayRepair,
): Promise<SweepOutcome> {
  const stream: Stream = `session:${handle}`;
  return underLock(lock, sessionLockKey(handle), DEFAULT_TIME_LIMITS, (section) => {
    const sessions = byHandle(handle);
    let stored: Awaited<ReturnType<typeof sessions.read>> = null;
    return sweepStream({
      ledger: journal.ledger,
      store: {
        read: async () => {
          stored = await section.read(() => sessions.read());
          return stored?.payload ?? null;
        },
        write: async (payload) => {
          const found = stored;
          if (found === null) return false;
          return (await section.send(() => sessions.write(payload, found))) !== null;
        },
      },
      options: () => journal.intendOptions(stream, stored?.userId ?? null),
      systemChange: () => journal.newChange({ actor: SYSTEM, userId: stored?.userId ?? null }),
      mayRepair,
    });
  });
}
