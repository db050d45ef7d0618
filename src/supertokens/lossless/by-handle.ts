import type { RecipeInterface } from 'supertokens-node/recipe/session';

import { mergeClaims, patchBetween } from '../../claims/merge.ts';
import type { StoredSession } from '../../claims/types.ts';
import { toPatch } from '../sdk/payload.ts';
import type { PayloadStore } from './payload-store.ts';
import { changePayload } from './rule.ts';
import { sdkStore } from './sdk-store.ts';
import { claimsUpdateIn, forgetCachedReads, markDone, type WriteMeans } from './update-context.ts';

type MergeInput = Parameters<RecipeInterface['mergeIntoAccessTokenPayload']>[0];

/** A merge by handle that comes through the SDK: what is stored, with the patch on top. */
export async function mergeByHandle(original: RecipeInterface, means: WriteMeans, input: MergeInput): Promise<boolean> {
  const { sessionHandle, userContext: given } = input;
  const update = claimsUpdateIn(given, sessionHandle);
  const patch = toPatch(input.accessTokenPayloadUpdate);
  const store: PayloadStore<true> = sdkStore(
    {
      read: (userContext) => original.getSessionInformation({ sessionHandle, userContext }),
      write: async (next, { payload }, userContext) => {
        const accessTokenPayloadUpdate = patchBetween(payload, next);
        const isFound = await original.mergeIntoAccessTokenPayload({
          sessionHandle,
          accessTokenPayloadUpdate,
          userContext,
        });
        return isFound || null;
      },
      follow: () => Promise.resolve(true),
    },
    given,
  );
  const compute = (stored: StoredSession) => {
    // A patch beside an update comes from an override of the application.
    const next = update === undefined ? stored.payload : update.compute(stored);
    return { next: mergeClaims(next, patch, 'MERGE'), named: Object.keys(patch), result: null };
  };
  const [exclusively, recording] = [means.exclusively(given, sessionHandle), means.recording(given, sessionHandle)];
  // Whatever comes of it, as for a write by token.
  const change = await changePayload(exclusively, store, compute, recording).finally(() => {
    forgetCachedReads(given);
  });
  markDone(update);
  return change.kind !== 'ended';
}
