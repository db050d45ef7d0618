import { type ClaimsRequest, tooLarge } from '../decide.ts';
import { ClaimsetError } from '../errors.ts';
import type { Change } from '../history/types.ts';
import type { Permissions, StandingClaims, StandingSection } from '../ports.ts';
import type { SessionSizer } from '../size/session-size.ts';
import { afterChange, decideStanding, grantedClaims, isStandingUnchanged, type StandingDecision } from '../standing.ts';
import type { ClaimsChanges, ClaimsPatch, ClaimsPayload, TokenSize, UserView } from '../types.ts';
import { failureOf, type UpdateStatus } from './update-status.ts';

/** What became of the claims for future sessions. */
export interface StandingResult {
  readonly status: UpdateStatus;
  readonly changes: ClaimsChanges | null;
  readonly tokenSize: TokenSize | null;
  readonly message: string | null;
}

/** What changing standing claims needs of the world. */
export interface StandingDeps {
  readonly standing: StandingClaims;
  readonly permissions: Permissions;
  readonly sizer: SessionSizer;
}

/** What is to be changed for future sessions, as a change that has begun. */
export interface StandingChange {
  readonly user: UserView;
  readonly request: ClaimsRequest;
  readonly change: Change;
}

/**
 * Changes a user's standing claims, under their lock.
 * @throws ClaimsetError SESSION_CORE_UNAVAILABLE, LEDGER_UNAVAILABLE (NOT_APPLIED); where the outcome is unknown, the
 *   result says so
 */
export async function changeStanding(
  { user, request, change }: StandingChange,
  deps: StandingDeps,
  section: StandingSection,
): Promise<StandingResult> {
  let decided: StandingResult | undefined;
  try {
    return await section.change(async (before) => {
      const { decision, result } = await decide(user, request, before, deps);
      decided = result;
      const named = [...Object.keys(request.patch), ...decision.forgotten];
      return { next: result.status === 'REJECTED' ? null : afterChange(before, decision), named, result };
    }, change);
  } catch (error) {
    const isUnknown = error instanceof ClaimsetError && error.outcome === 'UNKNOWN';
    if (!isUnknown || decided === undefined) throw error;
    return { ...decided, ...failureOf(error), changes: null };
  }
}

/** What `changeStanding` would do. */
export async function tryStanding(user: UserView, request: ClaimsRequest, deps: StandingDeps): Promise<StandingResult> {
  return (await decide(user, request, await deps.standing.read(user.id), deps)).result;
}

/** How large a token with these standing claims is; the message says why they may not become so: no token could hold them. */
export async function standingSize(
  user: UserView,
  before: ClaimsPatch,
  after: ClaimsPatch,
  deps: StandingDeps,
): Promise<{ readonly tokenSize: TokenSize; readonly message: string | null }> {
  const sizeOf = await measureFor(user, after, deps);
  const tokenSize = sizeOf(after);
  const isTooLarge = tokenSize.bytes > tokenSize.limit && tokenSize.bytes > sizeOf(before).bytes;
  return { tokenSize, message: isTooLarge ? tooLarge(tokenSize, grantedClaims(after)).message : null };
}

interface Decided {
  readonly decision: StandingDecision;
  readonly result: StandingResult;
}

async function decide(
  user: UserView,
  request: ClaimsRequest,
  before: ClaimsPatch,
  deps: StandingDeps,
): Promise<Decided> {
  const decision = decideStanding(before, request);
  const { tokenSize, message } = await standingSize(user, before, afterChange(before, decision), deps);
  if (message !== null) return { decision, result: { status: 'REJECTED', changes: null, tokenSize, message } };
  const status = isStandingUnchanged(decision) ? 'UNCHANGED' : 'UPDATED';
  return { decision, result: { status, changes: decision.changes, tokenSize, message: null } };
}

/**
 * Measures a token that begins with standing claims, and with those that SuperTokens itself may add. The core is asked
 * for these only where the token is half full without them: a few roles do not fill the other half.
 */
async function measureFor(
  user: UserView,
  standing: ClaimsPatch,
  { sizer, permissions }: StandingDeps,
): Promise<(standing: ClaimsPatch) => TokenSize> {
  const sizeOf = sizer.ofNewSession(user);
  const alone = sizeOf(grantedClaims(standing));
  const added: ClaimsPayload = alone.bytes * 2 > alone.limit ? await permissions.claimsOf(user) : {};
  return (patch) => sizeOf({ ...added, ...grantedClaims(patch) });
}
