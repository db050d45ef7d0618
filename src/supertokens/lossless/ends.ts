import type { RecipeInterface } from 'supertokens-node/recipe/session';

import type { Actor } from '../../claims/history/types.ts';
import { type Journal, sessionStream } from './journal.ts';
import { endingIn } from './passing.ts';
import type { UserContext } from './update-context.ts';

type Ends = Pick<RecipeInterface, 'revokeSession' | 'revokeMultipleSessions' | 'revokeAllSessionsForUser'>;

/** The functions that end sessions, each with the record of it: nothing comes after. */
export function recordingEnds(original: Ends, journal: Journal, application: Actor): Ends {
  const record = (handles: readonly string[], userId: string | null, userContext: UserContext): Promise<void> =>
    journal.end(
      handles.map(sessionStream),
      endingIn(userContext) ?? journal.newChange({ actor: { ...application }, userId }),
    );
  return {
    revokeSession: async (input) => {
      const isRevoked = await original.revokeSession(input);
      if (isRevoked) await record([input.sessionHandle], null, input.userContext);
      return isRevoked;
    },
    revokeMultipleSessions: async (input) => {
      const handles = await original.revokeMultipleSessions(input);
      await record(handles, null, input.userContext);
      return handles;
    },
    revokeAllSessionsForUser: async (input) => {
      const handles = await original.revokeAllSessionsForUser(input);
      await record(handles, input.userId, input.userContext);
      return handles;
    },
  };
}
