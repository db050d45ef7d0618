import { badRequest } from './errors.ts';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue, stringifyJson } from './json.ts';

// SQLite would cut a text at a NUL and replace a lone surrogate: neither may change silently.
const UNSTORABLE = /\0|\p{Surrogate}/u;

/** A required string. Missing, null or of another type: 400, like every reader here (docs/core-contract.md, 'Requests'). */
export function requiredString(body: JsonObject, name: string): string {
  const value = requiredSecret(body, name);
  if (UNSTORABLE.test(value)) throw invalid(name);
  return value;
}

/** A required string of any content, for what is hashed and never stored as it is. */
export function requiredSecret(body: JsonObject, name: string): string {
  const value = body[name];
  if (typeof value !== 'string') throw invalid(name);
  return value;
}

export function optionalString(body: JsonObject, name: string): string | undefined {
  return Object.hasOwn(body, name) ? requiredString(body, name) : undefined;
}

export function optionalSecret(body: JsonObject, name: string): string | undefined {
  return Object.hasOwn(body, name) ? requiredSecret(body, name) : undefined;
}

export function requiredBoolean(body: JsonObject, name: string): boolean {
  const value = body[name];
  if (typeof value !== 'boolean') throw invalid(name);
  return value;
}

export function optionalBoolean(body: JsonObject, name: string): boolean | undefined {
  return Object.hasOwn(body, name) ? requiredBoolean(body, name) : undefined;
}

export function requiredNumber(body: JsonObject, name: string): number {
  const value = body[name];
  if (typeof value !== 'number') throw invalid(name);
  return value;
}

export function requiredObject(body: JsonObject, name: string): JsonObject {
  const value = Object.hasOwn(body, name) ? body[name] : undefined;
  if (!isJsonObject(value)) throw invalid(name);
  return value;
}

export function optionalObject(body: JsonObject, name: string): JsonObject | undefined {
  return Object.hasOwn(body, name) ? requiredObject(body, name) : undefined;
}

export function optionalStrings(body: JsonObject, name: string): readonly string[] | undefined {
  if (!Object.hasOwn(body, name)) return undefined;
  const value = body[name];
  if (!isJsonArray(value)) throw invalid(name);
  return value.map((item) => storableString(item, name));
}

/** An object as JSON text, as it is stored and signed. */
export function requiredObjectText(body: JsonObject, name: string): string {
  return stringifyJson(requiredObject(body, name));
}

/** A required query parameter. */
export function requiredQuery(query: URLSearchParams, name: string): string {
  const value = optionalQuery(query, name);
  if (value === undefined) throw badRequest(`Field name '${name}' is missing in GET request`);
  return value;
}

export function optionalQuery(query: URLSearchParams, name: string): string | undefined {
  const value = query.get(name) ?? undefined;
  if (value !== undefined && UNSTORABLE.test(value)) throw badRequest(`Field name '${name}' is invalid in GET request`);
  return value;
}

/** Trims a name of a role or permission; an empty one is refused (docs/core-contract.md, 'Metadata and roles'). */
export function trimmedName(value: string, name: string): string {
  const trimmed = value.trim();
  if (trimmed === '') throw badRequest(`Field name '${name}' cannot be an empty String`);
  return trimmed;
}

function storableString(value: JsonValue, name: string): string {
  if (typeof value !== 'string' || UNSTORABLE.test(value)) throw invalid(name);
  return value;
}

function invalid(name: string): Error {
  return badRequest(`Field name '${name}' is invalid in JSON input`);
}
