import { clip } from '../clip.ts';
import type { ClaimError } from '../errors.ts';
import { entriesOfChange } from './history.ts';
import { type ReachDeps, seesStream } from './reach.ts';
import type { UndoRight } from './revert-right.ts';
import type { Change, Entry, KeyWrite } from './types.ts';
import { undoFaults } from './undo.ts';

/** What a change did to each stream that its undoer reaches. */
export async function entriesOf(change: Change, { view }: UndoRight, deps: ReachDeps): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  for await (const entry of entriesOfChange(deps.history, change.id)) {
    if (await seesStream(view, entry.stream, deps)) entries.push(entry);
  }
  return entries;
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

/** What an entry did; a key that was named and had its value already is no difference. */
export function diffsOf({ writes }: Entry): readonly KeyWrite[] {
  return writes.filter(({ kind }) => kind !== 'SAME');
}

function cannotUndo(message: string): ClaimError {
  return { code: 'INVALID_VALUE', message, path: ['change'] };
}

/** What a change of the claims for future sessions did to a session that began with them: their `null` removes. */
export function asInSession({ before, after, ...write }: KeyWrite): KeyWrite {
  const values = { ...(before == null ? {} : { before }), ...(after == null ? {} : { after }) };
  return { ...write, ...values };
}
