import type { SuperTokensPlugin } from 'supertokens-node';
import type { RecipeInterface } from 'supertokens-node/recipe/session';

import { patchBetween } from '../../claims/merge.ts';
import type { ClaimsPayload } from '../../claims/types.ts';
import type { ClaimsLock } from '../../locks/lock.ts';
import { assertHasLock, checkedPlugin } from '../sdk/check-plugins.ts';
import { asPayload, toPayload } from '../sdk/payload.ts';
import { mergeByHandle } from './by-handle.ts';
import { regenerateByToken } from './by-token.ts';
import { carryPatches } from './carry-patches.ts';
import { passingWriteIn } from './passing.ts';
import { type CoreTimeLimits, DEFAULT_TIME_LIMITS, exclusively } from './section.ts';
import { type ExclusivelyIn, openSectionIn } from './update-context.ts';

/** The settings of `losslessClaims`. */
export interface LosslessClaimsOptions {
  /** Who changes the claims of a session holds its lock: `inProcessLock()` or `postgresLock(...)`. */
  readonly lock: ClaimsLock;
  /** How long the core may take; parts that are left out have their defaults. */
  readonly limits?: Partial<CoreTimeLimits>;
}

/**
 * A SuperTokens plugin (for `experimental.plugins`) with which no change of a session's claims is lost: each write of an
 * access token payload, the SDK's own included, is a function of what is stored, computed and written under a lock.
 */
export function losslessClaims(options: LosslessClaimsOptions): SuperTokensPlugin {
  assertHasLock('losslessClaims', options);
  const limits = { ...DEFAULT_TIME_LIMITS, ...options.limits };
  const exclusivelyIn: ExclusivelyIn = (userContext, handle) => {
    const section = openSectionIn(userContext, handle);
    return section === undefined ? exclusively(options.lock, handle, limits) : (work) => work(section);
  };
  return checkedPlugin('losslessClaims', options.lock, {
    session: { functions: (original) => losslessFunctions(original, exclusivelyIn) },
  });
}

function losslessFunctions(original: RecipeInterface, exclusivelyIn: ExclusivelyIn): RecipeInterface {
  return {
    ...original,
    createNewSession: async (input) => carryPatches(await original.createNewSession(input)),
    refreshSession: async (input) => carryPatches(await original.refreshSession(input)),
    getSession: async (input) => {
      const session = await original.getSession(input);
      return session && carryPatches(session);
    },
    validateClaims: async (input) => {
      // A claim may change the payload that it is given, in place.
      const before = toPayload(asPayload(input.accessTokenPayload));
      const result = await original.validateClaims(input);
      return { ...result, ...changedClaims(before, result.accessTokenPayloadUpdate) };
    },
    getSessionInformation: async (input) => {
      // Before the SDK writes by handle it reads once more: it is given what was read under the lock.
      const found = passingWriteIn(input.userContext)?.found;
      return found?.sessionHandle === input.sessionHandle ? found : original.getSessionInformation(input);
    },
    regenerateAccessToken: (input) => {
      const passing = passingWriteIn(input.userContext);
      return passing === undefined
        ? regenerateByToken(original, exclusivelyIn, input)
        : original.regenerateAccessToken({ ...input, newAccessTokenPayload: passing.next });
    },
    mergeIntoAccessTokenPayload: (input) =>
      passingWriteIn(input.userContext) === undefined
        ? mergeByHandle(original, exclusivelyIn, input)
        : original.mergeIntoAccessTokenPayload(input),
  };
}

/** The SDK merges what `validateClaims` returns: the whole payload would carry all that was stale in the token. */
function changedClaims(before: ClaimsPayload, after: unknown): { accessTokenPayloadUpdate?: ClaimsPayload } {
  if (after === undefined) return {};
  return { accessTokenPayloadUpdate: patchBetween(before, toPayload(asPayload(after))) };
}
