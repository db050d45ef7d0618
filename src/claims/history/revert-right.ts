import { authorise, type Authority, requireSession } from '../access/authorise.ts';
import { type ClaimError, ClaimsetError } from '../errors.ts';
import { boundPolicy } from '../policy/bound-policy.ts';
import type { ClaimsPolicy } from '../policy/policy.ts';
import type { Permissions, Requester } from '../ports.ts';
import type { ClaimsWriter } from '../types.ts';
import { type HistoryView, type ReachDeps, seesChange } from './reach.ts';
import type { Change } from './types.ts';

/** By what right a change is undone: of what may be seen, only what the policy lets the writer write. */
export interface UndoRight {
  readonly view: HistoryView;
  readonly writer: ClaimsWriter;
  readonly policy: ClaimsPolicy;
  readonly authority: Pick<Authority, 'by' | 'session'>;
}

interface RightDeps extends ReachDeps {
  readonly permissions: Permissions;
  readonly policy: ClaimsPolicy;
}

/**
 * By what right a caller undoes a change: as an administrator, or because it is their own. Without a permission it makes
 * no difference whether a change of somebody else's claims is there.
 * @throws ClaimsetError FORBIDDEN, UNAUTHENTICATED, TRY_REFRESH_TOKEN, SESSION_CORE_UNAVAILABLE, LEDGER_UNAVAILABLE
 */
export async function undoRight(
  requester: Requester,
  change: Change | null,
  deps: RightDeps,
): Promise<UndoRight | ClaimError> {
  const right = (await administratorRight(requester, deps)) ?? (await ownRight(requester, deps));
  if (change === null || !(await seesChange(right.view, change, deps))) return unknownChange();
  const { kind, id } = change.actor;
  if (right.view.kind === 'own' && !(kind === 'USER' && id === right.view.userId)) {
    const message = 'Changes that others have made are undone with the permissions claims:write and claims:audit.';
    throw new ClaimsetError('FORBIDDEN', message);
  }
  return right;
}

async function administratorRight(requester: Requester, deps: RightDeps): Promise<UndoRight | null> {
  try {
    const authority = await authorise(requester, deps.permissions, 'claims:write');
    const { tenantIds, claims } = await authorise(requester, deps.permissions, 'claims:audit');
    const policy = boundPolicy(deps.policy, claims);
    return { view: { kind: 'all', tenantIds }, writer: 'administrator', policy, authority };
  } catch (error) {
    const isOnlyUser = requester.caller.kind === 'none' && error instanceof ClaimsetError && error.code === 'FORBIDDEN';
    if (isOnlyUser) return null;
    throw error;
  }
}

async function ownRight(requester: Requester, { policy }: RightDeps): Promise<UndoRight> {
  const session = await requireSession(requester, 'core');
  const { userId } = session;
  return { view: { kind: 'own', userId }, writer: 'self', policy, authority: { by: { userId }, session } };
}

function unknownChange(): ClaimError {
  const message = 'There is no such change that you may see: take the `id` of one of `claimsChanges`.';
  return { code: 'UNKNOWN_CHANGE', message, path: ['change'] };
}
