import { authorise, requireSession } from '../access/authorise.ts';
import { ClaimsetError } from '../errors.ts';
import type { Permissions, Requester } from '../ports.ts';
import type { HistoryView } from './reach.ts';

/**
 * What a caller may see of the past: with `claims:audit` everybody's within reach, else with a session one's own.
 * @throws ClaimsetError FORBIDDEN, UNAUTHENTICATED, TRY_REFRESH_TOKEN, SESSION_CORE_UNAVAILABLE
 */
export async function viewOf(requester: Requester, permissions: Permissions): Promise<HistoryView> {
  if (requester.caller.kind !== 'none') return auditorView(requester, permissions);
  const { userId } = await requireSession(requester, 'core');
  return (await auditorViewOrNull(requester, permissions)) ?? { kind: 'own', userId };
}

/**
 * What a caller may see of the past of one user. An API key without the scope does not stand between the user of the
 * request's session and their own past.
 * @throws as `viewOf` does
 */
export async function viewOfUser(requester: Requester, userId: string, permissions: Permissions): Promise<HistoryView> {
  try {
    return await auditorView(requester, permissions);
  } catch (error) {
    if (!isForbidden(error)) throw error;
    const session = requester.caller.kind === 'invalid' ? null : await requester.session.get('core');
    if (session?.userId !== userId) throw error;
    return { kind: 'own', userId };
  }
}

async function auditorView(requester: Requester, permissions: Permissions): Promise<HistoryView> {
  const { tenantIds } = await authorise(requester, permissions, 'claims:audit');
  return { kind: 'all', tenantIds };
}

async function auditorViewOrNull(requester: Requester, permissions: Permissions): Promise<HistoryView | null> {
  try {
    return await auditorView(requester, permissions);
  } catch (error) {
    if (isForbidden(error)) return null;
    throw error;
  }
}

function isForbidden(error: unknown): boolean {
  return error instanceof ClaimsetError && error.code === 'FORBIDDEN';
}
