/** ACKNOWLEDGED: success was said. NOT_APPLIED: it was said that nothing happened. UNKNOWN: neither, or there was no answer. */
export type Outcome = 'ACKNOWLEDGED' | 'UNKNOWN' | 'NOT_APPLIED';

/** One change of one key, as its client saw it. A key is changed by one client alone, one attempt after the other. */
export interface Attempt {
  readonly startedAtMillis: number;
  readonly endedAtMillis: number;
  readonly client: string;
  readonly server: string;
  readonly how: string;
  readonly userId: string;
  /** The session that was to be changed; null: all of the user's. */
  readonly handle: string | null;
  readonly reachesFuture: boolean;
  readonly key: string;
  /** Each value is written once; null: the key was removed. */
  readonly value: number | null;
  readonly outcome: Outcome;
  /** What was said of single sessions. */
  readonly bySession: ReadonlyMap<string, Outcome>;
  /** Success was said of the sessions to come, and that the live ones could not be listed. */
  readonly isListMissing: boolean;
  readonly changeId: string | null;
  /** The code of an error, or how the connection broke. */
  readonly note: string;
}

/** A session that was begun. */
export interface Begun {
  readonly userId: string;
  readonly handle: string;
  /** When its sign-in was sent, and when it was answered. */
  readonly startedAtMillis: number;
  readonly begunAtMillis: number;
}

/** What was done to processes, databases and networks, and when. */
export interface Fault {
  readonly atMillis: number;
  readonly about: string;
}

/** What an attempt was to do to a session; null where it did not concern it. */
export function outcomeFor(attempt: Attempt, session: Begun): Outcome | null {
  if (attempt.handle !== null) return attempt.handle === session.handle ? attempt.outcome : null;
  if (attempt.userId !== session.userId) return null;
  const isLater = session.startedAtMillis > attempt.endedAtMillis;
  const isEarlier = session.begunAtMillis < attempt.startedAtMillis;
  const said = attempt.bySession.get(session.handle);
  // What could not be written to a session that was just beginning, this may have begun with.
  const mayBeginWithIt = attempt.reachesFuture && attempt.outcome !== 'NOT_APPLIED' && !isEarlier;
  if (said !== undefined) return said === 'NOT_APPLIED' && mayBeginWithIt ? 'UNKNOWN' : said;
  if (attempt.reachesFuture && (isLater || !attempt.isListMissing)) return attempt.outcome;
  if (isLater) return null;
  if (isEarlier) return attempt.isListMissing ? 'NOT_APPLIED' : attempt.outcome;
  return attempt.outcome === 'NOT_APPLIED' ? 'NOT_APPLIED' : 'UNKNOWN';
}
