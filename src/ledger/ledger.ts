import type { LedgerHistory } from '../claims/history/history.ts';
import type { Change, CommandKey, Entry, Stream, StreamView } from '../claims/history/types.ts';
import type { Intent } from './intend.ts';

/** TAKEN: somebody else's entry came first. Nothing was committed: read again, and begin again. */
export type IntendOutcome = 'INTENDED' | 'TAKEN';

/** The write of an entry has been seen in the core. */
export interface Landed {
  readonly stream: Stream;
  readonly seq: number;
  /** The core has answered to this very write, so that nobody needs to look after it any more. */
  readonly isAnswered: boolean;
  /** Nobody waits for it: it may travel with what comes next, some milliseconds later. */
  readonly mayWait?: true;
}

/** NEWER: it landed, but the log has gone on since. GONE: there is no such entry, or its session has ended. */
export type MarkOutcome = 'MARKED' | 'NEWER' | 'GONE';

/** A command with an idempotency key, and the change that it became. */
export interface IdempotentCommand extends CommandKey {
  readonly changeId: string;
}

/** Sessions by their streams, or all of a user that have a log. */
export type EndingSessions = readonly Stream[] | { readonly userId: string };

export interface RememberedCommand extends IdempotentCommand {
  /** What was answered, as JSON; null while that is not known. */
  readonly answer: string | null;
}

/** A change of what a session's tokens say, or its end. */
export interface FeedEvent {
  /** Where to go on after it; opaque. */
  readonly position: string;
  readonly change: Change;
  readonly entry: Entry;
}

export interface FeedPage {
  readonly events: readonly FeedEvent[];
  /** Where to go on, also where nothing happened; opaque. */
  readonly position: string;
  /** There may be more at once. */
  readonly isFull: boolean;
  /** The time of this page, by the clock of the database. */
  readonly nowMillis: number;
  /** Everything that became visible before this time, by the same clock, is in this page or an earlier one, unless the page is full. */
  readonly completeUntilMillis: number;
  /** Events may be missing before this page: the database was restored, or the position is not one of it. */
  readonly isGap: boolean;
}

/** A user whose sessions are to be told that claims have changed at their source. */
export interface PushTask {
  readonly userId: string;
  /** Why: the reason in the history. */
  readonly reason: string;
  /** Another one each time that the user is added, also after they were done: whoever is late must not end a newer one. */
  readonly round: number;
  /** How often it was taken since. */
  readonly takes: number;
}

/** Whose sessions are still to be told: kept here, so that a crash does not forget them. */
export interface Pushes {
  /** Adds users, whom nobody takes before `waitMillis` have passed. Whoever is there already begins anew. */
  addPushes(userIds: readonly string[], reason: string, waitMillis: number): Promise<void>;
  /** Some that are due. Each is given to one caller alone, and again a minute later where it is not done by then. */
  takePushes(limit: number): Promise<readonly PushTask[]>;
  /** These have been told, unless they were added again meanwhile. */
  donePushes(tasks: readonly Pick<PushTask, 'userId' | 'round'>[]): Promise<void>;
  /** How many there are. */
  countPushes(): Promise<number>;
}

/**
 * The log of all changes, which is also their order. Everything throws ClaimsetError LEDGER_UNAVAILABLE where its
 * database does not answer; its `outcome` says whether what was asked for may have been committed.
 */
export interface Ledger extends LedgerHistory, Pushes {
  /** Heads and open entries, and all entries from the numbers in `from` on; of every stream that was asked for. */
  read(streams: readonly Stream[], from?: ReadonlyMap<Stream, number>): Promise<ReadonlyMap<Stream, StreamView>>;
  /** The marker of the newest entry of each stream that has one: a session that carries it is as the log says. */
  markers(streams: readonly Stream[]): Promise<Map<Stream, string | null>>;
  /**
   * Commits intents, each for itself, of different streams; what is asked for at the same time is committed together.
   * TAKEN is also the outcome where the idempotency key stands for another change.
   */
  intend(intents: readonly Intent[], command?: IdempotentCommand): Promise<readonly IntendOutcome[]>;
  /**
   * Takes an intent back that was not sent, or that the core has refused: for good also where its session has ended since.
   * False where somebody has built on it, so that it will be written.
   */
  withdraw(intent: Intent): Promise<boolean>;
  /** Marks entries, and those before them in their streams, as APPLIED. */
  applied(landed: readonly Landed[]): Promise<readonly MarkOutcome[]>;
  /** The core has not answered to these writes: a sweep is due in a second. */
  unanswered(entries: readonly { readonly stream: Stream; readonly seq: number }[]): Promise<void>;
  /**
   * These sessions are about to be ended, or the core has not answered to that: a sweep is due after `waitMillis`, unless
   * their end is recorded by then. Of a session without a log nothing is kept.
   */
  ending(sessions: EndingSessions, waitMillis: number): Promise<void>;
  /**
   * These sessions have ended: nothing comes after. What is open counts as applied, for it may have been acknowledged; who
   * knows that it was not written withdraws it, before or after.
   */
  end(ended: readonly { readonly stream: Stream; readonly change: Change }[]): Promise<void>;

  /** Streams that are due for a sweep. Each is given to one caller alone until its next turn. */
  takeDue(limit: number): Promise<readonly Stream[]>;
  /**
   * Of the next sessions after this one, in the order of their names, makes those due that nobody has written to for a
   * day, some time within the next: whether they have expired only the core can say. From then on each is due once a day.
   * @returns the last of them; null where there are no more
   */
  watchQuiet(after: Stream | null, limit: number): Promise<Stream | null>;
  /** The streams of a user that have not ended. */
  streamsOf(userId: string): Promise<readonly Stream[]>;
  /** Makes streams due now: a reader saw that they are open. */
  wake(streams: readonly Stream[]): Promise<void>;

  /** The command with this key within the last 24 hours. */
  recall(caller: string, key: string): Promise<RememberedCommand | null>;
  remember(command: RememberedCommand): Promise<void>;
  /** The command was not applied: its key may be used again, unless it stands for another change by now. */
  release(command: Pick<IdempotentCommand, 'caller' | 'key' | 'changeId'>): Promise<void>;

  /** Events after a position, in order; or those since a time. */
  events(after: string | { readonly sinceMillis: number }, limit: number): Promise<FeedPage>;

  /** Erases the values in a user's history. Entries that are open keep theirs, and are counted. */
  forget(userId: string): Promise<{ readonly erased: number; readonly waiting: number }>;
  /**
   * Deletes some of what is older than a time, heads and open entries never; answers how many changes. Commands go when
   * they are not remembered any more.
   */
  purge(beforeMillis: number, limit: number): Promise<number>;
  /** @throws ClaimsetError LEDGER_UNAVAILABLE where the database does not answer now. */
  check(): Promise<void>;
  close(): Promise<void>;
}
