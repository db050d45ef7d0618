import type { ClaimsPayload, StoredSession } from '../claims/types.ts';
import type { LockedSection } from './locked-section.ts';

/** What SuperTokens calls a user context: it travels with a call through every override. */
export type UserContext = Record<string, unknown>;

/**
 * What a caller does to a session's payload, as a function of what is stored: so the result is right whatever others
 * have written since the caller last looked.
 */
export interface ClaimsUpdate {
  /** The session it is meant for: a context may be used again for another one. */
  readonly handle: string;
  /** The next payload; null leaves everything as it is. What it throws reaches the caller, and nothing is written. */
  readonly compute: (stored: StoredSession) => ClaimsPayload | null;
  /** How long to wait for the lock, instead of the lock's own bound. */
  readonly waitMillis?: number;
  /** The section of a caller who holds the session's lock already. */
  readonly section?: LockedSection;
}

// A registered symbol: it is the same one in every copy of this package that an application may have loaded.
const UPDATE = Symbol.for('claimset.update');

/** A copy of the context that carries the update to the overrides of `losslessClaims`. */
export function withClaimsUpdate<Context extends UserContext>(userContext: Context, update: ClaimsUpdate): Context {
  return { ...userContext, [UPDATE]: update };
}

/** The update that the context carries for a session. */
export function claimsUpdateIn(userContext: UserContext, handle: string): ClaimsUpdate | undefined {
  const update: unknown = Reflect.get(userContext, UPDATE);
  return isClaimsUpdate(update) && update.handle === handle ? update : undefined;
}

function isClaimsUpdate(value: unknown): value is ClaimsUpdate {
  return typeof value === 'object' && value !== null && 'handle' in value && 'compute' in value;
}

/**
 * A copy of the context in which the SDK has not yet read anything: it caches the core's answers per context, and under
 * a lock such an answer is stale.
 */
export function freshContext<Context extends UserContext>(userContext: Context): Context {
  return { ...userContext, _default: { ...defaultsOf(userContext), coreCallCache: {} } };
}

/** Makes the SDK read anew through a context whose cached answers a write has made stale. */
export function forgetCachedReads(userContext: UserContext): void {
  userContext['_default'] = { ...defaultsOf(userContext), coreCallCache: {} };
}

function defaultsOf(userContext: UserContext): object {
  const defaults = userContext['_default'];
  return typeof defaults === 'object' && defaults !== null ? defaults : {};
}
