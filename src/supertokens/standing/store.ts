import { ClaimsetError } from '../../claims/errors.ts';
import type { StandingClaims, StandingSection } from '../../claims/ports.ts';
import type { ClaimsPatch } from '../../claims/types.ts';
import type { Intent } from '../../ledger/intend.ts';
import { withoutMarker } from '../../ledger/marker.ts';
import type { Settled } from '../../ledger/settle.ts';
import { type Unreached, unreached } from '../../ledger/unreached.ts';
import { type ClaimsLock, userLockKey } from '../../locks/lock.ts';
import { isUnknown, type Journal } from '../lossless/journal.ts';
import { DEFAULT_TIME_LIMITS, type LockedSection, underLock } from '../lossless/section.ts';
import type { UserContext } from '../lossless/update-context.ts';
import { askCore, ownContext } from '../remote-core/ask.ts';
import { changeStandingByLedger, settleStanding, standingStream } from './by-ledger.ts';
import { type StandingMetadata, standingMetadata } from './metadata.ts';

/** Brings changes of standing claims to the sessions of their user that they have not reached, under the user's lock. */
export type ReachRest = (
  userId: string,
  rest: readonly Unreached[],
  section: Pick<LockedSection, 'assertHeld'>,
) => Promise<void>;

export interface StandingStoreParts {
  readonly lock: ClaimsLock;
  readonly journal: Journal;
  readonly reachRest: ReachRest;
}

/** Where the standing claims of a user are; a test has its own. */
export type MetadataOf = (userId: string, contextOf: () => UserContext) => StandingMetadata;

/** Standing claims, in the users' metadata, as the ledger makes of them. */
export function standingStore(parts: StandingStoreParts, metadataOf: MetadataOf = standingMetadata): StandingClaims {
  return {
    read: (userId) => readStandingClaims(userId, parts.journal, metadataOf),
    locked: (userId, work) =>
      underLock(parts.lock, userLockKey(userId), DEFAULT_TIME_LIMITS, async (section) => {
        const own = new UserSection(section, userId, parts, metadataOf(userId, ownContext));
        const result = await work(own);
        return { result, isLeftOpen: !(await own.finish()) };
      }),
  };
}

/** Where the ledger does not answer, claims are read as they are stored. */
async function readStandingClaims(userId: string, journal: Journal, metadataOf: MetadataOf): Promise<ClaimsPatch> {
  const read = () => askCore((userContext) => metadataOf(userId, () => userContext).read());
  try {
    const { current, isOpen } = await settleStanding(journal, userId, read);
    if (isOpen) journal.inBackground(journal.ledger.wake([standingStream(userId)]));
    return current;
  } catch (error) {
    if (!(error instanceof ClaimsetError && error.code === 'LEDGER_UNAVAILABLE')) throw error;
    journal.leave(error);
    return withoutMarker(await read());
  }
}

class UserSection implements StandingSection {
  readonly #section: LockedSection;
  readonly #userId: string;
  readonly #journal: Journal;
  readonly #reachRest: ReachRest;
  readonly #metadata: StandingMetadata;
  readonly #written: Intent[] = [];
  /** What was written is not known, or earlier changes could not be brought to the sessions. */
  #isLeftOpen = false;

  constructor(section: LockedSection, userId: string, parts: StandingStoreParts, metadata: StandingMetadata) {
    this.#section = section;
    this.#userId = userId;
    this.#journal = parts.journal;
    this.#reachRest = parts.reachRest;
    this.#metadata = metadata;
  }

  assertHeld(): Promise<void> {
    return this.#section.assertHeld();
  }

  change: StandingSection['change'] = async (compute, change) => {
    const write = {
      section: this.#section,
      journal: this.#journal,
      userId: this.#userId,
      metadata: this.#metadata,
      onSettled: (settled: Settled) => this.#bringRest(unreached(settled)),
    };
    try {
      const { result, written } = await changeStandingByLedger(write, compute, change);
      if (written !== null) this.#written.push(written);
      return result;
    } catch (error) {
      if (isUnknown(error)) this.#isLeftOpen = true;
      throw error;
    }
  };

  /**
   * What was written under the lock has reached the sessions now: before the next holder looks, it is marked so. False
   * where something stays open, or was while others could have the lock: they bring it to sessions that were left out here.
   */
  async finish(): Promise<boolean> {
    const last = this.#written.at(-1);
    if (this.#isLeftOpen) return false;
    if (last === undefined) return true;
    return (await this.#journal.answeredNow(last)) && (await this.#isHeld());
  }

  async #isHeld(): Promise<boolean> {
    try {
      await this.#section.assertHeld();
      return true;
    } catch (error) {
      this.#journal.leave(error);
      return false;
    }
  }

  /** Whoever died before has left it. Where it cannot be done now, it stays open, and a sweep does it. */
  async #bringRest(rest: readonly Unreached[]): Promise<void> {
    if (rest.length === 0) return;
    try {
      await this.#reachRest(this.#userId, rest, this.#section);
    } catch (error) {
      this.#isLeftOpen = true;
      this.#journal.leave(error);
    }
  }
}
