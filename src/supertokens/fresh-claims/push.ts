import { setTimeout as delay } from 'node:timers/promises';

import pLimit from 'p-limit';
import Session from 'supertokens-node/recipe/session/index.js';

import { FAN_OUT } from '../../claims/time-limits.ts';
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

export interface PushOptions {
  /** Brings all live sessions of a user up to date; false where that failed, and was logged. Never throws. */
  readonly tell: (userId: string, reason: string, userContext: SdkContext) => Promise<boolean>;
  readonly warn: FreshenDeps['warn'];
  readonly progress: FreshenDeps['warn'];
  /** Outlives this process; null where there is no ledger. */
  readonly queue: Pick<PushQueue, 'add' | 'prepare'> | null;
  /** How long whoever changed the source waits at most. */
  readonly waitMillis?: number;
  /** When those are tried again who could not be told, where there is no queue. */
  readonly againAfterMillis?: readonly number[];
}

type Told = (userIds: readonly string[], reason: string, userContext: SdkContext) => Promise<readonly string[]>;

/** More than these are told in the background. */
const USERS_TO_WAIT_FOR = 20;
/** Afterwards whoever still cannot be told is told by the next refresh. */
const AGAIN_AFTER_MILLIS = [1_000, 10_000, 60_000] as const;

/**
 * The source has been changed already: what fails here is logged, tried again, and mended when the session refreshes.
 * Where there are many users, or one cannot be told now, it returns and goes on in the background: by the queue, which
 * outlives this process, or, where there is none, one such run at a time.
 */
export function pusher(options: PushOptions): Push {
  const { warn, progress, queue } = options;
  const now = tellingNow(options);
  const inMemory = pusherInMemory(options);
  const notKept = (error: unknown): void => {
    warn('Whose claims have changed could not be kept: after a crash now, sessions are told when they refresh.', {
      err: error,
    });
  };
  const inBackground = async (userIds: readonly string[], reason: string, userContext: SdkContext): Promise<void> => {
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
  const push = async (userIds: readonly string[], reason: string, userContext: SdkContext): Promise<void> => {
    const isMany = userIds.length > USERS_TO_WAIT_FOR;
    const left = isMany ? userIds : await now(userIds, reason, userContext);
    if (left.length > 0) await inBackground(left, reason, userContext);
    if (isMany) {
      progress('Claims are brought up to date in the sessions of many users.', { users: userIds.length, reason });
    }
  };
  const prepare: Push['prepare'] = async (users, reason) => {
    if (queue === null) return;
    const userIds = await users();
    if (userIds.length > USERS_TO_WAIT_FOR) await queue.prepare(userIds, reason).catch(notKept);
  };
  return Object.assign(push, { prepare });
}

/** Answers those who could not be told, or not in time: sessions that are busy must not hold the caller for minutes. */
function tellingNow({ tell, waitMillis = FAN_OUT }: PushOptions): Told {
  const atATime = pLimit(USERS_AT_A_TIME);
  return async (userIds, reason, userContext) => {
    const left = new Set(userIds);
    const over = new AbortController();
    const telling = atATime.map(userIds, async (userId) => {
      if (await tell(userId, reason, userContext)) left.delete(userId);
    });
    const late = delay(waitMillis, undefined, { signal: over.signal });
    // Once all have been told nobody waits for it.
    late.catch(() => undefined);
    await Promise.race([telling, late]);
    over.abort();
    return [...left];
  };
}

function pusherInMemory({ tell, progress, againAfterMillis = AGAIN_AFTER_MILLIS }: PushOptions) {
  const atATime = pLimit(USERS_AT_A_TIME);
  const oneRun = pLimit(1);
  const run: Told = async (userIds, reason, userContext) => {
    const left: string[] = [];
    let done = 0;
    await atATime.map(userIds, async (userId) => {
      if (!(await tell(userId, reason, userContext))) left.push(userId);
      done += 1;
      if (done % USERS_FOR_A_LINE === 0 || done === userIds.length) {
        progress('Claims are brought up to date.', { users: userIds.length, done });
      }
    });
    return left;
  };
  const toTheEnd = async (...[userIds, ...why]: Parameters<Told>): Promise<void> => {
    let left = await oneRun(() => run(userIds, ...why));
    for (const millis of againAfterMillis) {
      if (left.length === 0) return;
      await delay(millis, undefined, { ref: false });
      left = await oneRun(() => run(left, ...why));
    }
  };
  return (...given: Parameters<Told>): void => void toTheEnd(...given);
}

/**
 * Brings all live sessions of a user up to date; false where that failed for one. One that fails, such as one that is
 * busy all the time, must not keep the others as they are.
 */
export async function freshenUser(
  deps: FreshenDeps,
  userId: string,
  reason: string,
  userContext: SdkContext,
): Promise<boolean> {
  const failures: unknown[] = [];
  const failed = (error: unknown): void => {
    failures.push(error);
  };
  try {
    const context = freshContext(userContext);
    for (const handle of await Session.getAllSessionHandlesForUser(userId, true, undefined, context)) {
      await freshenLive(deps, handle, reason, userContext).catch(failed);
    }
  } catch (error) {
    failed(error);
  }
  if (failures.length === 0) return true;
  deps.warn('Claims of a live session were not brought up to date; they are when it refreshes.', {
    userId,
    failures: failures.length,
    err: failures[0],
  });
  return false;
}
