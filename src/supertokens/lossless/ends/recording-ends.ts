import type { RecipeInterface } from 'supertokens-node/recipe/session';

import type { Actor, Change } from '../../../claims/history/types.ts';
import { type Journal, sessionStream } from '../journal.ts';
import { endingIn } from '../passing.ts';
import { freshContext } from '../update-context.ts';

/** The SDK's functions that end sessions. */
export type RecordedEnds = Pick<
  RecipeInterface,
  'revokeSession' | 'revokeMultipleSessions' | 'revokeAllSessionsForUser'
>;
type SdkContext = Parameters<RecordedEnds['revokeSession']>[0]['userContext'];
type ChangeOf = (userId: string | null, userContext: SdkContext) => Change;
type Original = RecordedEnds & Pick<RecipeInterface, 'getSessionInformation'>;

/** How often a session is read whose end the core has not answered to: for half a minute, in which a write may still land. */
const MOST_LOOKS = 7;

/**
 * The functions that end sessions, each with the record of it: nothing comes after. Sweeps look after the sessions from
 * before the core is asked, lest this process dies before the record. Where the core does not answer, what became of
 * them is read until it is known.
 */
export function recordingEnds(original: Original, journal: Journal, application: Actor): RecordedEnds {
  const { ends } = journal;
  const changeOf: ChangeOf = (userId, userContext) =>
    endingIn(userContext) ?? journal.newChange({ actor: { ...application }, userId });
  const ending = lookedAfter(original, journal, changeOf);
  return {
    revokeSession: async (input) => {
      const { sessionHandle, userContext } = input;
      const isRevoked = await ending([sessionHandle], userContext, () => original.revokeSession(input));
      const streams = [sessionStream(sessionHandle)];
      if (isRevoked) await ends.record(streams, changeOf(null, userContext));
      else journal.inBackground(ends.known(streams));
      return isRevoked;
    },
    revokeMultipleSessions: async (input) => {
      const { sessionHandles, userContext } = input;
      const ended = await ending(sessionHandles, userContext, () => original.revokeMultipleSessions(input));
      await ends.record(ended.map(sessionStream), changeOf(null, userContext));
      const gone = new Set(sessionHandles);
      for (const handle of ended) gone.delete(handle);
      journal.inBackground(ends.known([...gone].map(sessionStream)));
      return ended;
    },
    revokeAllSessionsForUser: async (input) => {
      const { userId, userContext } = input;
      const ended = await ending({ userId }, userContext, () => original.revokeAllSessionsForUser(input));
      await ends.record(ended.map(sessionStream), changeOf(userId, userContext));
      return ended;
    },
  };
}

/** Asks the core, with what looks after the sessions until it has answered, and if it does not. */
function lookedAfter(original: Original, journal: Journal, changeOf: ChangeOf) {
  const { ends } = journal;
  return async <T>(
    which: readonly string[] | { readonly userId: string },
    userContext: SdkContext,
    ask: () => Promise<T>,
  ): Promise<T> => {
    const sessions = 'userId' in which ? which : which.map(sessionStream);
    ends.begin(sessions);
    try {
      return await ask();
    } catch (error) {
      ends.unanswered(sessions);
      // Which sessions a user had the ledger alone can say.
      if ('userId' in which) throw error;
      const change = changeOf(null, userContext);
      for (const handle of which) ends.untilDone(lookAgain(original, handle, userContext, journal, change));
      throw error;
    }
  };
}

/** Reads a session, and records its end if it is gone. Done as well where it is still there after many looks. */
function lookAgain(
  original: Original,
  sessionHandle: string,
  userContext: SdkContext,
  journal: Journal,
  change: Change,
): () => Promise<boolean> {
  let looks = 0;
  return async () => {
    const found = await original.getSessionInformation({ sessionHandle, userContext: freshContext(userContext) });
    looks += 1;
    if (found !== undefined) return looks >= MOST_LOOKS;
    await journal.ledger.end([{ stream: sessionStream(sessionHandle), change }]);
    return true;
  };
}
