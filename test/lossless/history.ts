import { isSameJson, mergeClaims } from '../../src/claims/merge.ts';
import type { ClaimsMergeMode, ClaimsPatch, ClaimsPayload } from '../../src/claims/types.ts';

/** One operation of a history, as its client saw it. */
export interface Observation {
  readonly about: string;
  readonly startedAt: number;
  readonly endedAt: number;
  /** What it does to the claims, in the sequential model. */
  readonly apply: (claims: ClaimsPayload) => ClaimsPayload;
  /** The claims that its answer showed, where it showed any. */
  readonly seen: ClaimsPayload | null;
  /** Whether it was acknowledged; where not, it may have happened or not. */
  readonly outcome: 'DONE' | 'NOT_DONE' | 'UNKNOWN';
}

/** The effect of a patch. */
export function patching(patch: ClaimsPatch, mode: ClaimsMergeMode) {
  return (claims: ClaimsPayload): ClaimsPayload => mergeClaims(claims, patch, mode);
}

/**
 * Whether the acknowledged operations have an order, consistent with real time, in which each saw what it saw and which
 * ends in the final state (linearizability; Wing and Gong, 1993). Each lane is one client: one operation at a time.
 */
export function hasOrder(
  lanes: readonly (readonly Observation[])[],
  initial: ClaimsPayload,
  final: ClaimsPayload,
): boolean {
  const visited = new Set<string>();
  const explore = (positions: readonly number[], claims: ClaimsPayload): boolean => {
    const pending = lanes.flatMap((lane, at) => {
      const next = lane[positions[at] ?? 0];
      return next === undefined ? [] : [{ at, next }];
    });
    if (pending.length === 0) return isSameJson(claims, final);
    const key = JSON.stringify([positions, Object.entries(claims).toSorted(([a], [b]) => (a < b ? -1 : 1))]);
    if (visited.has(key)) return false;
    visited.add(key);
    const firstEnd = Math.min(...pending.map(({ next }) => next.endedAt));
    return pending.some(
      ({ at, next }) =>
        next.startedAt <= firstEnd && outcomes(next, claims).some((after) => explore(advanced(positions, at), after)),
    );
  };
  return explore(
    lanes.map(() => 0),
    initial,
  );
}

/** The states that an operation may lead to. */
function outcomes(operation: Observation, before: ClaimsPayload): ClaimsPayload[] {
  if (operation.outcome === 'NOT_DONE') return [before];
  const after = operation.apply(before);
  if (operation.outcome === 'UNKNOWN') return [after, before];
  return operation.seen === null || isSameJson(operation.seen, after) ? [after] : [];
}

function advanced(positions: readonly number[], at: number): number[] {
  return positions.map((position, lane) => (lane === at ? position + 1 : position));
}
