import { ClaimsetError } from '../../claims/errors.ts';
import type { ClaimsLock, LockKey } from '../../locks/lock.ts';
import { tracedWait } from '../../tracing/calls.ts';

/** How long somebody waited for a lock. */
export interface LockSeen {
  readonly kind: LockKey['kind'];
  readonly waitedMillis: number;
  /** The code of the error where they did not get it. */
  readonly failure: string | null;
}

/** The same lock, which tells how long each waited for it. */
export function observedLock(lock: ClaimsLock, onWait: (wait: LockSeen) => void): ClaimsLock {
  return {
    ...(lock.waitMillis === undefined ? {} : { waitMillis: lock.waitMillis }),
    acquire: async (key, options) => {
      const beganAtMillis = performance.now();
      const tell = (failure: string | null): void => {
        onWait({ kind: key.kind, waitedMillis: performance.now() - beganAtMillis, failure });
      };
      try {
        const held = await tracedWait(key.kind, () => lock.acquire(key, options));
        tell(null);
        return held;
      } catch (error) {
        tell(error instanceof ClaimsetError ? error.code : 'INTERNAL_SERVER_ERROR');
        throw error;
      }
    },
    close: () => lock.close(),
  };
}
