import { requireSession } from '../claims/access/authorise.ts';
import type { RequestContext } from './context.ts';

/**
 * Verifies the session before the first root field of a mutation runs, where any of them needs it: on 401 the frontend
 * SDK sends the whole request again, and nothing may be done twice.
 * @throws ClaimsetError UNAUTHENTICATED, TRY_REFRESH_TOKEN, SESSION_CORE_UNAVAILABLE
 */
export async function beforeMutation(context: RequestContext, rootFields: readonly string[]): Promise<void> {
  const isForAdministrators = rootFields.includes('updateUserClaims') && context.caller.kind === 'none';
  if (isForAdministrators) await requireSession(context, 'core');
  else if (rootFields.includes('updateMyClaims')) await requireSession(context);
}
