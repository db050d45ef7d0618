import type { Change, Head } from '../../claims/history/types.ts';
import type { IntendedEntry, Intent } from '../intend.ts';
import type { SqlValue } from './query.ts';
import { safeText } from './rows.ts';

/** A row by the names of its columns, which both databases have. */
export type SqlRow = Readonly<Record<string, SqlValue>>;

export type ChangeRow = SqlRow & { readonly id: string };
export type EntryRow = SqlRow & {
  readonly stream: string;
  readonly seq: number;
  readonly change_id: string;
  readonly state: string;
};

export interface HeadColumns {
  readonly stream: string;
  readonly user_id: string | null;
  readonly seq: number;
  readonly payload: string;
  readonly marker: string | null;
  readonly hash: string;
  readonly base_seq: number;
  readonly base_marker: string | null;
  readonly base_hash: string;
  readonly origins: string;
}

/** `first_seq`: the number of the first entry that comes with it. */
export interface HeadRow extends HeadColumns {
  readonly expected_seq: number | null;
  readonly first_seq: number;
}

export type KeyRow = SqlRow & { readonly key: string; readonly change_id: string };

export interface IntentRows {
  readonly heads: readonly HeadRow[];
  readonly entries: readonly EntryRow[];
  readonly changes: readonly ChangeRow[];
  readonly keys: readonly KeyRow[];
}

/** What is written for intents. */
export function intentRows(intents: readonly Intent[]): IntentRows {
  const changes = new Map(intents.flatMap(({ changes: own }) => own).map((change) => [change.id, change]));
  return {
    heads: intents.map(({ expectedSeq, head, entries }) => ({
      ...headColumns(head),
      expected_seq: expectedSeq,
      first_seq: entries[0]?.seq ?? head.seq,
    })),
    entries: intents.flatMap(({ entries }) => entries).map(entryRow),
    changes: [...changes.values()].map(changeRow),
    keys: keyRows(intents),
  };
}

export function changeRow(change: Change): ChangeRow {
  return {
    id: change.id,
    at_millis: change.atMillis,
    actor_kind: change.actor.kind,
    actor_id: safe(change.actor.id),
    actor_name: safe(change.actor.name),
    reason: safe(change.reason),
    user_id: safe(change.userId),
    mode: change.mode,
    request_id: safe(change.requestId),
    reverts: change.reverts,
    caused_by: change.causedBy,
  };
}

export function headColumns({ stream, userId, seq, payload, landing, base, origins }: Head): HeadColumns {
  return {
    ...{ stream, user_id: safe(userId), seq, payload: JSON.stringify(payload) },
    ...{ marker: landing.marker, hash: landing.hash, origins: JSON.stringify(origins) },
    ...{ base_seq: base.seq, base_marker: base.marker, base_hash: base.hash },
  };
}

function entryRow({ landing, seen, ...entry }: IntendedEntry): EntryRow {
  return {
    stream: entry.stream,
    seq: entry.seq,
    change_id: entry.changeId,
    kind: entry.kind,
    state: entry.state,
    writes: JSON.stringify(entry.writes),
    writes_once_applied: entry.writesOnceApplied === null ? null : JSON.stringify(entry.writesOnceApplied),
    previous_hash: entry.previousHash,
    ...{ marker: landing.marker, hash: landing.hash },
    ...{ seen_marker: seen?.marker ?? null, seen_hash: seen?.hash ?? null },
  };
}

/** Once for each change, however many streams it touches. */
function keyRows(intents: readonly Intent[]): readonly KeyRow[] {
  const keysOf = new Map<string, Set<string>>();
  for (const { changeId, writes } of intents.flatMap(({ entries }) => entries)) {
    const keys = keysOf.get(changeId) ?? new Set();
    for (const { key, kind } of writes) if (kind !== 'SAME') keys.add(safeText(key));
    keysOf.set(changeId, keys);
  }
  return [...keysOf].flatMap(([changeId, keys]) => [...keys].map((key) => ({ key, change_id: changeId })));
}

function safe(value: string | null): string | null {
  return value === null ? null : safeText(value);
}
