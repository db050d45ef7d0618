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
 * Asks the core something that changes nothing.
 * @throws ClaimsetError SESSION_CORE_UNAVAILABLE (NOT_APPLIED) where it fails or takes too long.
 */
export async function askCore<T>(ask: (userContext: UserContext) => Promise<T>): Promise<T> {
  try {
    return await within(ask(ownContext()), DEFAULT_TIME_LIMITS.readMillis);
  } catch (error) {
    throw coreFailure(error, 'NOT_APPLIED');
  }
}
