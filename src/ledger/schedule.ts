/** When a stream is looked at after a write that was not answered: 1 s, 10 s, 1 min and 10 min after. */
export const SWEEP_DELAYS_MILLIS = [1_000, 9_000, 50_000, 540_000] as const;
/** An entry that is open after all of them is looked at again and again. */
export const LATER_SWEEPS_MILLIS = 600_000;
/** A session that nobody writes to is looked at after this time, again and again: it may have expired, which nobody tells. */
export const QUIET_LOOK_MILLIS = 24 * 3_600_000;
/** Whoever intended an entry and has not said by then what became of it is dead: longer than a write may take. */
export const DEAD_AFTER_MILLIS = 15_000;
/** Whoever has taken a user to tell the sessions of, and has not said by then that it is done, is dead. */
export const PUSH_LEASE_MILLIS = 60_000;
/** How long the answer to an idempotency key is kept. */
export const REMEMBERED_MILLIS = 24 * 3_600_000;
