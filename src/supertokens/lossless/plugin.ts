import type { SuperTokensPlugin } from 'supertokens-node';
import type { RecipeInterface as AccountLinking } from 'supertokens-node/recipe/accountlinking';
import type { RecipeInterface } from 'supertokens-node/recipe/session';

import type { ChangeOrigin } from '../../claims/history/types.ts';
import { patchBetween } from '../../claims/merge.ts';
import type { ClaimsPayload } from '../../claims/types.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { ClaimsLock } from '../../locks/lock.ts';
import { assertHasLock, checkedPlugin } from '../sdk/check-plugins.ts';
import { asPayload, readAccessToken, toPayload } from '../sdk/payload.ts';
import { mergeByHandle } from './by-handle.ts';
import { regenerateByToken } from './by-token.ts';
import { carryPatches } from './carry-patches.ts';
import { type RecordedEnds, recordingEnds } from './ends/recording-ends.ts';
import { errorOnConsole, Journal, sessionStream } from './journal.ts';
import { type PassingWrite, passingWriteIn } from './passing.ts';
import type { TokenAnswer } from './payload-store.ts';
import { type CoreTimeLimits, DEFAULT_TIME_LIMITS } from './section.ts';
import { exclusively } from './together/exclusively.ts';
import { openSectionIn, originIn, putThereIn, type UserContext, type WriteMeans } from './update-context.ts';

/** The settings of `losslessClaims`. */
export interface LosslessClaimsOptions {
  /** Who changes the claims of a session holds its lock: `inProcessLock()` or `postgresLock(...)`. */
  readonly lock: ClaimsLock;
  /**
   * Where every change is kept, which is also their order: `postgresLedger(...)` or `fileLedger(...)`, the one that all
   * who change claims have. Without it, the lock alone keeps the order.
   */
  readonly ledger?: Ledger;
  /** Told of what failed in the background and is done later: on the console where it is left out. */
  readonly onError?: (error: unknown) => void;
  /** How long the core may take; parts that are left out have their defaults. */
  readonly limits?: Partial<CoreTimeLimits>;
}

/**
 * A SuperTokens plugin (for `experimental.plugins`) with which no change of a session's claims is lost: each write of an
 * access token payload, the SDK's own included, is a function of what is stored, computed and written under a lock.
 */
export function losslessClaims(options: LosslessClaimsOptions): SuperTokensPlugin {
  assertHasLock('losslessClaims', options);
  const { lock, ledger, onError = errorOnConsole } = options;
  return losslessPlugin(lock, ledger === undefined ? null : new Journal({ ledger, onError }), options.limits);
}

/** The plugin, with a journal that is used elsewhere, too. */
export function losslessPlugin(
  lock: ClaimsLock,
  journal: Journal | null,
  given: Partial<CoreTimeLimits> = {},
): SuperTokensPlugin {
  const limits = { ...DEFAULT_TIME_LIMITS, ...given };
  const application = { kind: 'APPLICATION' as const, id: null, name: null as string | null };
  const originOf: OriginOf = (userContext, handle) => originIn(userContext, handle) ?? { actor: { ...application } };
  const means = writeMeans({ lock, journal, limits }, originOf);
  let ends: RecordedEnds | null = null;
  const plugin = checkedPlugin('losslessClaims', lock, {
    session: {
      functions: (original) => {
        const lossless = losslessFunctions(original, means);
        if (journal === null) return lossless;
        ends = recordingEnds(original, journal, application);
        return { ...lossless, ...ends };
      },
    },
    accountlinking: {
      functions: (original) => ({
        ...original,
        // The core ends a user's sessions with the user, and says of none that it did.
        deleteUser: async (input) => {
          await ends?.revokeAllSessionsForUser(sessionsOf(input));
          return original.deleteUser(input);
        },
      }),
    },
  });
  return {
    ...plugin,
    init: (config, ...rest) => {
      application.name = config.appInfo.appName;
      plugin.init?.(config, ...rest);
    },
  };
}

function sessionsOf({ userId, removeAllLinkedAccounts, userContext }: Parameters<AccountLinking['deleteUser']>[0]) {
  const everywhere = { tenantId: 'public', revokeAcrossAllTenants: true };
  return { userId, revokeSessionsForLinkedAccounts: removeAllLinkedAccounts, ...everywhere, userContext };
}

/** Who writes a session through a context, and why; nothing is recorded where it does not say so. */
export type OriginOf = (userContext: UserContext, handle: string) => ChangeOrigin | undefined;

export interface WriteParts {
  readonly lock: ClaimsLock;
  /** Null without a ledger. */
  readonly journal: Journal | null;
  readonly limits: CoreTimeLimits;
}

export function writeMeans({ lock, journal, limits }: WriteParts, originOf: OriginOf): WriteMeans {
  return {
    exclusively: (userContext, handle) => {
      const section = openSectionIn(userContext, handle);
      return section === undefined ? exclusively(lock, handle, limits) : (work) => work(section);
    },
    recording: (userContext, handle) => {
      const origin = originOf(userContext, handle);
      if (journal === null || origin === undefined) return null;
      return {
        journal,
        stream: sessionStream(handle),
        changeOf: ({ userId }) => journal.newChange({ ...origin, userId }),
        putThere: putThereIn(userContext, handle),
      };
    },
  };
}

/** The functions through which a payload is written; the caller says which writes are done by the rule. */
export function losslessWrites(
  original: RecipeInterface,
  means: WriteMeans,
  isByTheRule: (userContext: UserContext, handle: string) => boolean = () => true,
): Pick<RecipeInterface, 'getSessionInformation' | 'regenerateAccessToken' | 'mergeIntoAccessTokenPayload'> {
  return {
    getSessionInformation: async (input) => {
      // Before the SDK writes by handle it reads once more: it is given what was read under the lock.
      const found = passingWriteIn(input.userContext)?.found;
      return found?.sessionHandle === input.sessionHandle ? found : original.getSessionInformation(input);
    },
    regenerateAccessToken: (input) => {
      const { userContext, accessToken } = input;
      const passing = passingWriteIn(userContext);
      if (passing !== undefined) return regenerateOnce(original, passing, input);
      return isByTheRule(userContext, readAccessToken(accessToken)?.handle ?? '')
        ? regenerateByToken(original, means, input)
        : original.regenerateAccessToken(input);
    },
    mergeIntoAccessTokenPayload: (input) =>
      passingWriteIn(input.userContext) === undefined && isByTheRule(input.userContext, input.sessionHandle)
        ? mergeByHandle(original, means, input)
        : original.mergeIntoAccessTokenPayload(input),
  };
}

/** Unless the core has answered already to a write that was done for several. */
async function regenerateOnce(
  original: RecipeInterface,
  passing: PassingWrite,
  input: Parameters<RecipeInterface['regenerateAccessToken']>[0],
): Promise<TokenAnswer> {
  passing.answer ??= await original.regenerateAccessToken({ ...input, newAccessTokenPayload: passing.next });
  return passing.answer;
}

function losslessFunctions(original: RecipeInterface, means: WriteMeans): RecipeInterface {
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
    ...losslessWrites(original, means),
  };
}

/** The SDK merges what `validateClaims` returns: the whole payload would carry all that was stale in the token. */
function changedClaims(before: ClaimsPayload, after: unknown): { accessTokenPayloadUpdate?: ClaimsPayload } {
  if (after === undefined) return {};
  return { accessTokenPayloadUpdate: patchBetween(before, toPayload(asPayload(after))) };
}
