import { isUnchanged } from './decide.ts';
import { isSameJson, mergeClaims } from './merge.ts';
import type { ClaimsChanges, ClaimsMergeMode, ClaimsPatch, ClaimsPayload, JsonValue } from './types.ts';

/** What a change makes of a user's standing claims; null stands for a claim that is removed from new sessions. */
export interface StandingDecision {
  readonly patch: ClaimsPatch;
  /** Claims that are no longer standing at all. */
  readonly forgotten: readonly string[];
  readonly changes: ClaimsChanges;
}

/**
 * Merges a patch into the standing claims. A removal is remembered, so that new sessions do not start with the claim
 * either; REPLACE replaces the whole set, but for what the caller may not write.
 */
export function decideStanding(
  standing: ClaimsPatch,
  request: { readonly patch: ClaimsPatch; readonly mode: ClaimsMergeMode; readonly mayWrite: (key: string) => boolean },
): StandingDecision {
  const { mode, mayWrite } = request;
  const patch = mode === 'MERGE_PATCH' ? resolveMergePatch(standing, request.patch) : request.patch;
  const isForgotten = (key: string): boolean => mode === 'REPLACE' && mayWrite(key) && !Object.hasOwn(patch, key);
  const forgotten = Object.keys(standing).filter(isForgotten);
  const isNews = ([key, value]: [string, JsonValue]): boolean => !isSameJson(ownMember(standing, key), value);
  const news = Object.entries(patch).filter(isNews);
  const isSet = (key: string): boolean => (ownMember(standing, key) ?? null) !== null;
  const set = news.filter(([, value]) => value !== null).map(([key]) => key);
  const changes = {
    added: set.filter((key) => !isSet(key)),
    updated: set.filter(isSet),
    removed: [...news.filter(([, value]) => value === null).map(([key]) => key), ...forgotten],
  };
  return { patch: Object.fromEntries(news), forgotten, changes };
}

/** The claims that new sessions get of these: those that are not removed. */
export function grantedClaims(standing: ClaimsPatch): ClaimsPayload {
  return Object.fromEntries(Object.entries(standing).filter(([, value]) => value !== null));
}

/** The standing claims after a change. */
export function afterChange(standing: ClaimsPatch, { patch, forgotten }: StandingDecision): ClaimsPatch {
  const kept = Object.entries(standing).filter(([key]) => !forgotten.includes(key));
  return Object.fromEntries([...kept, ...Object.entries(patch)]);
}

/** Whether there is nothing to write. */
export function isStandingUnchanged({ changes }: StandingDecision): boolean {
  return isUnchanged(changes);
}

function resolveMergePatch(standing: ClaimsPatch, patch: ClaimsPatch): ClaimsPatch {
  const merged = mergeClaims(standing, patch, 'MERGE_PATCH');
  return Object.fromEntries(Object.keys(patch).map((key) => [key, ownMember(merged, key) ?? null]));
}

function ownMember(object: ClaimsPatch, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
