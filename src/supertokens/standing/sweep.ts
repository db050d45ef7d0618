import pLimit from 'p-limit';

import type { Stream } from '../../claims/history/types.ts';
import type { MayRepair } from '../../ledger/sweep/repairs.ts';
import { sweepStream } from '../../ledger/sweep/sweep-stream.ts';
import type { SweepOutcome, SweepStream } from '../../ledger/sweep/sweeper.ts';
import { unreached } from '../../ledger/unreached.ts';
import { userLockKey } from '../../locks/lock.ts';
import { SYSTEM } from '../lossless/journal.ts';
import { DEFAULT_TIME_LIMITS, underLock } from '../lossless/section.ts';
import { ownContext } from '../remote-core/ask.ts';
import { sweepSession } from '../sessions/sweep-session.ts';
import { standingStream } from './by-ledger.ts';
import { standingMetadata } from './metadata.ts';
import type { MetadataOf, StandingStoreParts } from './store.ts';

const SESSION = 'session:';
const STANDING = 'standing:';

/** How the sweeper brings a session, or the standing claims of a user, to where the log is. */
export function sweepStreams(parts: StandingStoreParts, metadataOf: MetadataOf = standingMetadata): SweepStream {
  return (stream, mayRepair) =>
    stream.startsWith(SESSION)
      ? sweepSession(stream.slice(SESSION.length), parts, mayRepair)
      : sweepStanding(stream.slice(STANDING.length), parts, metadataOf, mayRepair);
}

const STREAMS_AT_A_TIME = 4;

/** Looks at streams now, rather than when their turn comes. What cannot be settled stays open, and has its turn. */
export function settleNow(parts: StandingStoreParts): (streams: readonly Stream[]) => Promise<void> {
  const sweep = sweepStreams(parts);
  return async (streams) => {
    await pLimit(STREAMS_AT_A_TIME).map(streams, async (stream) => {
      await sweep(stream, () => true).catch((error: unknown) => {
        parts.journal.leave(error);
      });
    });
  };
}

async function sweepStanding(
  userId: string,
  { lock, journal, reachRest }: StandingStoreParts,
  metadataOf: MetadataOf,
  mayRepair: MayRepair,
): Promise<SweepOutcome> {
  return underLock(lock, userLockKey(userId), DEFAULT_TIME_LIMITS, (section) => {
    const metadata = metadataOf(userId, ownContext);
    return sweepStream({
      ledger: journal.ledger,
      store: {
        read: () => section.read(() => metadata.read()),
        write: async (payload) => {
          await section.send(() => metadata.write(payload));
          return true;
        },
      },
      options: () => journal.intendOptions(standingStream(userId), userId),
      systemChange: () => journal.newChange({ actor: SYSTEM, userId }),
      mayRepair,
      beforeMark: async (settled) => {
        const rest = unreached(settled);
        if (rest.length > 0) await reachRest(userId, rest, section);
      },
    });
  });
}
