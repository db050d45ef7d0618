import pLimit from 'p-limit';
import Session from 'supertokens-node/recipe/session/index.js';

import { freshContext } from '../lossless/update-context.ts';
import { type FreshenDeps, freshenLive } from './freshen.ts';
import { type PushQueue, USERS_AT_A_TIME, USERS_FOR_A_LINE } from './push-queue.ts';
import type { SdkContext } from './rebuild.ts';

/** Tells the live sessions of users that their claims have changed at the source. */
export interface Push {
  /** Before the source changes: where there are many users, and a ledger, they are kept there. */
  prepare(users: () => Promise<readonly string[]>, reason: string): Promise<void>;
  /** After it has changed. */
  (userIds: readonly string[], reason: string, userContext: SdkContext): Promise<void>;
}

/** More than these are told in the background. */
const USERS_TO_WAIT_FOR = 20;

/**
 * The source has been changed already: what fails here is logged, and mended when the session refreshes. Where there
 * are many users it returns at once, and goes on in the background: by the queue, which outlives this process, or, where
 * there is none, one such run at a time.
 */
export function pusher(deps: FreshenDeps, progress: FreshenDeps['warn'], queue: PushQueue | null): Push {
  const atATime = pLimit(USERS_AT_A_TIME);
  const inMemory = pusherInMemory(deps, progress);
  const notKept = (error: unknown): void => {
    deps.warn('Whose claims have changed could not be kept: after a crash now, sessions are told when they refresh.', {
      err: error,
    });
  };
  const push = async (userIds: readonly string[], reason: string, userContext: SdkContext): Promise<void> => {
    if (userIds.length <= USERS_TO_WAIT_FOR) {
      await atATime.map(userIds, (userId) => freshenUser(deps, userId, reason, userContext));
      return;
    }
    try {
      if (queue !== null) {
        await queue.add(userIds, reason);
        return;
      }
    } catch (error) {
      notKept(error);
    }
    inMemory(userIds, reason, userContext);
  };
  const prepare: Push['prepare'] = async (users, reason) => {
    if (queue === null) return;
    const userIds = await users();
    if (userIds.length > USERS_TO_WAIT_FOR) await queue.prepare(userIds, reason).catch(notKept);
  };
  return Object.assign(push, { prepare });
}

function pusherInMemory(deps: FreshenDeps, progress: FreshenDeps['warn']) {
  const atATime = pLimit(USERS_AT_A_TIME);
  const oneRun = pLimit(1);
  return (userIds: readonly string[], reason: string, userContext: SdkContext): void => {
    void oneRun(async () => {
      let done = 0;
      progress('Claims are brought up to date in the sessions of many users.', { users: userIds.length, reason });
      await atATime.map(userIds, async (userId) => {
        await freshenUser(deps, userId, reason, userContext);
        done += 1;
        if (done % USERS_FOR_A_LINE === 0 || done === userIds.length) {
          progress('Claims are brought up to date.', { users: userIds.length, done });
        }
      });
    });
  };
}

/** Brings all live sessions of a user up to date; false where that failed. */
export async function freshenUser(
  deps: FreshenDeps,
  userId: string,
  reason: string,
  userContext: SdkContext,
): Promise<boolean> {
  try {
    const context = freshContext(userContext);
    for (const handle of await Session.getAllSessionHandlesForUser(userId, true, undefined, context)) {
      await freshenLive(deps, handle, reason, userContext);
    }
    return true;
  } catch (error) {
    deps.warn('Claims of a live session were not brought up to date; they are when it refreshes.', {
      userId,
      err: error,
    });
    return false;
  }
}
