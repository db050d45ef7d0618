import type { RecipeInterface } from 'supertokens-node/recipe/session';

import type { ClaimsLock } from '../../locks/lock.ts';
import { mergeByHandle } from '../lossless/by-handle.ts';
import { regenerateByToken } from '../lossless/by-token.ts';
import { type Journal, sessionStream } from '../lossless/journal.ts';
import { passingWriteIn } from '../lossless/passing.ts';
import type { CoreTimeLimits } from '../lossless/section.ts';
import { exclusively } from '../lossless/together/exclusively.ts';
import { openSectionIn, originIn, type UserContext, type WriteMeans } from '../lossless/update-context.ts';
import { readAccessToken } from '../sdk/payload.ts';

type Writes = Pick<RecipeInterface, 'getSessionInformation' | 'regenerateAccessToken' | 'mergeIntoAccessTokenPayload'>;

/**
 * Records in the ledger what a plugin of ours writes itself, in an application without `losslessClaims`. Beside it
 * nothing changes: what one of the two has recorded passes the other.
 */
export function recordingOwnWrites(
  original: RecipeInterface,
  { lock, journal, limits }: { readonly lock: ClaimsLock; readonly journal: Journal; readonly limits: CoreTimeLimits },
): Writes {
  const means: WriteMeans = {
    exclusively: (userContext, handle) => {
      const section = openSectionIn(userContext, handle);
      return section === undefined ? exclusively(lock, handle, limits) : (work) => work(section);
    },
    recording: (userContext, handle) => {
      const origin = originIn(userContext, handle);
      if (origin === undefined) return null;
      const stream = sessionStream(handle);
      return { journal, stream, changeOf: ({ userId }) => journal.newChange({ ...origin, userId }) };
    },
  };
  const isOwn = (userContext: UserContext, handle: string | undefined): boolean =>
    passingWriteIn(userContext) === undefined && handle !== undefined && originIn(userContext, handle) !== undefined;
  return {
    getSessionInformation: async (input) => {
      const found = passingWriteIn(input.userContext)?.found;
      return found?.sessionHandle === input.sessionHandle ? found : original.getSessionInformation(input);
    },
    regenerateAccessToken: (input) => {
      const passing = passingWriteIn(input.userContext);
      if (passing !== undefined) {
        return original.regenerateAccessToken({ ...input, newAccessTokenPayload: passing.next });
      }
      return isOwn(input.userContext, readAccessToken(input.accessToken)?.handle)
        ? regenerateByToken(original, means, input)
        : original.regenerateAccessToken(input);
    },
    mergeIntoAccessTokenPayload: (input) =>
      isOwn(input.userContext, input.sessionHandle)
        ? mergeByHandle(original, means, input)
        : original.mergeIntoAccessTokenPayload(input),
  };
}
