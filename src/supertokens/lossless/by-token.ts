import SuperTokens from 'supertokens-node';
import type { RecipeInterface } from 'supertokens-node/recipe/session';

import { isSameJson, patchBetween, threeWayMerge } from '../../claims/merge.ts';
import { FRESH_TOKEN } from '../../claims/time-limits.ts';
import type { ClaimsPayload, StoredSession } from '../../claims/types.ts';
import { within } from '../../locks/within.ts';
import { freshSession } from '../sdk/fresh-session.ts';
import { type AccessTokenContent, asPayload, readAccessToken, toPayload } from '../sdk/payload.ts';
import { isUnauthorised } from '../sdk/session-errors.ts';
import { passingWriteIn } from './passing.ts';
import { changePayload } from './rule.ts';
import { sdkStore } from './sdk-store.ts';
import { type ClaimsUpdate, claimsUpdateIn, forgetCachedReads, markDone, type WriteMeans } from './update-context.ts';

type RegenerateInput = Parameters<RecipeInterface['regenerateAccessToken']>[0];
type RegenerateResult = Awaited<ReturnType<RecipeInterface['regenerateAccessToken']>>;

/** A write with an access token that comes through the SDK: all merges of a session object lead here. */
export async function regenerateByToken(
  original: RecipeInterface,
  means: WriteMeans,
  input: RegenerateInput,
): Promise<RegenerateResult> {
  const token = readAccessToken(input.accessToken);
  if (token === null) return original.regenerateAccessToken(input);
  const { handle: sessionHandle } = token;
  const { userContext: given } = input;
  const update = claimsUpdateIn(given, sessionHandle);
  const store = sdkStore(
    {
      accessToken: input.accessToken,
      read: (userContext) => original.getSessionInformation({ sessionHandle, userContext }),
      write: async (newAccessTokenPayload, _stored, userContext) => {
        const answer = await original.regenerateAccessToken({ ...input, newAccessTokenPayload, userContext });
        const passing = passingWriteIn(userContext);
        if (passing !== undefined) passing.answer = answer;
        return answer ?? null;
      },
      follow: async ({ stored, accessToken, answer }) =>
        (accessToken === input.accessToken ? answer : undefined) ?? (await unchanged(stored, token, input)) ?? null,
    },
    given,
  );
  const compute = (stored: StoredSession) => {
    const next = nextPayload(token.claims, update, input, stored);
    return { next, named: Object.keys(patchBetween(token.claims, next)), result: null };
  };
  const [exclusively, recording] = [means.exclusively(given, sessionHandle), means.recording(given, sessionHandle)];
  // Whatever comes of it: a change that leads to what is stored already may be news to the caller, and so may a failed one.
  const change = await changePayload(exclusively, store, compute, recording).finally(() => {
    forgetCachedReads(given);
  });
  markDone(update);
  if (change.kind === 'ended') return undefined;
  return change.kind === 'unchanged' ? unchanged(change.stored, token, input) : change.written;
}

/** A direct caller of `regenerateAccessToken` gives only what they ended up with; overrides may have added to an update. */
function nextPayload(
  base: ClaimsPayload,
  update: ClaimsUpdate | undefined,
  { newAccessTokenPayload }: RegenerateInput,
  stored: StoredSession,
): ClaimsPayload {
  const mine = toPayload(asPayload(newAccessTokenPayload ?? {}));
  if (update === undefined) return threeWayMerge(base, mine, stored.payload);
  const next = update.compute(stored);
  return update.handed === undefined ? next : threeWayMerge(update.handed, mine, next);
}

/** What the SDK answers where there is nothing to write: with a token of what is stored, if it can be had. */
async function unchanged(
  stored: StoredSession,
  presented: AccessTokenContent,
  { accessToken }: RegenerateInput,
): Promise<RegenerateResult> {
  if (presented.expiresAtMillis <= Date.now()) return answer(stored, null);
  if (isSameJson(presented.claims, stored.payload)) return answer(stored, accessToken);
  try {
    const fresh = await within(freshSession(accessToken), FRESH_TOKEN);
    return answer(stored, fresh.getAccessToken());
  } catch (error) {
    // Without a token the answer is right too: the next refresh brings one.
    return isUnauthorised(error) ? undefined : answer(stored, null);
  }
}

function answer(stored: StoredSession, accessToken: string | null): RegenerateResult {
  const { handle, userId, tenantId } = stored;
  const recipeUserId = SuperTokens.convertToRecipeUserId(stored.recipeUserId);
  const token = readAccessToken(accessToken ?? '');
  const session = { handle, userId, tenantId, recipeUserId, userDataInJWT: token?.claims ?? stored.payload };
  if (accessToken === null || token === null) return { status: 'OK', session };
  const { expiresAtMillis: expiry, issuedAtMillis: createdTime } = token;
  return { status: 'OK', session, accessToken: { token: accessToken, expiry, createdTime } };
}
