import { type ClaimsRequest, tooLarge } from '../decide.ts';
import { ClaimsetError } from '../errors.ts';
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

/**
 * Changes a user's standing claims, under their lock.
 * @throws ClaimsetError SESSION_CORE_UNAVAILABLE (NOT_APPLIED); where the outcome is unknown, the result says so
 */
export async function changeStanding(
  user: UserView,
  request: ClaimsRequest,
  deps: StandingDeps,
  section: StandingSection,
): Promise<StandingResult> {
  const { decision, result } = await decide(user, request, deps);
  if (result.status !== 'UPDATED') return result;
  try {
    await section.write(decision.patch, decision.forgotten);
    return result;
  } catch (error) {
    if (!(error instanceof ClaimsetError && error.outcome === 'UNKNOWN')) throw error;
    return { ...result, ...failureOf(error), changes: null };
  }
}

/** What `changeStanding` would do. */
export async function tryStanding(user: UserView, request: ClaimsRequest, deps: StandingDeps): Promise<StandingResult> {
  return (await decide(user, request, deps)).result;
}

interface Decided {
  readonly decision: StandingDecision;
  readonly result: StandingResult;
}

async function decide(user: UserView, request: ClaimsRequest, deps: StandingDeps): Promise<Decided> {
  const before = await deps.standing.read(user.id);
  const decision = decideStanding(before, request);
  const after = afterChange(before, decision);
  const sizeOf = await measureFor(user, after, deps);
  const [tokenSize, claims] = [sizeOf(after), grantedClaims(after)];
  const { changes } = decision;
  if (tokenSize.bytes > tokenSize.limit && tokenSize.bytes > sizeOf(before).bytes) {
    const { message } = tooLarge(tokenSize, claims);
    return { decision, result: { status: 'REJECTED', changes: null, tokenSize, message } };
  }
  const status = isStandingUnchanged(decision) ? 'UNCHANGED' : 'UPDATED';
  return { decision, result: { status, changes, tokenSize, message: null } };
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
