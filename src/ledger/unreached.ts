import type { Entry } from '../claims/history/types.ts';
import type { ClaimsPatch, JsonValue } from '../claims/types.ts';
import type { Settled } from './settle.ts';

/** What a change of standing claims has to bring to sessions that it may not have reached; null removes. */
export interface Unreached {
  readonly changeId: string;
  readonly patch: ClaimsPatch;
}

/**
 * An entry of standing claims is open until its change has reached the sessions, whatever is stored. What a later entry
 * has named is left to that one.
 */
export function unreached({ entries, current }: Pick<Settled, 'entries' | 'current'>): readonly Unreached[] {
  const written = entries.filter(({ state }) => state !== 'NOT_APPLIED');
  return written
    .filter(({ state }) => state === 'INTENDED')
    .map((entry) => {
      const later = new Set(written.filter(({ seq }) => seq > entry.seq).flatMap(keysOf));
      const keys = keysOf(entry).filter((key) => !later.has(key));
      const patch = keys.map((key): [string, JsonValue] => [
        key,
        Object.hasOwn(current, key) ? (current[key] ?? null) : null,
      ]);
      return { changeId: entry.changeId, patch: Object.fromEntries(patch) };
    })
    .filter(({ patch }) => Object.keys(patch).length > 0);
}

function keysOf({ writes }: Entry): readonly string[] {
  return writes.map(({ key }) => key);
}
