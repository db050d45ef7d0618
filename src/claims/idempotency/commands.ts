import type { ClaimError } from '../errors.ts';
import type { Change, CommandKey, Entry } from '../history/types.ts';
import type { SessionResult } from '../service/change-session.ts';
import type { StandingResult } from '../service/change-standing.ts';

/** What a command was answered, without what is to be as it is now when it is answered again. */
export interface CommandAnswer {
  readonly sessions: readonly SessionResult[];
  readonly standing: StandingResult | null;
  /** Whether the history has the change. */
  readonly isChanged: boolean;
  readonly userErrors: readonly ClaimError[];
}

/** A command that was given before with this key. */
export interface RecalledCommand {
  readonly inputHash: string;
  readonly changeId: string;
  /** Null where nobody was there any more to keep it. */
  readonly answer: CommandAnswer | null;
}

/**
 * Commands that may come twice, and what became of them. All throw ClaimsetError LEDGER_UNAVAILABLE (NOT_APPLIED), and
 * `exclusively` LOCK_TIMEOUT, LOCKS_UNAVAILABLE.
 */
export interface Commands {
  /** Runs `work` while nobody else does a command of this caller with this key. */
  exclusively<T>(command: CommandKey, work: () => Promise<T>): Promise<T>;
  /** Of the last 24 hours. */
  recall(command: CommandKey): Promise<RecalledCommand | null>;
  remember(command: CommandKey, changeId: string, answer: CommandAnswer): Promise<void>;
  /** Told of an answer that could not be remembered: it will be made from the ledger. */
  notRemembered(error: unknown): void;
  /** The command was not applied: its key may be used again. */
  release(command: CommandKey, changeId: string): Promise<void>;
  change(id: string): Promise<Change | null>;
  /** What a change did, after what was still open has been looked at; what is open all the same is not known yet. */
  settled(changeId: string): Promise<readonly Entry[]>;
}
