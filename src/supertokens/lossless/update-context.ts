import type { ChangeOrigin, Origin } from '../../claims/history/types.ts';
import type { ClaimsPayload, StoredSession } from '../../claims/types.ts';
import type { Recording } from './journal.ts';
import type { LockedSection } from './section.ts';
import type { Exclusively } from './together/exclusively.ts';

/** What SuperTokens calls a user context: it travels with a call through every override. */
export type UserContext = Record<string, unknown>;

/**
 * What a caller does to a session's payload, as a function of what is stored: so the result is right whatever others
 * have written since the caller last looked.
 */
export interface ClaimsUpdate {
  /** The session it is meant for: a context may be used again for another one. */
  readonly handle: string;
  /** The next payload. What it throws reaches the caller, and nothing is written. */
  readonly compute: (stored: StoredSession) => ClaimsPayload;
  /**
   * The payload that the SDK hands over for it by itself. What arrives instead is what overrides of the application have
   * added or taken away, and is kept on top.
   */
  readonly handed?: ClaimsPayload;
  /** The section of a caller who holds the session's lock already. */
  readonly section?: LockedSection;
  /** Who does it and why, for the ledger; else it is the application. */
  readonly origin?: ChangeOrigin;
  /** Which changes have put values there that this one only brings to the session. */
  readonly putThere?: Readonly<Record<string, Origin>>;
}

/** How a write of a session that comes with a context is done. */
export interface WriteMeans {
  /** By the lock of the session, unless whoever the context comes from holds it already. */
  readonly exclusively: (userContext: UserContext, handle: string) => Exclusively;
  /** Null without a ledger. */
  readonly recording: (userContext: UserContext, handle: string) => Recording | null;
}

// A registered symbol: it is the same one in every copy of this package that an application may have loaded.
const UPDATE = Symbol.for('claimset.update');

/** A copy of the context that carries the update to the overrides of `losslessClaims`. */
export function withClaimsUpdate<Context extends UserContext>(userContext: Context, update: ClaimsUpdate): Context {
  return copyOf(userContext, { ...userContext, [UPDATE]: update });
}

/** The update that the context carries for a session, and that has not been done yet. */
export function claimsUpdateIn(userContext: UserContext, handle: string): ClaimsUpdate | undefined {
  const update = updateOf(userContext, handle);
  return update === undefined || done.has(update) ? undefined : update;
}

/** The section of whoever holds the session's lock already, and has brought the context here. */
export function openSectionIn(userContext: UserContext, handle: string): LockedSection | undefined {
  const section = updateOf(userContext, handle)?.section;
  return section?.isOpen === true ? section : undefined;
}

/** Who changes a session through this context, where it says so. */
export function originIn(userContext: UserContext, handle: string): ChangeOrigin | undefined {
  return updateOf(userContext, handle)?.origin;
}

/** Which changes have put there what is brought to a session through this context. */
export function putThereIn(userContext: UserContext, handle: string): Readonly<Record<string, Origin>> {
  return updateOf(userContext, handle)?.putThere ?? {};
}

function updateOf(userContext: UserContext, handle: string): ClaimsUpdate | undefined {
  const update: unknown = Reflect.get(userContext, UPDATE);
  return isClaimsUpdate(update) && update.handle === handle ? update : undefined;
}

/**
 * An update is done once: an override of the application may change the session further with the same context, and
 * that is another change.
 */
export function markDone(update: ClaimsUpdate | undefined): void {
  if (update !== undefined) done.add(update);
}

const done = new WeakSet<ClaimsUpdate>();

function isClaimsUpdate(value: unknown): value is ClaimsUpdate {
  return typeof value === 'object' && value !== null && 'handle' in value && 'compute' in value;
}

/**
 * A copy of the context in which the SDK has not yet read anything: it caches the core's answers per context, and under
 * a lock such an answer is stale.
 */
export function freshContext<Context extends UserContext>(userContext: Context): Context {
  return copyOf(userContext, { ...userContext, _default: { ...defaultsOf(userContext), coreCallCache: {} } });
}

/**
 * Makes the SDK read anew through a context whose cached answers a write has made stale, and through those that it is a
 * copy of: the caller has the first one, and goes on with it.
 */
export function forgetCachedReads(userContext: UserContext): void {
  for (let one: UserContext | undefined = userContext; one !== undefined; one = originals.get(one)) {
    one['_default'] = { ...defaultsOf(one), coreCallCache: {} };
  }
}

const originals = new WeakMap<UserContext, UserContext>();

function copyOf<Context extends UserContext>(original: UserContext, copy: Context): Context {
  originals.set(copy, original);
  return copy;
}

function defaultsOf(userContext: UserContext): object {
  const defaults = userContext['_default'];
  return typeof defaults === 'object' && defaults !== null ? defaults : {};
}
