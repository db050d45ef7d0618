/** Mutual exclusion by name: whoever changes the claims of a session holds the lock of its handle. */
export interface ClaimsLock {
  /** How long `acquire` waits unless it is told otherwise; left out: 10,000. */
  readonly waitMillis?: number;
  /**
   * Waits for the lock of a key, in fair order.
   * @throws ClaimsetError LOCK_TIMEOUT after `waitMillis`, or at once where too many wait already.
   * @throws ClaimsetError LOCKS_UNAVAILABLE (NOT_APPLIED) where what the lock is made of cannot be reached.
   */
  acquire(key: LockKey, options?: { readonly waitMillis?: number }): Promise<HeldLock>;
  /** Frees what the lock is made of; locks that are held are released. */
  close(): Promise<void>;
}

/** A lock that is held until it is released. */
export interface HeldLock {
  /**
   * To be called right before a write.
   * @throws ClaimsetError LOCKS_UNAVAILABLE (NOT_APPLIED) where the lock has been lost meanwhile.
   */
  assertHeld(): Promise<void>;
  /**
   * Gives the lock to the next, and says whether it was held without a break until then: what was written under it is
   * acknowledged for no other reason. Never throws; called again, it gives the first answer.
   */
  release(): Promise<boolean>;
}

/** What is locked. */
export interface LockKey {
  /**
   * A session's claims, the standing claims of a user, or a command that may come twice. The holder of a command's lock
   * may take that of a user, the holder of a user's lock those of sessions.
   */
  readonly kind: 'session' | 'user' | 'command';
  readonly id: string;
}

/** The lock of a session's claims; its holder takes no other. */
export function sessionLockKey(handle: string): LockKey {
  return { kind: 'session', id: handle };
}

/** The lock of a user's standing claims, by the id of the primary user. */
export function userLockKey(primaryUserId: string): LockKey {
  return { kind: 'user', id: primaryUserId };
}

/** The lock of a command with an idempotency key, by who gives it. */
export function commandLockKey(caller: string, key: string): LockKey {
  return { kind: 'command', id: `${caller}:${key}` };
}

/** The key as text. Part of the contract between processes, also of other versions: stable. */
export function lockName({ kind, id }: LockKey): string {
  return `${kind}:${id}`;
}
