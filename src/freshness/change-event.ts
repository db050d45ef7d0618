import type { KeyWrite } from '../claims/history/types.ts';
import type { ChangeEvent } from '../guard/wire.ts';
import type { FeedEvent } from '../ledger/ledger.ts';

const SESSION = 'session:';

/** Whether users may write a claim themselves: what they can give themselves, nobody takes from them. */
export type UsersMayWrite = (key: string) => boolean;

/** What an entry of the ledger means for the tokens of a session; null where it means nothing to them. */
export function toChangeEvent({ entry, change }: FeedEvent, usersMayWrite: UsersMayWrite): ChangeEvent | null {
  if (!entry.stream.startsWith(SESSION) || entry.state !== 'APPLIED') return null;
  const about = { handle: entry.stream.slice(SESSION.length), userId: change.userId };
  if (entry.kind === 'ENDED') {
    return { ...about, kind: 'ENDED', previousVersion: null, version: null, marker: null, takesAway: true };
  }
  const { previousHash, landing } = entry;
  if (previousHash === landing.hash) return null;
  return {
    ...about,
    kind: 'CHANGED',
    previousVersion: previousHash === '' ? null : previousHash,
    version: landing.hash,
    marker: landing.marker,
    takesAway: takesAway(entry.writes, usersMayWrite),
  };
}

/** Another version without a write that explains it is in doubt: then something may have been taken away. */
function takesAway(writes: readonly KeyWrite[], usersMayWrite: UsersMayWrite): boolean {
  const changed = writes.filter(({ kind }) => kind !== 'SAME');
  return changed.length === 0 || changed.some((write) => write.takesAway && !usersMayWrite(write.key));
}
