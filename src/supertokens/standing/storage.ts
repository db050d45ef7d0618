import { isReservedKey } from '../../claims/reserved.ts';
import type { ClaimsPatch, JsonObject, JsonValue } from '../../claims/types.ts';
import { asPayload } from '../sdk/payload.ts';

// Each standing claim is a member of the user's metadata of its own: the core merges those atomically (docs/core-contract.md, 'Metadata and roles').
const PREFIX = 'claim:';

/** Standing claims as a user's metadata holds them. */
export interface StandingClaimsRead {
  /** What a new session's claims are merged with; `null` removes. */
  readonly patch: ClaimsPatch;
  /** Keys that are ignored: reserved, or not written by Claimset. */
  readonly ignored: readonly string[];
}

/** Reads the standing claims out of a user's metadata. */
export function readStanding(metadata: unknown): StandingClaimsRead {
  const patch = new Map<string, JsonValue>();
  const ignored: string[] = [];
  for (const [name, entry] of Object.entries(asPayload(metadata))) {
    if (!name.startsWith(PREFIX)) continue;
    const key = name.slice(PREFIX.length);
    const value = standingValue(entry);
    if (isReservedKey(key) || value === undefined) ignored.push(key);
    else patch.set(key, value);
  }
  return { patch: Object.fromEntries(patch), ignored };
}

/** `null` where the claim is to be removed, undefined where the entry is none of ours. */
function standingValue(entry: JsonValue): JsonValue | undefined {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return undefined;
  if (entry['removed'] === true) return null;
  return Object.hasOwn(entry, 'value') ? entry['value'] : undefined;
}

/** The update of the metadata that stores these standing claims; `forgotten` keys are no longer standing at all. */
export function standingUpdate(patch: ClaimsPatch, forgotten: readonly string[] = []): JsonObject {
  const dropped = forgotten.map((key): [string, JsonValue] => [PREFIX + key, null]);
  const stored = Object.entries(patch).map(([key, value]): [string, JsonValue] => [
    PREFIX + key,
    value === null ? { removed: true } : { value },
  ]);
  return Object.fromEntries([...dropped, ...stored]);
}
