import type { Change, Entry, Head, KeyWrite, Landing, Origin, Stream } from '../claims/history/types.ts';
import { isSameJson } from '../claims/merge.ts';
import type { ClaimsPayload } from '../claims/types.ts';
import { payloadHash } from './hash.ts';
import { markerOf, markerSeq, withMarker } from './marker.ts';
import type { Settled } from './settle.ts';
import { withoutValues, writesBetween } from './writes.ts';

/** What somebody wants: `next` is computed from `Settled.current`. */
export interface Command {
  readonly change: Change;
  readonly next: ClaimsPayload;
  /** The keys that were named, with a difference or without. */
  readonly named: readonly string[];
  /** Who put these values there first, where this command only brings them: standing claims, to a session. */
  readonly origins?: Readonly<Record<string, Origin>>;
}

/** What an intent needs besides the facts. */
export interface IntendOptions {
  readonly stream: Stream;
  readonly userId: string | null;
  /** The random part of the marker. */
  readonly random: string;
  /** The change under which a write around the ledger is recorded. */
  readonly outsideChange: () => Change;
  /** False for claims whose values the history does not keep. */
  readonly keepsValues?: (key: string) => boolean;
}

/** An entry that is about to be committed, with what is left of its writes once it is applied. */
export interface IntendedEntry extends Entry {
  readonly writesOnceApplied: readonly KeyWrite[] | null;
}

/** What is committed before anything is sent: the compare-and-set is that the head is still at `expectedSeq`. */
export interface Intent {
  readonly stream: Stream;
  /** Null where the stream has no head yet. */
  readonly expectedSeq: number | null;
  readonly changes: readonly Change[];
  readonly entries: readonly IntendedEntry[];
  readonly head: Head;
  /** What a withdrawal brings back. */
  readonly headBefore: Head;
  /** What is to be written, the marker included; null where only something is recorded. */
  readonly payload: ClaimsPayload | null;
}

/**
 * The one write of a command: entries that are still open are part of it, since it is computed from what the log says.
 * Null where there is nothing to do, which may only be said while nothing is open.
 */
export function intendCommand(settled: Settled, command: Command, options: IntendOptions): Intent | null {
  if (!settled.isOpen && settled.outside === null && isSameJson(command.next, settled.current)) return null;
  return new Draft(settled, options).commands([command]);
}

/**
 * The one write of several commands, each computed from what the one before it leads to: an entry for each, and the
 * payload of the last one is what is written. Some of them may change nothing; whoever asks has looked at the first.
 */
export function intendCommands(settled: Settled, commands: readonly Command[], options: IntendOptions): Intent {
  return new Draft(settled, options).commands(commands);
}

/** Brings the core to where the log is: an entry of its own, since its landing must be told from all others. */
export function intendRepair(settled: Settled, repair: Change, options: IntendOptions): Intent | null {
  const command = { change: repair, next: settled.current, named: [] };
  return settled.isOpen ? new Draft(settled, options).commands([command]) : null;
}

/** Takes what was found as it is, and writes nothing: where repairs are undone again and again. */
export function intendAdoption(settled: Settled, options: IntendOptions): Intent | null {
  return settled.isOpen ? new Draft(settled, options).adoption() : null;
}

class Draft {
  readonly #settled: Settled;
  readonly #options: IntendOptions;
  readonly #before: Head;
  #head: Head;
  /** Of the head that is being made. */
  readonly #origins: Map<string, Origin>;
  readonly #entries: IntendedEntry[] = [];
  readonly #changes: Change[] = [];

  constructor(settled: Settled, options: IntendOptions) {
    this.#settled = settled;
    this.#options = options;
    this.#before = settled.head ?? firstHead(settled, options);
    this.#head = this.#before;
    this.#origins = new Map(Object.entries(this.#before.origins));
    if (settled.isForeign) {
      this.#head = { ...this.#before, seq: Math.max(this.#before.seq, markerSeq(settled.seen.marker) ?? 0) };
    }
  }

  commands(commands: readonly Command[]): Intent {
    const { outside, current } = this.#settled;
    if (outside !== null) this.#outside(current, { marker: null, hash: payloadHash(current) });
    const headBefore = { ...this.#head, origins: Object.fromEntries(this.#origins) };
    let before = current;
    for (const { change, next, named, origins = {} } of commands) {
      const marker = markerOf(this.#head.seq + 1, this.#options.random);
      const writes = writesBetween(before, next, named);
      this.#append(change, 'INTENDED', next, { marker, hash: payloadHash(next) }, writes);
      for (const [key, origin] of brought(writes, origins)) this.#origins.set(key, origin);
      before = next;
    }
    const { marker } = this.#head.landing;
    if (marker === null) throw new Error('there is no command');
    return this.#intent(headBefore, withMarker(before, marker));
  }

  adoption(): Intent {
    this.#outside(this.#settled.found, this.#settled.seen);
    return this.#intent(this.#before, null);
  }

  #outside(payload: ClaimsPayload, landing: Landing): void {
    const writes = writesBetween(this.#head.payload, payload);
    this.#append(this.#options.outsideChange(), 'APPLIED', payload, landing, writes, this.#settled.seen);
  }

  #append(
    change: Change,
    state: 'INTENDED' | 'APPLIED',
    payload: ClaimsPayload,
    landing: Landing,
    writes: readonly KeyWrite[],
    seen: Landing | null = null,
  ): void {
    const { stream, keepsValues = () => true } = this.#options;
    const seq = this.#head.seq + 1;
    const kept = writes.map((write) => (keepsValues(write.key) ? write : withoutValues(write)));
    const isAllKept = kept.every((write) => write.isErased !== true);
    this.#changes.push(change);
    this.#entries.push({
      ...{ stream, seq, changeId: change.id, kind: 'WRITE', state, landing, seen },
      writes: state === 'APPLIED' ? kept : writes,
      previousHash: this.#head.landing.hash,
      writesOnceApplied: isAllKept || state === 'APPLIED' ? null : kept,
    });
    this.#setOrigins(writes, { changeId: change.id, by: change.actor.kind });
    this.#head = { ...this.#head, userId: this.#options.userId, seq, payload, landing };
  }

  #setOrigins(writes: readonly KeyWrite[], origin: Origin): void {
    for (const { key, kind } of writes) {
      if (kind === 'REMOVED') this.#origins.delete(key);
      else if (kind !== 'SAME') this.#origins.set(key, origin);
    }
  }

  #intent(headBefore: Head, payload: ClaimsPayload | null): Intent {
    const { stream } = this.#options;
    const expectedSeq = this.#settled.head?.seq ?? null;
    return {
      stream,
      expectedSeq,
      changes: this.#changes,
      entries: this.#entries,
      head: { ...this.#head, origins: Object.fromEntries(this.#origins) },
      headBefore,
      payload,
    };
  }
}

/** A stream that is seen for the first time begins with what is there; its numbers go on above those of a marker. */
function firstHead({ found, seen }: Settled, { stream, userId }: IntendOptions): Head {
  const seq = markerSeq(seen.marker) ?? 0;
  return { stream, userId, seq, payload: found, landing: seen, base: { ...seen, seq }, origins: {} };
}

/** Of the values that a command sets, those that somebody else has put where it takes them from. */
function brought(
  writes: readonly KeyWrite[],
  origins: Readonly<Record<string, Origin>>,
): readonly (readonly [string, Origin])[] {
  const set = writes.filter(({ kind }) => kind === 'ADDED' || kind === 'UPDATED').map(({ key }) => key);
  return Object.entries(origins).filter(([key]) => set.includes(key));
}
