import type { ClaimsMergeMode, ClaimsPayload, JsonValue } from '../types.ts';

/** Who changed claims; OUTSIDE is whoever wrote around the ledger. */
export type ActorKind = 'USER' | 'API_KEY' | 'APPLICATION' | 'SYSTEM' | 'OUTSIDE';

export interface Actor {
  readonly kind: ActorKind;
  readonly id: string | null;
  readonly name: string | null;
}

/** A command that its caller may send again: with the same key it is done once. */
export interface CommandKey {
  /** `user:<id>`, or `key:<name of the API key>`. */
  readonly caller: string;
  readonly key: string;
  /** Of what was asked for: with another input the key must not be used again. */
  readonly inputHash: string;
}

/** One command, as it was given: by whom, when, why. What it does to each stream is in entries. */
export interface Change {
  /** A UUIDv7, so that ids are in the order of time. */
  readonly id: string;
  readonly atMillis: number;
  readonly actor: Actor;
  readonly reason: string | null;
  /** Whose claims. */
  readonly userId: string | null;
  readonly mode: ClaimsMergeMode | null;
  readonly requestId: string | null;
  /** The change that this one undoes. */
  readonly reverts: string | null;
  /** The change that led to this one: the standing change of a sign-in, what a repair brings back. */
  readonly causedBy: string | null;
  /** Committed with the first intent; the history does not keep it. */
  readonly command?: CommandKey;
}

/** What is known of a change before it is begun; what is left out is null. */
export type ChangeOrigin = Pick<Change, 'actor'> & Partial<Omit<Change, 'id' | 'atMillis' | 'actor'>>;

/** What has a history of its own: the claims of a session, or the standing claims of a user. */
export type Stream = `session:${string}` | `standing:${string}`;

export type EntryState = 'INTENDED' | 'APPLIED' | 'NOT_APPLIED';

/** SAME: the key was named, and had that value already. */
export type KeyWriteKind = 'ADDED' | 'UPDATED' | 'REMOVED' | 'SAME';

/** What an entry does to one key. Without `before`, the key was not there; without `after`, it is not any more. */
export interface KeyWrite {
  readonly key: string;
  readonly kind: KeyWriteKind;
  readonly before?: JsonValue;
  readonly after?: JsonValue;
  /** Whether somebody may do less afterwards: the key is gone, or its value does not contain the old one. */
  readonly takesAway: boolean;
  /** The values were erased, or are not kept. */
  readonly isErased?: true;
}

/** How a payload is recognised in the core: the marker that it carries, and the hash of the rest. */
export interface Landing {
  readonly marker: string | null;
  readonly hash: string;
}

/** What a change does to one stream. ENDED: the session was ended; there is nothing after it. */
export interface Entry {
  readonly stream: Stream;
  readonly seq: number;
  readonly changeId: string;
  readonly kind: 'WRITE' | 'ENDED';
  readonly state: EntryState;
  readonly writes: readonly KeyWrite[];
  /** The hash of the payload that the log up to the entry before makes. */
  readonly previousHash: string;
  /** The payload that the log up to this entry makes, and the marker by which its write is recognised. */
  readonly landing: Landing;
  /** Of an OUTSIDE entry: what was found, so that it is not recorded twice. */
  readonly seen: Landing | null;
}

/** Who wrote the value that a key has now. */
export interface Origin {
  readonly changeId: string;
  readonly by: ActorKind;
}

/** The end of a stream's log; kept until the session ends. */
export interface Head {
  readonly stream: Stream;
  readonly userId: string | null;
  /** The last number that was given out. */
  readonly seq: number;
  /** What the log makes of the stream, without the marker. */
  readonly payload: ClaimsPayload;
  readonly landing: Landing;
  /** What was found when the stream was seen for the first time, and the number it counts as. */
  readonly base: Landing & { readonly seq: number };
  readonly origins: Readonly<Record<string, Origin>>;
}

/** What was read of one stream: its head, and all entries from a number on. */
export interface StreamView {
  readonly head: Head | null;
  /** In order; from the first one that is open, or from the number that was asked for, if that is lower. */
  readonly entries: readonly Entry[];
  /** Every entry with this number or a greater one is in `entries`. */
  readonly completeFrom: number;
}
