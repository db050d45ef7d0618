import SuperTokens from 'supertokens-node';

import { badCursor } from '../../claims/errors.ts';
import type { UserPage, UserPageQuery } from '../../claims/ports.ts';
import { askCore } from '../remote-core/ask.ts';
import { isAskable } from '../remote-core/askable.ts';
import { statusIn } from '../remote-core/failure.ts';
import { isUnknownTenant } from './in-each-tenant.ts';

/** The largest page that the core gives. */
const LARGEST_PAGE = 500;
/** A search by email has no pages: the core answers with all that it finds, at most 1,000. */
const LARGEST_SEARCH = 1001;
const BAD_REQUEST = 400;

/** See `UserDirectory.page`. */
export async function userPage({ tenantId, token, atLeast, emailPrefix }: UserPageQuery): Promise<UserPage> {
  const prefix = emailPrefix?.trim().toLowerCase() ?? '';
  if (!isAskable(prefix)) return { users: [], next: null };
  const paging =
    prefix === '' ? { limit: Math.min(LARGEST_PAGE, atLeast) } : { limit: LARGEST_SEARCH, query: { email: prefix } };
  const position = token === null ? {} : { paginationToken: token };
  try {
    const found = await askCore((userContext) =>
      SuperTokens.getUsersOldestFirst({ tenantId, ...paging, ...position, userContext }),
    );
    // The core's search also finds what stands before or behind: beginnings of domains, and each part between `;`.
    const isMeant = (email: string): boolean => email.toLowerCase().startsWith(prefix);
    const users = found.users.filter(({ emails }) => prefix === '' || emails.some(isMeant));
    return {
      users: users.map(({ id, emails, tenantIds }) => ({ id, emails, tenantIds })),
      next: found.nextPaginationToken ?? null,
    };
  } catch (error) {
    if (isUnknownTenant(error)) return { users: [], next: null };
    throw token !== null && statusIn(error) === BAD_REQUEST ? badCursor(error) : error;
  }
}
