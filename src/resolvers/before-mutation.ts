import { requireSession } from '../claims/access/authorise.ts';
import type { RequestContext } from './context.ts';
import type { MutationResolvers } from './types.generated.ts';

/** How the session of a request is to be verified before a mutation runs; null where the mutation needs none. */
type SessionNeed = 'signature' | 'core' | null;

/** For the caller's own session. Whether it was revoked shows when it is written. */
const ownSession = (): SessionNeed => 'signature';

/** For what administrators may do: an API key that is there speaks alone, else the session does. */
const keyOrSession = ({ caller }: RequestContext): SessionNeed => (caller.kind === 'none' ? 'core' : null);

/** What each mutation needs. One of the schema that is missing here does not compile. */
const needs: Readonly<Record<keyof MutationResolvers, (context: RequestContext) => SessionNeed>> = {
  updateMyClaims: ownSession,
  updateUserClaims: keyOrSession,
  endSession: keyOrSession,
  revertClaimsChange: keyOrSession,
};

/**
 * Verifies the session before the first root field of a mutation runs, where any of them needs it: on 401 the frontend
 * SDK sends the whole request again, and nothing may be done twice.
 * @throws ClaimsetError UNAUTHENTICATED, TRY_REFRESH_TOKEN, SESSION_CORE_UNAVAILABLE
 */
export async function beforeMutation(context: RequestContext, rootFields: readonly string[]): Promise<void> {
  const needed = rootFields.filter((name) => name !== '__typename').map((name) => needOf(name)(context));
  if (needed.includes('core')) await requireSession(context, 'core');
  else if (needed.includes('signature')) await requireSession(context);
}

function needOf(name: string): (context: RequestContext) => SessionNeed {
  if (isMutation(name)) return needs[name];
  throw new TypeError(`the mutation ${name} does not say what it needs before it runs`);
}

function isMutation(name: string): name is keyof MutationResolvers {
  return Object.hasOwn(needs, name);
}
