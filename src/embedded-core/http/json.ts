import { badRequest } from './errors.ts';

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);
const NUMBER = /-?\d+(\.\d+)?([eE][+-]?\d+)?/g;
const INTEGER = /^-?\d+$/;
// Only such numbers can be beyond what a double keeps; bodies without any skip the scan.
const SUSPICIOUS = /\d{16}|[eE]\+?\d{3}/;
const ESCAPED_SURROGATE = /\\u[dD][89a-fA-F]/;
// JSON.stringify escapes a surrogate only where it stands alone; two backslashes are a backslash of the text.
const LONE_SURROGATE = /(?<!\\)(?:\\\\)*\\ud[89a-f]/;

/** Parses the text of a request body, which must be an object (docs/core-contract.md, 'Requests': otherwise 400). */
export function parseJsonBody(text: string): JsonObject {
  if (SUSPICIOUS.test(text)) assertNumbersSurvive(text);
  const value = parseJson(text);
  if (!isJsonObject(value)) throw badRequest('Invalid Json Input');
  if (ESCAPED_SURROGATE.test(text)) assertTextSurvives(value);
  return value;
}

/** Parses JSON; `undefined` where it is none. */
export function parseJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !isJsonArray(value);
}

export function isJsonArray(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

export function isTextOrNull(value: JsonValue): value is string | null {
  return value === null || typeof value === 'string';
}

/** Equal as JSON: member order does not count, element order does, null is not absence (docs/core-contract.md, 'Sessions'). */
export function jsonEquals(a: JsonValue, b: JsonValue): boolean {
  // Not recursive: how deep claims are nested is the caller's choice.
  const pairs: [JsonValue, JsonValue][] = [[a, b]];
  for (let pair = pairs.pop(); pair !== undefined; pair = pairs.pop()) {
    const inner = innerPairs(...pair);
    if (inner === null) return false;
    for (const one of inner) pairs.push(one);
  }
  return true;
}

/** JSON text of a value that came out of a parser; too deep a nesting is the caller's mistake. */
export function stringifyJson(value: JsonValue): string {
  try {
    return JSON.stringify(value);
  } catch {
    throw badRequest('The JSON input is nested too deeply');
  }
}

/** What must be equal for two values to be; null where they differ already. */
function innerPairs(a: JsonValue, b: JsonValue): [JsonValue, JsonValue][] | null {
  if (a === b) return [];
  if (isJsonArray(a)) {
    return isJsonArray(b) && a.length === b.length ? a.map((item, index) => [item, b[index] ?? null]) : null;
  }
  if (!isJsonObject(a) || !isJsonObject(b)) return null;
  const keys = Object.keys(a);
  const hasSameKeys = keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key));
  return hasSameKeys ? keys.map((key) => [a[key] ?? null, b[key] ?? null]) : null;
}

/** Half of a character cannot be written as UTF-8: it would come back as another one. */
function assertTextSurvives(value: JsonObject): void {
  if (LONE_SURROGATE.test(stringifyJson(value))) throw badRequest('A text in the JSON input has half of a character');
}

/**
 * JSON.parse rounds silently. The real core stores integers beyond 64 bits and can never sign them afterwards
 * (docs/core-contract.md, 'Sessions', faults): a number that would not come back as it went in is refused before anything is written.
 */
function assertNumbersSurvive(text: string): void {
  for (const part of outsideStrings(text)) {
    for (const [number] of part.matchAll(NUMBER)) {
      if (!survives(number)) throw badRequest('A number in the JSON input is beyond what can be kept exactly');
    }
  }
}

function survives(number: string): boolean {
  const value = Number(number);
  if (!Number.isFinite(value)) return false;
  if (!INTEGER.test(number) || Number.isSafeInteger(value)) return true;
  const integer = BigInt(number);
  return integer >= INT64_MIN && integer <= INT64_MAX && JSON.stringify(value) === number;
}

function* outsideStrings(text: string): Generator<string> {
  let start = 0;
  while (start < text.length) {
    const quote = text.indexOf('"', start);
    yield text.slice(start, quote === -1 ? text.length : quote);
    if (quote === -1) return;
    start = endOfString(text, quote) + 1;
  }
}

/** The position of the quote that closes the string that opens at `quote`. */
function endOfString(text: string, quote: number): number {
  let end = text.indexOf('"', quote + 1);
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end === -1 ? text.length : end;
}

function isEscaped(text: string, position: number): boolean {
  let backslashes = 0;
  while (text[position - 1 - backslashes] === '\\') backslashes++;
  return backslashes % 2 === 1;
}
