import type { ClaimsRequest } from '../decide.ts';
import { ClaimsetError } from '../errors.ts';
import type { StandingClaims, StandingSection } from '../ports.ts';
import { decideStanding, isStandingUnchanged } from '../standing.ts';
import type { ClaimsChanges, ClaimsPatch } from '../types.ts';
import { failureOf, type UpdateStatus } from './update-status.ts';

/** What became of the claims for future sessions. */
export interface StandingResult {
  readonly status: UpdateStatus;
  readonly changes: ClaimsChanges | null;
  readonly message: string | null;
}

/**
 * Changes a user's standing claims, under their lock.
 * @throws ClaimsetError SESSION_CORE_UNAVAILABLE (NOT_APPLIED); where the outcome is unknown, the result says so
 */
export async function changeStanding(
  userId: string,
  request: ClaimsRequest,
  standing: StandingClaims,
  section: StandingSection,
): Promise<StandingResult> {
  const decision = decideStanding(await standing.read(userId), request);
  if (isStandingUnchanged(decision)) return { status: 'UNCHANGED', changes: decision.changes, message: null };
  try {
    await section.write(decision.patch, decision.forgotten);
    return { status: 'UPDATED', changes: decision.changes, message: null };
  } catch (error) {
    if (!(error instanceof ClaimsetError && error.outcome === 'UNKNOWN')) throw error;
    return { ...failureOf(error), changes: null };
  }
}

/** What `changeStanding` would do. */
export function tryStanding(current: ClaimsPatch, request: ClaimsRequest): StandingResult {
  const decision = decideStanding(current, request);
  return {
    status: isStandingUnchanged(decision) ? 'UNCHANGED' : 'UPDATED',
    changes: decision.changes,
    message: null,
  };
}
