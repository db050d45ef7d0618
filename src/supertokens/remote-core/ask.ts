import type { WriteOutcome } from '../../claims/errors.ts';
import { within } from '../../locks/within.ts';
import { DEFAULT_TIME_LIMITS } from '../lossless/section.ts';
import type { UserContext } from '../lossless/update-context.ts';
import { coreFailure } from './failure.ts';

/**
 * A context for calls of our own. The SDK caches the core's answers per context; with `keepCacheAlive` our writes leave
 * the caches of other contexts alone.
 */
export function ownContext(): UserContext {
  return { _default: { keepCacheAlive: true } };
}

/**
 * Asks the core something, which changes nothing unless `outcome` says otherwise.
 * @throws ClaimsetError SESSION_CORE_UNAVAILABLE with this outcome where it fails or takes too long.
 */
export async function askCore<T>(
  ask: (userContext: UserContext) => Promise<T>,
  outcome: WriteOutcome = 'NOT_APPLIED',
): Promise<T> {
  try {
    return await within(ask(ownContext()), DEFAULT_TIME_LIMITS.readMillis);
  } catch (error) {
    throw coreFailure(error, outcome);
  }
}
