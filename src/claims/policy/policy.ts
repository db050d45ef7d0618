import { isReservedKey } from '../reserved.ts';
import type { ClaimsWriter } from '../types.ts';
import { matchesPattern, type PatchRules, readPatch } from './read-patch.ts';
import type { ClaimsPolicy, DeclaredClaim } from './types.ts';

export type { ClaimsPolicy, DeclaredClaim, PatchResult } from './types.ts';

/** What one patch type of the schema says. */
export interface WriterGrant {
  /** Names of the declared claims' fields. */
  readonly fields: readonly string[];
  /** What `@additionalClaims(keys:)` says; empty where the patch has no `additional`. */
  readonly patterns: readonly string[];
}

/** The policy that declared claims and the two patch types make up. */
export function createPolicy(
  claims: readonly DeclaredClaim[],
  grants: Readonly<Record<ClaimsWriter, WriterGrant>>,
): ClaimsPolicy {
  const declared = new Map(claims.map((claim) => [claim.key, claim]));
  const rules = { self: toRules(grants.self, declared), administrator: toRules(grants.administrator, declared) };
  return {
    claims,
    isDeclared: (key) => declared.has(key),
    keepsValues: (key) => declared.get(key)?.keepsValues ?? true,
    mayWrite: (writer, key) => mayWrite(rules[writer], key),
    readPatch: (writer, input, mode) => readPatch(rules[writer], input, mode),
  };
}

function toRules(grant: WriterGrant, declared: ReadonlyMap<string, DeclaredClaim>): PatchRules {
  const writable = [...declared.values()].filter(({ field }) => grant.fields.includes(field));
  return {
    writable: new Map(writable.map((claim) => [claim.field, claim])),
    declared,
    patterns: grant.patterns,
  };
}

function mayWrite(rules: PatchRules, key: string): boolean {
  if (isReservedKey(key)) return false;
  const claim = rules.declared.get(key);
  return claim === undefined ? matchesPattern(rules.patterns, key) : rules.writable.has(claim.field);
}
