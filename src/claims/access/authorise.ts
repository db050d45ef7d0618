import { ClaimsetError } from '../errors.ts';
import type { Actor } from '../history/types.ts';
import type { CallerBounds, ChangeRecord, Permissions, Requester, Scope, VerifiedSession } from '../ports.ts';

/** Whom an authorised caller may reach, and who they are. */
export interface Authority {
  /** The only tenants that the caller reaches; null for all. */
  readonly tenantIds: readonly string[] | null;
  /** The only claims that the caller may write, null for all of the administrators'. */
  readonly claims: CallerBounds['claims'];
  readonly by: ChangeRecord['by'];
  /** The caller's own session, where it is the one that was asked for the permission. */
  readonly session: VerifiedSession | null;
}

/**
 * Allows administrators only: an API key with the scope, or a session whose user has the permission. A key that is
 * there speaks alone; a session does not stand in for it.
 * @throws ClaimsetError FORBIDDEN, UNAUTHENTICATED, TRY_REFRESH_TOKEN, SESSION_CORE_UNAVAILABLE
 */
export async function authorise(requester: Requester, permissions: Permissions, scope: Scope): Promise<Authority> {
  const { caller } = requester;
  if (caller.kind === 'invalid') throw new ClaimsetError('FORBIDDEN', 'The API key in x-api-key is not valid.');
  if (caller.kind === 'valid') {
    const { tenants, claims } = caller.bounds;
    if (caller.scopes.includes(scope))
      return { tenantIds: tenants, claims, by: { apiKey: caller.name }, session: null };
    throw new ClaimsetError('FORBIDDEN', `The API key "${caller.name}" does not have the scope ${scope}.`);
  }
  const session = await requireSession(requester, 'core');
  if (await permissions.has(session.userId, session.tenantId, scope)) {
    return { tenantIds: [session.tenantId], claims: null, by: { userId: session.userId }, session };
  }
  throw new ClaimsetError('FORBIDDEN', `This needs the permission ${scope}, or an API key with that scope.`);
}

/** @throws ClaimsetError UNAUTHENTICATED without a session, and what makes a session bad. */
export async function requireSession(
  { session }: Requester,
  verifiedBy?: 'signature' | 'core',
): Promise<VerifiedSession> {
  const verified = await session.get(verifiedBy);
  if (verified === null) {
    throw new ClaimsetError('UNAUTHENTICATED', 'This needs a session. Sign in, and send its access token.');
  }
  return verified;
}

/** Whoever was authorised, as the ledger names them. */
export function actorOf(by: ChangeRecord['by']): Actor {
  return 'userId' in by
    ? { kind: 'USER', id: by.userId, name: null }
    : { kind: 'API_KEY', id: by.apiKey, name: by.apiKey };
}
