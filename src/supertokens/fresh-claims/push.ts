import pLimit from 'p-limit';
import Session from 'supertokens-node/recipe/session/index.js';

import { freshContext } from '../lossless/update-context.ts';
import { type FreshenDeps, freshenLive } from './freshen.ts';
import type { SdkContext } from './rebuild.ts';

/** Tells the live sessions of users that their claims have changed at the source. */
export type Push = (userIds: readonly string[], userContext: SdkContext) => Promise<void>;

const USERS_AT_A_TIME = 8;
/** More than these are told in the background. */
const USERS_TO_WAIT_FOR = 20;
const USERS_FOR_A_LINE = 1_000;

/**
 * The source has been changed already: what fails here is logged, and mended when the session refreshes. Where there
 * are many users it returns at once, and goes on in the background; one such run at a time.
 */
export function pusher(deps: FreshenDeps, progress: FreshenDeps['warn']): Push {
  const atATime = pLimit(USERS_AT_A_TIME);
  const inBackground = pLimit(1);
  return async (userIds, userContext) => {
    const pushOne = (userId: string): Promise<void> => freshenUser(deps, userId, userContext);
    if (userIds.length <= USERS_TO_WAIT_FOR) {
      await atATime.map(userIds, pushOne);
      return;
    }
    void inBackground(async () => {
      let done = 0;
      progress('Claims are brought up to date in the sessions of many users.', { users: userIds.length });
      await atATime.map(userIds, async (userId) => {
        await pushOne(userId);
        done += 1;
        if (done % USERS_FOR_A_LINE === 0 || done === userIds.length) {
          progress('Claims are brought up to date.', { users: userIds.length, done });
        }
      });
    });
  };
}

async function freshenUser(deps: FreshenDeps, userId: string, userContext: SdkContext): Promise<void> {
  try {
    const context = freshContext(userContext);
    for (const handle of await Session.getAllSessionHandlesForUser(userId, true, undefined, context)) {
      await freshenLive(deps, handle, userContext);
    }
  } catch (error) {
    deps.warn('Claims of a live session were not brought up to date; they are when it refreshes.', {
      userId,
      err: error,
    });
  }
}
