import { z } from 'zod';

import type { Change, Entry, Head, KeyWrite, Stream } from '../../claims/history/types.ts';
import type { ClaimsPayload, JsonValue } from '../../claims/types.ts';
import type { PushTask } from '../ledger.ts';

/** A row is an array in the order of its columns; what is read is checked, since others can write to a database. */
export type Row = readonly unknown[];

export const CHANGE_COLUMNS =
  'c.id, c.at_millis, c.actor_kind, c.actor_id, c.actor_name, c.reason, c.user_id, c.mode, c.request_id, c.reverts, c.caused_by';
export const ENTRY_COLUMNS =
  'e.stream, e.seq, e.change_id, e.kind, e.state, e.writes, e.previous_hash, e.marker, e.hash, e.seen_marker, e.seen_hash';
export const HEAD_COLUMNS =
  'h.stream, h.user_id, h.seq, h.payload, h.marker, h.hash, h.base_seq, h.base_marker, h.base_hash, h.origins';

const json: z.ZodType<JsonValue> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(json), z.record(z.string(), json)]),
);
const text = z.string();
const optional = z.string().nullable();
const streamName = z.string().regex(/^(session|standing):/);
const actorKind = z.enum(['USER', 'API_KEY', 'APPLICATION', 'SYSTEM', 'OUTSIDE']);
const keyWrites = z.array(
  z.object({
    key: text,
    kind: z.enum(['ADDED', 'UPDATED', 'REMOVED', 'SAME']),
    before: z.exactOptional(json),
    after: z.exactOptional(json),
    takesAway: z.boolean(),
    isErased: z.exactOptional(z.literal(true)),
  }),
);
const origins = z.record(text, z.object({ changeId: text, by: actorKind }));

const changeRow = z.tuple([
  ...([text, z.number(), actorKind, optional, optional, optional, optional] as const),
  ...([z.enum(['MERGE', 'MERGE_PATCH', 'REPLACE']).nullable(), optional, optional, optional] as const),
]);
const entryRow = z.tuple([
  ...([streamName, z.number(), text, z.enum(['WRITE', 'ENDED'])] as const),
  ...([z.enum(['INTENDED', 'APPLIED', 'NOT_APPLIED']), text, text, optional, text, optional, optional] as const),
]);
const headRow = z.tuple([
  ...([streamName, optional, z.number(), text, optional, text, z.number(), optional, text, text] as const),
]);

export function toChange(row: Row): Change {
  const [id, atMillis, kind, actorId, name, reason, userId, mode, requestId, reverts, causedBy] = changeRow.parse(row);
  return { id, atMillis, actor: { kind, id: actorId, name }, reason, userId, mode, requestId, reverts, causedBy };
}

export function toEntry(row: Row): Entry {
  const [stream, seq, changeId, kind, state, writes, previousHash, marker, hash, seenMarker, seenHash] =
    entryRow.parse(row);
  const seen = seenHash === null ? null : { marker: seenMarker, hash: seenHash };
  return {
    ...{ stream: toStream(stream), seq, changeId, kind, state, previousHash, landing: { marker, hash }, seen },
    writes: toWrites(writes),
  };
}

export function toHead(row: Row): Head {
  const [stream, userId, seq, payload, marker, hash, baseSeq, baseMarker, baseHash, by] = headRow.parse(row);
  return {
    ...{ stream: toStream(stream), userId, seq, landing: { marker, hash } },
    payload: toPayload(payload),
    base: { seq: baseSeq, marker: baseMarker, hash: baseHash },
    origins: origins.parse(JSON.parse(by)),
  };
}

const pushRow = z.tuple([text, text, z.number(), z.number()]);

/** Of a row of the user, the reason, the round and the takes. */
export function toPushTask(row: Row): PushTask {
  const [userId, reason, round, takes] = pushRow.parse(row);
  return { userId, reason, round, takes };
}

/** Of a row of the stream and the marker of its head. */
export function toMarker([stream, marker]: Row): [Stream, string | null] {
  return [toStream(stream), optional.parse(marker)];
}

export function toWrites(value: string): readonly KeyWrite[] {
  return keyWrites.parse(JSON.parse(value));
}

export function toStream(value: unknown): Stream {
  const name = streamName.parse(value);
  return name.startsWith('session:') ? `session:${name.slice(8)}` : `standing:${name.slice(9)}`;
}

/** Databases take no NUL in a text, and change what is no Unicode: such a name is kept in JSON's spelling. */
export function safeText(value: string): string {
  return value.includes('\0') || !isWellFormed(value) ? JSON.stringify(value) : value;
}

// In ES2024, and in Node 20; the compiler's library is older.
function isWellFormed(value: string): boolean {
  return Buffer.from(value, 'utf8').toString('utf8') === value;
}

function toPayload(value: string): ClaimsPayload {
  return z.record(text, json).parse(JSON.parse(value));
}
