import SuperTokens, { type SuperTokensPlugin } from 'supertokens-node';
import type { RecipeInterface, SessionInformation } from 'supertokens-node/recipe/session';

import { isSameJson, mergeClaims, patchBetween, threeWayMerge } from '../../claims/merge.ts';
import type { ClaimsPayload, StoredSession } from '../../claims/types.ts';
import { type ClaimsLock, sessionLockKey } from '../../locks/lock.ts';
import { asPayload, readAccessToken, toPatch, toPayload } from '../sdk/payload.ts';
import { toStoredSession } from '../sdk/stored-session.ts';
import { carryPatches } from './carry-patches.ts';
import { type CoreTimeLimits, DEFAULT_TIME_LIMITS, type LockedSection, underLock } from './locked-section.ts';
import {
  type ClaimsUpdate,
  claimsUpdateIn,
  forgetCachedReads,
  freshContext,
  markDone,
  openSectionIn,
  type UserContext,
} from './update-context.ts';

/** The settings of `losslessClaims`. */
export interface LosslessClaimsOptions {
  /** Who changes the claims of a session holds its lock: `inProcessLock()` or `postgresLock(...)`. */
  readonly lock: ClaimsLock;
  /** How long the core may take; parts that are left out have their defaults. */
  readonly limits?: Partial<CoreTimeLimits>;
}

type Functions = RecipeInterface;
type RegenerateInput = Parameters<Functions['regenerateAccessToken']>[0];
type RegenerateResult = Awaited<ReturnType<Functions['regenerateAccessToken']>>;
type MergeInput = Parameters<Functions['mergeIntoAccessTokenPayload']>[0];

/** Takes the lock of a session, unless whoever the context comes from holds it. */
type Locked = <T>(handle: string, userContext: UserContext, work: (section: LockedSection) => Promise<T>) => Promise<T>;

/**
 * A SuperTokens plugin (for `experimental.plugins`) with which no change of a session's claims is lost: each write of an
 * access token payload, the SDK's own included, is a function of what is stored, computed and written under a lock.
 */
export function losslessClaims(options: LosslessClaimsOptions): SuperTokensPlugin {
  const limits = { ...DEFAULT_TIME_LIMITS, ...options.limits };
  const locked: Locked = (handle, userContext, work) => {
    const section = openSectionIn(userContext, handle);
    if (section !== undefined) return work(section);
    const { waitMillis } = claimsUpdateIn(userContext, handle) ?? {};
    return underLock(options.lock, sessionLockKey(handle), { limits, waitMillis }, work);
  };
  return {
    id: 'claimset-lossless-claims',
    overrideMap: { session: { functions: (original) => losslessFunctions(original, locked) } },
  };
}

/** What was read for a write, by the context of that write. */
type Reads = WeakMap<object, SessionInformation>;

function losslessFunctions(original: Functions, locked: Locked): Functions {
  const reads: Reads = new WeakMap();
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
      const read = reads.get(input.userContext);
      return read?.sessionHandle === input.sessionHandle ? read : original.getSessionInformation(input);
    },
    regenerateAccessToken: (input) => regenerate(original, locked, input),
    mergeIntoAccessTokenPayload: (input) => mergeByHandle(original, locked, reads, input),
  };
}

/** The SDK merges what `validateClaims` returns: the whole payload would carry all that was stale in the token. */
function changedClaims(before: ClaimsPayload, after: unknown): { accessTokenPayloadUpdate?: ClaimsPayload } {
  if (after === undefined) return {};
  return { accessTokenPayloadUpdate: patchBetween(before, toPayload(asPayload(after))) };
}

async function regenerate(original: Functions, locked: Locked, input: RegenerateInput): Promise<RegenerateResult> {
  const token = readAccessToken(input.accessToken);
  if (token === null) return original.regenerateAccessToken(input);
  const update = claimsUpdateIn(input.userContext, token.handle);
  const result = await locked(token.handle, input.userContext, async (section) => {
    const userContext = freshContext(input.userContext);
    const sessionHandle = token.handle;
    const found = await section.read(() => original.getSessionInformation({ sessionHandle, userContext }));
    if (found === undefined) return undefined;
    const stored = toStoredSession(found);
    const next = nextPayload(token.claims, update, input, stored);
    const isCurrent = isSameJson(next ?? stored.payload, stored.payload) && isSameJson(token.claims, stored.payload);
    // Without a new access token, the SDK leaves the session's as it is.
    if (next === null) return answer(stored, token.claims);
    if (update !== undefined && isCurrent) return answer(stored, stored.payload);
    const write = { ...input, newAccessTokenPayload: next, userContext };
    const written = await section.write(() => original.regenerateAccessToken(write));
    forgetCachedReads(input.userContext);
    return written;
  });
  markDone(update);
  return result;
}

async function mergeByHandle(original: Functions, locked: Locked, reads: Reads, input: MergeInput): Promise<boolean> {
  const handle = input.sessionHandle;
  const update = claimsUpdateIn(input.userContext, handle);
  const isFound = await locked(handle, input.userContext, async (section) => {
    const userContext = freshContext(input.userContext);
    const found = await section.read(() => original.getSessionInformation({ sessionHandle: handle, userContext }));
    if (found === undefined) return false;
    const stored = toStoredSession(found);
    const patch = patchBetween(stored.payload, nextByHandle(update, input, stored));
    if (Object.keys(patch).length === 0) return true;
    // The SDK reads the session once more before it writes: it is given what was read.
    const write = { sessionHandle: handle, accessTokenPayloadUpdate: patch, userContext };
    reads.set(userContext, found);
    const written = await section.write(() => original.mergeIntoAccessTokenPayload(write));
    forgetCachedReads(input.userContext);
    return written;
  });
  markDone(update);
  return isFound;
}

/** A direct caller of `regenerateAccessToken` gives only what they ended up with; overrides may have added to an update. */
function nextPayload(
  base: ClaimsPayload,
  update: ClaimsUpdate | undefined,
  { newAccessTokenPayload }: RegenerateInput,
  stored: StoredSession,
): ClaimsPayload | null {
  const mine = toPayload(asPayload(newAccessTokenPayload ?? {}));
  if (update === undefined) return threeWayMerge(base, mine, stored.payload);
  const next = update.compute(stored);
  return next === null || update.handed === undefined ? next : threeWayMerge(update.handed, mine, next);
}

/** A patch beside an update comes from an override of the application. */
function nextByHandle(update: ClaimsUpdate | undefined, input: MergeInput, stored: StoredSession): ClaimsPayload {
  const next = update === undefined ? stored.payload : (update.compute(stored) ?? stored.payload);
  return mergeClaims(next, toPatch(input.accessTokenPayloadUpdate), 'MERGE');
}

function answer(stored: StoredSession, userDataInJWT: ClaimsPayload): RegenerateResult {
  const { handle, userId, tenantId, recipeUserId } = stored;
  return {
    status: 'OK',
    session: { handle, userId, tenantId, recipeUserId: SuperTokens.convertToRecipeUserId(recipeUserId), userDataInJWT },
  };
}
