import { isReservedKey } from './reserved.ts';
import type { ClaimsChanges, ClaimsMergeMode, ClaimsPatch, ClaimsPayload, JsonObject, JsonValue } from './types.ts';

/**
 * The payload after a patch. A top-level `null` removes in every mode; deeper ones are values, but for MERGE_PATCH.
 * With REPLACE, `mayWrite` says which keys go when the patch does not name them; reserved ones always stay.
 */
export function mergeClaims(
  stored: ClaimsPayload,
  patch: ClaimsPatch,
  mode: ClaimsMergeMode,
  mayWrite: (key: string) => boolean = () => true,
): ClaimsPayload {
  const next = new Map(Object.entries(stored));
  if (mode === 'REPLACE') {
    for (const key of next.keys()) if (mayWrite(key) && !isReservedKey(key)) next.delete(key);
  }
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) next.delete(key);
    else next.set(key, mode === 'MERGE_PATCH' ? applyMergePatch(next.get(key), value) : value);
  }
  return Object.fromEntries(next);
}

/** RFC 7396, section 2. `Object.fromEntries` defines members, so that a member named `__proto__` stays a member. */
function applyMergePatch(target: JsonValue | undefined, patch: JsonValue): JsonValue {
  if (!isJsonObject(patch)) return patch;
  const merged = new Map(isJsonObject(target) ? Object.entries(target) : []);
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) merged.delete(name);
    else merged.set(name, applyMergePatch(merged.get(name), value));
  }
  return Object.fromEntries(merged);
}

/**
 * Merges what somebody did to `base`, ending up with `mine`, into what is stored now. A key that mine leaves as base
 * had it keeps theirs; a key that mine changed or removed wins.
 */
export function threeWayMerge(base: ClaimsPayload, mine: ClaimsPayload, theirs: ClaimsPayload): ClaimsPayload {
  const next = new Map(Object.entries(theirs));
  for (const key of Object.keys(base)) if (!Object.hasOwn(mine, key)) next.delete(key);
  for (const [key, value] of Object.entries(mine)) {
    if (!isSameJson(ownMember(base, key), value)) next.set(key, value);
  }
  return Object.fromEntries(next);
}

/** The patch that leads from one payload to another by MERGE. A top-level `null` that is new cannot be expressed. */
export function patchBetween(before: ClaimsPayload, after: ClaimsPayload): ClaimsPatch {
  const removed = Object.keys(before).filter((key) => !Object.hasOwn(after, key));
  const changed = Object.entries(after).filter(([key, value]) => !isSameJson(ownMember(before, key), value));
  return Object.fromEntries([...removed.map((key): [string, JsonValue] => [key, null]), ...changed]);
}

/** Which claims differ between two payloads; reserved keys are left out. */
export function diffClaims(before: ClaimsPayload, after: ClaimsPayload): ClaimsChanges {
  const isVisible = (key: string): boolean => !isReservedKey(key);
  const had = (key: string): boolean => Object.hasOwn(before, key);
  const keys = Object.keys(after).filter(isVisible);
  return {
    added: keys.filter((key) => !had(key)),
    updated: keys.filter((key) => had(key) && !isSameJson(before[key], after[key])),
    removed: Object.keys(before).filter((key) => isVisible(key) && !Object.hasOwn(after, key)),
  };
}

/** Whether two values are equal as JSON: the order of members does not count, that of elements does (docs/core-contract.md, 'Sessions'). */
export function isSameJson(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (isJsonArray(a)) return isJsonArray(b) && a.length === b.length && a.every((item, i) => isSameJson(item, b[i]));
  if (!isJsonObject(a)) return a === b;
  if (!isJsonObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && isSameJson(a[key], b[key]))
  );
}

/** Whether a JSON value is an object, neither null nor an array. */
export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !isJsonArray(value);
}

function isJsonArray(value: JsonValue | undefined): value is JsonValue[] {
  return Array.isArray(value);
}

function ownMember(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
