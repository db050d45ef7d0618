import { MARKER_KEY } from '../../claims/canonical.ts';
import { isReservedKey } from '../../claims/reserved.ts';
import type { ClaimsPatch, ClaimsPayload, JsonObject, JsonValue } from '../../claims/types.ts';
import { markerIn, withoutMarker } from '../../ledger/marker.ts';
import { asPayload } from '../sdk/payload.ts';

// Each standing claim is a member of the user's metadata of its own, as in versions before the ledger, which still read
// and write them: the core replaces each member by itself (docs/core-contract.md, 'Metadata and roles').
const PREFIX = 'claim:';
/** The entry of the ledger that wrote the set last. Those versions do not take it for a claim. */
const ENTRY = 'claims:entry';

/** Standing claims as a user's metadata holds them. */
export interface StandingClaimsRead {
  /** What a new session's claims are merged with; `null` removes. */
  readonly patch: ClaimsPatch;
  /** By which entry of the ledger it is known. */
  readonly marker: string | null;
  /** Keys that are ignored: reserved, or not written by Claimset. */
  readonly ignored: readonly string[];
  /** All keys that are stored, also those that do not count. */
  readonly stored: readonly string[];
}

/**
 * Reads the standing claims out of a user's metadata. Each write has all of them, each with the marker of its entry, and
 * that marker beside them. So what counts is what one write has left, however late it landed: members with another
 * marker are of other writes. Members without one are of a version before the ledger, or of somebody else, and count.
 */
export function readStanding(metadata: unknown): StandingClaimsRead {
  const members = asPayload(metadata);
  const marker = textIn(members, ENTRY);
  const patch = new Map<string, JsonValue>();
  const ignored: string[] = [];
  const stored: string[] = [];
  for (const [name, entry] of Object.entries(members)) {
    if (!name.startsWith(PREFIX)) continue;
    const key = name.slice(PREFIX.length);
    const value = standingValue(entry);
    if (isReservedKey(key) || value === undefined) {
      ignored.push(key);
      continue;
    }
    stored.push(key);
    if (isOf(marker, entry)) patch.set(key, value);
  }
  return { patch: Object.fromEntries(patch), marker, ignored, stored };
}

/** Standing claims as the ledger knows them: a payload, with its marker. */
export function standingPayload({ patch, marker }: Pick<StandingClaimsRead, 'patch' | 'marker'>): ClaimsPayload {
  return marker === null ? patch : { ...patch, [MARKER_KEY]: marker };
}

/** The update of the metadata that makes the whole of it these standing claims, in the place of what was read. */
export function standingUpdate(payload: ClaimsPayload, { stored }: Pick<StandingClaimsRead, 'stored'>): JsonObject {
  const [claims, marker] = [withoutMarker(payload), markerIn(payload)];
  const dropped = stored
    .filter((key) => !Object.hasOwn(claims, key))
    .map((key): [string, null] => [PREFIX + key, null]);
  const e = marker === null ? {} : { e: marker };
  const kept = Object.entries(claims).map(([key, value]): [string, JsonValue] => [
    PREFIX + key,
    { ...(value === null ? { removed: true } : { value }), ...e },
  ]);
  return Object.fromEntries<JsonValue>([...dropped, ...kept, [ENTRY, marker]]);
}

/** `null` where the claim is to be removed, undefined where the entry is none of ours. */
function standingValue(entry: JsonValue): JsonValue | undefined {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return undefined;
  if (entry['removed'] === true) return null;
  return Object.hasOwn(entry, 'value') ? entry['value'] : undefined;
}

function isOf(marker: string | null, entry: JsonValue): boolean {
  if (marker === null || typeof entry !== 'object' || entry === null || Array.isArray(entry)) return true;
  return (textIn(entry, 'e') ?? marker) === marker;
}

function textIn(object: JsonObject, name: string): string | null {
  const text = Object.hasOwn(object, name) ? object[name] : null;
  return typeof text === 'string' ? text : null;
}
