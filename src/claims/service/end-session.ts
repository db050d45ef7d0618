import { actorOf, authorise, type Authority, requireSession } from '../access/authorise.ts';
import { type ClaimError, ClaimsetError } from '../errors.ts';
import type { ChangeLog, NewChange, Permissions, Requester, SessionStore } from '../ports.ts';
import type { StoredSession } from '../types.ts';
import { reasonFault } from './reason.ts';

/** The input of `endSession`. */
export interface EndSessionInput {
  readonly handle: string;
  readonly reason: string | null;
}

/** What became of a session that was to end. */
export interface EndSessionResult {
  readonly ended: boolean;
  readonly userErrors: readonly ClaimError[];
}

/** What ending a session needs of the world. */
export interface EndSessionDeps {
  readonly sessions: SessionStore;
  readonly permissions: Permissions;
  readonly log: ChangeLog;
  readonly newChange: NewChange;
}

/**
 * Ends a session: one of the caller's own, or, for administrators, anybody's within their reach.
 * @throws ClaimsetError FORBIDDEN, UNAUTHENTICATED, TRY_REFRESH_TOKEN, SESSION_CORE_UNAVAILABLE
 */
export async function endSession(
  requester: Requester,
  { handle, reason }: EndSessionInput,
  deps: EndSessionDeps,
): Promise<EndSessionResult> {
  const stored = await deps.sessions.read(handle);
  const { by, tenantIds } = await authoriseEnd(requester, stored, deps);
  const fault = reasonFault(reason);
  if (fault !== null) return { ended: false, userErrors: [fault] };
  const isWithin = stored !== null && (tenantIds === null || tenantIds.includes(stored.tenantId));
  if (!isWithin) return { ended: false, userErrors: [] };
  const change = deps.newChange({ actor: actorOf(by), userId: stored.userId, reason });
  if (!(await deps.sessions.end(handle, change))) return { ended: false, userErrors: [] };
  deps.log.ended({ by, userId: stored.userId, handle, reason });
  return { ended: true, userErrors: [] };
}

/** Without the permission it makes no difference whether somebody else's session is there. */
async function authoriseEnd(
  requester: Requester,
  stored: StoredSession | null,
  { permissions }: EndSessionDeps,
): Promise<Pick<Authority, 'by' | 'tenantIds'>> {
  if (requester.caller.kind === 'none') {
    const { userId } = await requireSession(requester, 'core');
    if (stored?.userId === userId) return { by: { userId }, tenantIds: null };
  }
  const authority = await authorise(requester, permissions, 'claims:write');
  if (authority.claims === null) return authority;
  throw new ClaimsetError('FORBIDDEN', 'This API key is bound to claims: it ends no sessions.');
}
