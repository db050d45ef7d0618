/** How many connections to PostgreSQL each part may have. */
export interface Connections {
  /** For locks of sessions; the lock takes a quarter more for users. */
  readonly locks: number;
  readonly ledger: number;
}

/** Shares out the connections of one process. */
export function connectionsOf(total: number): Connections {
  // Whoever holds a lock waits for the ledger, which commits for all of them at once: a few are enough there.
  const ledger = Math.max(2, Math.floor(total / 5));
  return { ledger, locks: Math.max(1, Math.floor((total - ledger) * 0.8)) };
}
