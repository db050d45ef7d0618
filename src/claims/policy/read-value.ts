import type { ClaimError } from '../errors.ts';
import type { JsonValue } from '../types.ts';

/** How many objects and arrays may lie inside each other: a scalar has depth 0, `{ a: 1 }` and `[]` have depth 1. */
const MAX_DEPTH = 8;

/** Either the value as JSON, or what is wrong with it. */
export type ValueResult = { readonly value: JsonValue } | { readonly faults: readonly ClaimError[] };

/** Where a value lies, and what bounds it. */
interface Place {
  readonly path: readonly string[];
  readonly depth: number;
  /** UTF-16 code units that a string may have; null: unbounded. */
  readonly maxLength: number | null;
}

/**
 * Copies the value of a claim into plain JSON, and refuses what the token could not carry unchanged: strings that are
 * not well-formed Unicode, integers beyond 2^53 (RFC 8259, section 6), what is not JSON at all; and what is too deep.
 * @param path of the value below `input`; the paths of faults continue it.
 */
export function readValue(value: unknown, path: readonly string[], maxLength: number | null = null): ValueResult {
  const faults: ClaimError[] = [];
  const copy = copyValue(value, { path, depth: 0, maxLength }, faults);
  return faults.length > 0 ? { faults } : { value: copy };
}

/**
 * Whether a string has no lone surrogate; such a string cannot be written in UTF-8 (`String.prototype.isWellFormed`,
 * which the ES2023 library does not know).
 */
export function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

/** Whether every core and database keeps a string as it is: none takes a NUL, and what is no Unicode is changed. */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && isWellFormed(text);
}

/** A plain object: of JSON.parse, or of GraphQL's coercion, which makes null prototypes for literals. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** The fault of a value; `path` is below `input`. */
export function invalidValue(path: readonly string[], message: string): ClaimError {
  return { code: 'INVALID_VALUE', message, path };
}

function copyValue(value: unknown, place: Place, faults: ClaimError[]): JsonValue {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string') return copyString(value, place, faults);
  if (typeof value === 'number') return copyNumber(value, place, faults);
  const isArray = Array.isArray(value);
  if (!isArray && !isPlainObject(value)) return refuse(place, faults, 'This value is not JSON: it cannot be a claim.');
  if (place.depth >= MAX_DEPTH) {
    return refuse(place, faults, `Claims may be nested at most ${MAX_DEPTH} levels deep: this is one too many.`);
  }
  return isArray ? copyArray(value, place, faults) : copyObject(value, place, faults);
}

function copyString(value: string, place: Place, faults: ClaimError[]): JsonValue {
  if (!isWellFormed(value)) {
    return refuse(place, faults, 'This string is not well-formed Unicode: it has a surrogate without its other half.');
  }
  if (place.maxLength !== null && value.length > place.maxLength) {
    return refuse(place, faults, `This string has ${value.length} characters; at most ${place.maxLength} are allowed.`);
  }
  return value;
}

function copyNumber(value: number, place: Place, faults: ClaimError[]): JsonValue {
  if (!Number.isFinite(value)) return refuse(place, faults, 'This number is too large: JSON has no infinity.');
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    return refuse(place, faults, 'This integer is beyond 2^53 and would be rounded: send it as a string.');
  }
  // JSON has one zero; a -0 would be stored as another value than the one that was read.
  return value === 0 ? 0 : value;
}

function copyArray(items: readonly unknown[], place: Place, faults: ClaimError[]): JsonValue {
  return items.map((item, position) => copyValue(item, below(place, String(position)), faults));
}

/** `Object.fromEntries` defines members, so that no name leads to a prototype. */
function copyObject(object: Readonly<Record<string, unknown>>, place: Place, faults: ClaimError[]): JsonValue {
  const members = Object.entries(object).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    members.map(([name, value]): [string, JsonValue] => {
      const member = below(place, name);
      if (name === '__proto__') return [name, refuse(member, faults, 'No member may be named `__proto__`.')];
      if (!isWellFormed(name)) return [name, refuse(member, faults, 'This name is not well-formed Unicode.')];
      return [name, copyValue(value, member, faults)];
    }),
  );
}

function below(place: Place, name: string): Place {
  return { ...place, path: [...place.path, name], depth: place.depth + 1 };
}

function refuse(place: Place, faults: ClaimError[], message: string): null {
  faults.push(invalidValue(place.path, message));
  return null;
}
