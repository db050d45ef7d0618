import type { SessionStore, UserDirectory, UserRecord } from '../ports.ts';
import type { UserView } from '../types.ts';

/** Names one user. */
export type UserSelector = { readonly id: string } | { readonly email: string };

/** What to do where an email address fits several users. */
export const AMBIGUOUS_USER = 'Several users have this email address: name the one you mean by id.';

/** The user that a selector names, within the caller's reach. */
export type FoundUser =
  { readonly kind: 'found'; readonly user: UserView } | { readonly kind: 'none' } | { readonly kind: 'several' };

/**
 * Finds a user within tenants, or anywhere with null. An id that the core does not know is a user all the same where
 * it has sessions: applications have sessions for ids of their own.
 */
export async function findUser(
  selector: UserSelector,
  tenantIds: readonly string[] | null,
  deps: { readonly users: UserDirectory; readonly sessions: Pick<SessionStore, 'handlesOf'> },
): Promise<FoundUser> {
  const isWithin = (record: UserRecord): boolean =>
    tenantIds === null || record.tenantIds.some((id) => tenantIds.includes(id));
  const found = (record: UserRecord): FoundUser => ({
    kind: 'found',
    user: { id: record.id, emails: record.emails, memberOf: record.tenantIds, tenantIds },
  });
  if ('id' in selector) {
    if (!isPossibleId(selector.id)) return { kind: 'none' };
    const record = await deps.users.byId(selector.id);
    if (record !== null) return isWithin(record) ? found(record) : { kind: 'none' };
    const handles = await deps.sessions.handlesOf(selector.id, tenantIds);
    return handles.length > 0 ? found({ id: selector.id, emails: [], tenantIds: [] }) : { kind: 'none' };
  }
  const [record, ...others] = (await deps.users.byEmail(selector.email, tenantIds)).filter(isWithin);
  if (record === undefined) return { kind: 'none' };
  return others.length > 0 ? { kind: 'several' } : found(record);
}

/**
 * Asks for the sessions of the user with this id, before it is known whether there is one: whoever needs both waits once.
 * For another user, or in other tenants, it asks anew.
 */
export function listedEarly(
  selector: UserSelector,
  tenantIds: readonly string[] | null,
  sessions: SessionStore,
): Pick<SessionStore, 'handlesOf'> {
  if (!('id' in selector) || !isPossibleId(selector.id)) return sessions;
  const listing = sessions.handlesOf(selector.id, tenantIds);
  // Whoever asks is told of its failure.
  listing.catch(() => undefined);
  return {
    handlesOf: (userId, within) =>
      userId === selector.id && within === tenantIds ? listing : sessions.handlesOf(userId, within),
  };
}

/** SuperTokens keeps ids of at most 128 characters; what no id can be is not worth a question to the core. */
function isPossibleId(id: string): boolean {
  return id.length > 0 && id.length <= 128 && !/[\p{Cc}\p{Cs}]/u.test(id);
}
