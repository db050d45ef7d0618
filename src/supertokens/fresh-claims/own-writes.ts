import type { RecipeInterface } from 'supertokens-node/recipe/session';

import type { ClaimsLock } from '../../locks/lock.ts';
import type { Journal } from '../lossless/journal.ts';
import { losslessWrites, writeMeans } from '../lossless/plugin.ts';
import type { CoreTimeLimits } from '../lossless/section.ts';
import { originIn } from '../lossless/update-context.ts';

/**
 * Records in the ledger what a plugin of ours writes itself, in an application without `losslessClaims`. Beside it
 * nothing changes: what one of the two has recorded passes the other.
 */
export function recordingOwnWrites(
  original: RecipeInterface,
  parts: { readonly lock: ClaimsLock; readonly journal: Journal; readonly limits: CoreTimeLimits },
): ReturnType<typeof losslessWrites> {
  const isOwn: Parameters<typeof losslessWrites>[2] = (userContext, handle) =>
    originIn(userContext, handle) !== undefined;
  return losslessWrites(original, writeMeans(parts, originIn), isOwn);
}
