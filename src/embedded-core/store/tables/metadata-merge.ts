import { isJsonObject, type JsonValue, parseJson } from '../../http/json.ts';

/** Merges two JSON objects at the top level: a member replaces the old one whole, null removes it (docs/core-contract.md, 'Metadata and roles'). */
export function mergeMetadata(stored: string, update: string): string {
  const members = new Map(membersOf(stored));
  for (const [key, value] of membersOf(update)) {
    members.delete(key);
    if (value !== null) members.set(key, value);
  }
  return JSON.stringify(Object.fromEntries(members));
}

function membersOf(text: string): [string, JsonValue][] {
  const value = parseJson(text);
  if (!isJsonObject(value)) throw new TypeError('Metadata must be a JSON object');
  return Object.entries(value);
}
