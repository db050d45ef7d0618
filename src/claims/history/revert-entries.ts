import { clip } from '../clip.ts';
import type { ClaimError } from '../errors.ts';
import type { StoredSession } from '../types.ts';
import { entriesOfChange, type StreamHeads } from './history.ts';
import { handleOf, type ReachDeps, seesStream } from './reach.ts';
import type { UndoRight } from './revert-right.ts';
import type { Change, Entry, Head, KeyWrite, Origin, Stream } from './types.ts';
import { type Traces, undoFaults } from './undo.ts';

/** What a change did to each stream that its undoer reaches. */
export async function entriesOf(change: Change, { view }: UndoRight, deps: ReachDeps): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  for await (const entry of entriesOfChange(deps.history, change.id)) {
    if (await seesStream(view, entry.stream, deps)) entries.push(entry);
  }
  return entries;
}

/** Brings streams in which something is open to where their log is; what cannot be settled now stays open. */
export type SettleStreams = (streams: readonly Stream[]) => Promise<void>;

/** What a change did to each stream. What is open may still land: it is settled first. */
export async function settledEntriesOf(
  found: Change,
  right: UndoRight,
  { dryRun }: { readonly dryRun: boolean },
  deps: ReachDeps & { readonly settle: SettleStreams },
): Promise<readonly Entry[]> {
  const entries = await entriesOf(found, right, deps);
  const open = entries.filter(({ state }) => state === 'INTENDED').map(({ stream }) => stream);
  if (open.length === 0 || dryRun) return entries;
  await deps.settle(open);
  return entriesOf(found, right, deps);
}

/** Why a change cannot be undone, or not these keys of it. */
export function faultsOf(
  found: Change,
  entries: readonly Entry[],
  { keys }: { readonly keys: readonly string[] | null },
  right: UndoRight,
): readonly ClaimError[] {
  if (found.reverts !== null) return [cannotUndo('This change undoes another one. Give the claims anew in its place.')];
  const writes = entries.flatMap(diffsOf);
  if (writes.length === 0) return [cannotUndo('This change has done nothing to claims that could be undone.')];
  const touched = new Map(writes.map((write) => [write.key, write]));
  if (keys?.length === 0) {
    return [{ code: 'EMPTY_PATCH', message: '`keys` names none: name one, or leave it out.', path: ['keys'] }];
  }
  const unknown = (keys ?? []).flatMap((key, index): ClaimError[] => {
    const message = clip(`This change did not touch ${JSON.stringify(key)}.`);
    return touched.has(key) ? [] : [{ code: 'INVALID_VALUE', message, path: ['keys', String(index)] }];
  });
  const wanted = [...touched.values()].filter(({ key }) => keys?.includes(key) !== false);
  return [...unknown, ...undoFaults(wanted, right.writer, right.policy)];
}

/** What a change did to one stream, of what is to be undone. */
export type Wanted = Pick<Entry, 'stream' | 'writes'>;

/** What is to be undone of what a change did: these keys, or all with null. */
export function wantedOf(entries: readonly Entry[], keys: readonly string[] | null): readonly Wanted[] {
  return entries
    .filter(({ state }) => state !== 'NOT_APPLIED')
    .map((entry) => ({
      stream: entry.stream,
      writes: diffsOf(entry).filter(({ key }) => keys?.includes(key) !== false),
    }));
}

const HEADS_AT_A_TIME = 500;

/** What the log makes of streams; those that it does not know are left out. */
export async function headsOf(streams: readonly Stream[], heads: StreamHeads): Promise<ReadonlyMap<Stream, Head>> {
  const found = new Map<Stream, Head>();
  for (let at = 0; at < streams.length; at += HEADS_AT_A_TIME) {
    const views = await heads.read(streams.slice(at, at + HEADS_AT_A_TIME));
    for (const [stream, { head }] of views) if (head !== null) found.set(stream, head);
  }
  return found;
}

/** What a change did to a stream, and what others have done to it since, as far as the log knows. */
export function tracesOf(found: Change, writes: readonly KeyWrite[], head: Head | undefined): Traces {
  const isOthers = ({ key }: KeyWrite): boolean => {
    const origin = originOf(head, key);
    // Who begins a session does not always know who has put there what it begins with.
    return origin !== undefined && origin.changeId !== found.id && origin.by !== 'SYSTEM';
  };
  return { writes, others: new Set(writes.filter(isOthers).map(({ key }) => key)) };
}

/**
 * What a change did to each of these sessions. One that it has no entry of may have begun with it: it began since, or the log says
 * that the value is this change's. Else it had that value already, or could not be changed: it was not this change.
 */
export async function sessionTraces(
  found: Change,
  wanted: readonly Wanted[],
  handles: readonly string[],
  heads: StreamHeads,
): Promise<(handle: string) => (session: Pick<StoredSession, 'createdAtMillis'>) => Traces> {
  const known = await headsOf(
    handles.map((handle) => `session:${handle}` as const),
    heads,
  );
  const reached = new Map(wanted.map(({ stream, writes }) => [stream, writes]));
  const standing = wanted.find(({ stream }) => handleOf(stream) === null)?.writes.map(asInSession) ?? [];
  return (handle) => {
    const head = known.get(`session:${handle}`);
    const writes = reached.get(`session:${handle}`);
    const hasBegunWith = ({ key }: KeyWrite): boolean => originOf(head, key)?.changeId === found.id;
    return ({ createdAtMillis }) => {
      if (writes !== undefined) return tracesOf(found, writes, head);
      const isSince = createdAtMillis >= found.atMillis;
      return tracesOf(found, isSince ? standing : standing.filter(hasBegunWith), head);
    };
  };
}

function originOf(head: Head | undefined, key: string): Origin | undefined {
  return head !== undefined && Object.hasOwn(head.origins, key) ? head.origins[key] : undefined;
}

/** What an entry did; a key that was named and had its value already is no difference. */
function diffsOf({ writes }: Entry): readonly KeyWrite[] {
  return writes.filter(({ kind }) => kind !== 'SAME');
}

function cannotUndo(message: string): ClaimError {
  return { code: 'INVALID_VALUE', message, path: ['change'] };
}

/** What a change of the claims for future sessions did to a session that began with them: their `null` removes. */
function asInSession({ before, after, ...write }: KeyWrite): KeyWrite {
  const values = { ...(before == null ? {} : { before }), ...(after == null ? {} : { after }) };
  return { ...write, ...values };
}
