/**
 * How long things may take, in milliseconds: all in one place, because they have to fit one another; a test adds them up.
 */

/** Timers count in 31 bits; a longer one would ring at once. So does PostgreSQL's `lock_timeout`. */
export const LONGEST_TIMER = 2 ** 31 - 1;

/** A caller waits so long for a lock, for everything that is needed to get it. */
export const LOCK_WAIT = 10_000;
/** PostgreSQL may take so long to answer for a lock that is held, before the lock counts as lost. */
export const LOCK_ANSWER = 2_000;
/** PostgreSQL ends a wait itself, so that the connection can be kept; only where it does not in this time, the client does. */
export const LOCK_GRACE = 250;
/** PostgreSQL takes the lock from a holder who has been silent for so long: one that has vanished. */
export const LOCK_LIFE = 60_000;

/** Connections to PostgreSQL: to open one, to keep one that nobody uses, between signs of life, and to close all. */
export const CONNECT = 5_000;
export const CONNECTION_IDLE = 30_000;
export const CONNECTION_KEEP_ALIVE = 10_000;
export const CONNECTIONS_CLOSE = 2_000;

/** A read of the core that takes longer has failed. */
export const CORE_READ = 5_000;
/** Whoever waits longer for a write of the core is told that its outcome is unknown. */
export const CORE_WRITE = 10_000;
/** A write that has not settled keeps its lock for so long, lest it lands on top of a later one. */
export const CORE_HOLD = 30_000;
/** A caller waits so long for a fresher token, and then gets along without one. */
export const FRESH_TOKEN = 1_000;
/** The core may take so long to say which keys it signs with. */
export const CORE_KEYS = 1_000;

/** SuperTokens' own routes, whose calls to the core have no time limit of their own. */
export const AUTH_ROUTE = 10_000;
/**
 * Sessions of a user whose change has not begun by then are not tried: a core that hangs must not hold the caller for
 * minutes. Enough for 10,000 sessions; each check of the user's lock keeps its connection from being taken for silent.
 */
export const FAN_OUT = 50_000;
