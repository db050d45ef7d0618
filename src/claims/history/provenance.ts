import { MARKER_KEY } from '../canonical.ts';
import { isSameJson } from '../merge.ts';
import type { Requester } from '../ports.ts';
import type { JsonValue, StoredSession } from '../types.ts';
import type { HistoryDeps } from './changes.ts';
import type { StreamHeads } from './history.ts';
import { showChange, type ShownChange } from './show.ts';
import type { Head } from './types.ts';
import { viewOfUser } from './view.ts';

/** Where a claim of a session comes from. */
export interface Provenance {
  readonly key: string;
  readonly value: JsonValue;
  /** Null where it was there before changes were recorded, or where the change is no longer kept. */
  readonly change: ShownChange | null;
}

/**
 * Who put each claim into a session.
 * @throws ClaimsetError FORBIDDEN, UNAUTHENTICATED, TRY_REFRESH_TOKEN, SESSION_CORE_UNAVAILABLE, LEDGER_UNAVAILABLE
 */
export async function provenance(
  requester: Requester,
  { userId, handle, payload }: StoredSession,
  deps: HistoryDeps & { readonly heads: StreamHeads },
): Promise<readonly Provenance[]> {
  const view = await viewOfUser(requester, userId, deps.permissions);
  const stream = `session:${handle}` as const;
  const head = (await deps.heads.read([stream])).get(stream)?.head ?? null;
  const claims = Object.entries(payload).filter(([key]) => key !== MARKER_KEY);
  const ids = new Map(claims.flatMap(([key, value]) => idOf(key, value, head)));
  const found = await deps.history.changesById([...new Set(ids.values())]);
  return claims.map(([key, value]) => {
    const change = found.get(ids.get(key) ?? '');
    return { key, value, change: change === undefined ? null : showChange(change, view) };
  });
}

/** The change that the log names for a value; of what was written around it, it does not know yet. */
function idOf(key: string, value: JsonValue, head: Head | null): readonly (readonly [string, string])[] {
  if (head === null || !Object.hasOwn(head.origins, key) || !Object.hasOwn(head.payload, key)) return [];
  const [origin, known] = [head.origins[key], head.payload[key]];
  return origin !== undefined && isSameJson(known, value) ? [[key, origin.changeId]] : [];
}
