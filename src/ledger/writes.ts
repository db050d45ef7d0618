import type { Entry, KeyWrite } from '../claims/history/types.ts';
import { isJsonObject, isSameJson } from '../claims/merge.ts';
import type { ClaimsPayload, JsonValue } from '../claims/types.ts';

/** What leads from one payload to another, key by key; also of those keys that were named without a difference. */
export function writesBetween(
  before: ClaimsPayload,
  after: ClaimsPayload,
  named: readonly string[] = [],
): readonly KeyWrite[] {
  const isWritten = (key: string): boolean =>
    named.includes(key) || !isSameJson(ownMember(before, key), ownMember(after, key));
  const keys = new Set([...Object.keys(before), ...Object.keys(after), ...named]);
  return [...keys].filter(isWritten).map((key) => keyWrite(key, ownMember(before, key), ownMember(after, key)));
}

function keyWrite(key: string, before: JsonValue | undefined, after: JsonValue | undefined): KeyWrite {
  const values = { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
  return { key, kind: kindOf(before, after), ...values, takesAway: takesAway(key, before, after) };
}

function kindOf(before: JsonValue | undefined, after: JsonValue | undefined): KeyWrite['kind'] {
  if (isSameJson(before, after)) return 'SAME';
  if (before === undefined) return 'ADDED';
  return after === undefined ? 'REMOVED' : 'UPDATED';
}

/** The payload after these writes. Values that were erased leave what is there. */
export function applyWrites(payload: ClaimsPayload, writes: readonly KeyWrite[]): ClaimsPayload {
  return replace(payload, writes, ({ after }) => after);
}

/** The payload before these entries, the last one taken back first; withdrawn ones were never part of it. */
export function undoEntries(payload: ClaimsPayload, entries: readonly Entry[]): ClaimsPayload {
  return entries
    .filter(({ state }) => state !== 'NOT_APPLIED')
    .reduceRight((after, { writes }) => replace(after, writes, ({ before }) => before), payload);
}

function replace(
  payload: ClaimsPayload,
  writes: readonly KeyWrite[],
  valueOf: (write: KeyWrite) => JsonValue | undefined,
): ClaimsPayload {
  const next = new Map(Object.entries(payload));
  for (const write of writes) {
    if (write.isErased === true) continue;
    const value = valueOf(write);
    if (value === undefined) next.delete(write.key);
    else next.set(write.key, value);
  }
  return Object.fromEntries(next);
}

/** The same write, with the fact alone. */
export function withoutValues({ key, kind, takesAway }: KeyWrite): KeyWrite {
  return { key, kind, takesAway, isErased: true };
}

function takesAway(key: string, before: JsonValue | undefined, after: JsonValue | undefined): boolean {
  if (before === undefined) return false;
  if (after === undefined) return true;
  // SuperTokens keeps the time of the last fetch in `t`.
  const isFetched = key.startsWith('st-') && isJsonObject(before) && isJsonObject(after);
  return !contains(after, isFetched ? withoutTime(before) : before);
}

function withoutTime(value: JsonValue): JsonValue {
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== 't'));
}

/** Lists and objects contain what they had before they grew. */
function contains(whole: JsonValue, part: JsonValue): boolean {
  if (Array.isArray(whole) && Array.isArray(part)) {
    return part.every((item) => whole.some((candidate) => isSameJson(candidate, item)));
  }
  if (isJsonObject(whole) && isJsonObject(part)) {
    return Object.entries(part).every(([name, member]) => {
      const found = ownMember(whole, name);
      return found !== undefined && contains(found, member);
    });
  }
  return isSameJson(whole, part);
}

function ownMember(object: ClaimsPayload, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
