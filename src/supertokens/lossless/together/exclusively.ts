import { LOCK_WAIT } from '../../../claims/time-limits.ts';
import { type ClaimsLock, sessionLockKey } from '../../../locks/lock.ts';
import { type CoreTimeLimits, type LockedSection, underLock } from '../section.ts';
import { OrderQueue } from './queue.ts';

/** Does the work while nobody else changes the session. */
export interface Exclusively {
  <T>(work: (section: LockedSection) => Promise<T>): Promise<T>;
  /** Those in this process who wait for the same lock; none where the lock is held already. */
  readonly queue?: () => OrderQueue;
}

/** By the lock of the session. */
export function exclusively(lock: ClaimsLock, handle: string, limits: CoreTimeLimits): Exclusively {
  const alone = <T>(work: (section: LockedSection) => Promise<T>): Promise<T> =>
    underLock(lock, sessionLockKey(handle), limits, work);
  return Object.assign(alone, { queue: () => queueOf(lock, handle, limits) });
}

/** Whoever has the same lock waits in the same queues. */
const queues = new WeakMap<ClaimsLock, Map<string, OrderQueue>>();

function queueOf(lock: ClaimsLock, handle: string, limits: CoreTimeLimits): OrderQueue {
  const ofLock = queues.get(lock) ?? new Map<string, OrderQueue>();
  queues.set(lock, ofLock);
  const queue =
    ofLock.get(handle) ??
    new OrderQueue({
      underLock: (work, waitMillis) => underLock(lock, sessionLockKey(handle), limits, work, { waitMillis }),
      waitMillis: lock.waitMillis ?? LOCK_WAIT,
      onEmpty: () => ofLock.delete(handle),
    });
  ofLock.set(handle, queue);
  return queue;
}
