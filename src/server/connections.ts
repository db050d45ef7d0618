/** How many connections to PostgreSQL each part may have. */
export interface Connections {
  /** For locks of sessions; the lock takes a quarter more for users, and as many for commands. */
  readonly locks: number;
  readonly ledger: number;
  /** For the counts of limits; 0 where each process counts for itself. */
  readonly limits: number;
}

/** The fewest with which everything has one that cannot do without. */
const FEWEST = 4;
/** From here on there are two for the counts of limits. */
const ENOUGH = 10;

/** Shares out the connections of one process. */
export function connectionsOf(total: number, areLimitsOn: boolean): Connections {
  const limits = areLimitsOn && total > FEWEST ? (total < ENOUGH ? 1 : 2) : 0;
  // Whoever holds a lock waits for the ledger, which commits for all of them at once: a few are enough there.
  const ledger = Math.max(total - limits > FEWEST ? 2 : 1, Math.floor(total / 5));
  const left = total - ledger - limits;
  let locks = Math.max(1, Math.floor((left * 2) / 3));
  while (locks > 1 && allLocks(locks) > left) locks -= 1;
  return { ledger, limits, locks };
}

/** Of sessions, users and commands. */
function allLocks(ofSessions: number): number {
  return ofSessions + 2 * Math.ceil(ofSessions / 4);
}
