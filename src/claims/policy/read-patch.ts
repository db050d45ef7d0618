import { clip } from '../clip.ts';
import type { ClaimError } from '../errors.ts';
import { isReservedKey } from '../reserved.ts';
import type { ClaimsMergeMode, JsonValue } from '../types.ts';
import { invalidValue, isPlainObject, isWellFormed, readValue } from './read-value.ts';
import type { DeclaredClaim, PatchResult } from './types.ts';

/** What one writer may change: the content of their patch type. */
export interface PatchRules {
  /** The declared claims that the patch type has, by the name of the field. */
  readonly writable: ReadonlyMap<string, DeclaredClaim>;
  /** All declared claims, by key of the payload. */
  readonly declared: ReadonlyMap<string, DeclaredClaim>;
  /** Keys of `additional`, or beginnings of keys with a `*` at the end. */
  readonly patterns: readonly string[];
}

type Entry = readonly [key: string, value: JsonValue];
type EntryResult = { readonly entry: Entry } | { readonly faults: readonly ClaimError[] };

/** Of a patch with more faults than this, the first are told. */
const FAULTS_TOLD = 50;

/** See `ClaimsPolicy.readPatch`. */
export function readPatch(
  rules: PatchRules,
  input: Readonly<Record<string, unknown>>,
  mode: ClaimsMergeMode,
): PatchResult {
  const results = Object.entries(input)
    .filter(([, value]) => value !== undefined)
    .flatMap(([field, value]) =>
      field === 'additional' ? readAdditional(rules, value) : readField(rules, field, value),
    );
  const faults = results.flatMap((result) => ('faults' in result ? result.faults : []));
  if (faults.length > 0) return { faults: faults.slice(0, FAULTS_TOLD).map(inShort) };
  if (results.length === 0 && mode !== 'REPLACE') return { faults: [emptyPatch()] };
  return { patch: Object.fromEntries(results.flatMap((result) => ('entry' in result ? [result.entry] : []))) };
}

/** A fault names keys of the caller's, which may be as long as a request. */
function inShort({ code, message, path }: ClaimError): ClaimError {
  return { code, message: clip(message), path: path.map(clip) };
}

/** Whether one of the patterns of `@additionalClaims(keys:)` covers a key. */
export function matchesPattern(patterns: readonly string[], key: string): boolean {
  return patterns.some((pattern) => (pattern.endsWith('*') ? key.startsWith(pattern.slice(0, -1)) : key === pattern));
}

function readField(rules: PatchRules, field: string, value: unknown): EntryResult {
  const claim = rules.writable.get(field);
  if (claim === undefined) throw new TypeError(`The patch has no field "${field}".`);
  return toEntry(claim.key, readValue(value, ['claims', field], claim.maxLength));
}

function readAdditional(rules: PatchRules, additional: unknown): readonly EntryResult[] {
  const path = ['claims', 'additional'];
  if (!isPlainObject(additional)) {
    return [
      { faults: [invalidValue(path, '`additional` must be an object: leave it out, or name the claims in it.')] },
    ];
  }
  return Object.entries(additional).map(([key, value]) => {
    const fault = refusedKey(rules, key);
    if (fault !== null) return { faults: [{ ...fault, path: [...path, key] }] };
    return toEntry(key, readValue(value, [...path, key]));
  });
}

function refusedKey(rules: PatchRules, key: string): Omit<ClaimError, 'path'> | null {
  if (isReservedKey(key)) {
    return {
      code: 'RESERVED_CLAIM',
      message: `"${key}" is reserved for the token itself: no claim can have this key.`,
    };
  }
  const declared = rules.declared.get(key);
  if (declared !== undefined) return { code: 'DECLARED_CLAIM', message: declaredMessage(rules, declared) };
  if (!isWellFormed(key)) return { code: 'INVALID_VALUE', message: 'This key is not well-formed Unicode.' };
  if (matchesPattern(rules.patterns, key)) return null;
  return { code: 'CLAIM_NOT_ALLOWED', message: `You may not write "${key}". ${allowedMessage(rules)}` };
}

function declaredMessage(rules: PatchRules, { field, key }: DeclaredClaim): string {
  const advice = rules.writable.has(field) ? ': write it through that field' : ', which you may not change';
  return `"${key}" is declared as the field \`${field}\`${advice}.`;
}

function allowedMessage({ patterns }: PatchRules): string {
  if (patterns.length === 0) return '`additional` may hold no claims here.';
  return `In \`additional\` you may write ${patterns.map((pattern) => `"${pattern}"`).join(', ')}.`;
}

function toEntry(key: string, result: ReturnType<typeof readValue>): EntryResult {
  return 'faults' in result ? result : { entry: [key, result.value] };
}

function emptyPatch(): ClaimError {
  return {
    code: 'EMPTY_PATCH',
    message: 'The patch names no claim: set one, or remove one with `null`.',
    path: ['claims'],
  };
}
