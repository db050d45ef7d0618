import UserMetadata from 'supertokens-node/recipe/usermetadata/index.js';

import type { StandingClaims } from '../../claims/ports.ts';
import { type ClaimsLock, userLockKey } from '../../locks/lock.ts';
import { DEFAULT_TIME_LIMITS, underLock } from '../lossless/section.ts';
import { askCore, ownContext } from '../remote-core/ask.ts';
import { readStanding, standingUpdate } from './storage.ts';

/** Standing claims, in the users' metadata. */
export function standingStore(lock: ClaimsLock): StandingClaims {
  return {
    read: async (userId) => {
      const found = await askCore((userContext) => UserMetadata.getUserMetadata(userId, userContext));
      return readStanding(found.metadata).patch;
    },
    locked: (userId, work) =>
      underLock(lock, userLockKey(userId), DEFAULT_TIME_LIMITS, (section) =>
        work({
          assertHeld: () => section.assertHeld(),
          write: async (patch, forgotten) => {
            const update = { ...standingUpdate(patch, forgotten) };
            await section.write(() => UserMetadata.updateUserMetadata(userId, update, ownContext()));
          },
        }),
      ),
  };
}
