import type { Core, CoreRequest } from '../../context.ts';
import { badRequest } from '../../http/errors.ts';
import { optionalBoolean, optionalQuery, requiredQuery, requiredString } from '../../http/fields.ts';
import { ok, outcome, type Reply } from '../../http/reply.ts';
import { requireAppWide, requireKnownTenant } from '../tenants.ts';
import { decodePaginationToken, encodePaginationToken } from './pagination.ts';
import { filterOf, includesPasswordUsers } from './user-filter.ts';
import { normalisedEmail, userView } from './user-view.ts';

const DEFAULT_LIMIT = 100;
const LARGEST_PAGE = 500;
const LARGEST_SEARCH = 1000;

/** `GET /user/id` (docs/core-contract.md, 'Users'). */
export async function getUser({ store }: Core, { query }: CoreRequest): Promise<Reply> {
  const user = await store.call('readUser', { id: requiredQuery(query, 'userId') });
  return user === null ? outcome('UNKNOWN_USER_ID_ERROR') : ok({ user: userView(user) });
}

/** `GET /{t}/users/by-accountinfo` (docs/core-contract.md, 'Users'). */
export async function findUsers({ store }: Core, { query }: CoreRequest): Promise<Reply> {
  const isUnion = requiredBooleanQuery(query, 'doUnionOfAccountInfo');
  const email = optionalQuery(query, 'email');
  if (query.has('thirdPartyId') !== query.has('thirdPartyUserId')) {
    throw badRequest("If 'thirdPartyId' is provided, 'thirdPartyUserId' must also be provided, and vice versa");
  }
  const others = ['phoneNumber', 'thirdPartyId', 'webauthnCredentialId'];
  // Users here have nothing but an email: asking for more at once finds nobody.
  const asksForMore = others.some((name) => query.has(name));
  if (email === undefined || (asksForMore && !isUnion)) return ok({ users: [] });
  const user = await store.call('readUserByEmail', { email: normalisedEmail(email) });
  return ok({ users: user === null ? [] : [userView(user)] });
}

/** `GET /{t}/users`, page by page (docs/core-contract.md, 'Users'). */
export async function listUsers({ store }: Core, { query }: CoreRequest): Promise<Reply> {
  const isDescending = isDescendingOrder(optionalQuery(query, 'timeJoinedOrder'));
  const { emailBeginnings, isSearch, canMatch } = filterOf(query);
  const limit = toLimit(optionalQuery(query, 'limit'), isSearch);
  const token = optionalQuery(query, 'paginationToken');
  const from = token === undefined ? null : decodePaginationToken(token);
  if (!canMatch) return ok({ users: [] });
  const users = await store.call('readUsers', {
    isDescending,
    // One more tells whether there is a next page, and where it begins.
    limit: limit + 1,
    from,
    emailBeginnings,
  });
  const next = users[limit];
  return ok({
    users: users.slice(0, limit).map(userView),
    ...(next === undefined ? {} : { nextPaginationToken: encodePaginationToken(next) }),
  });
}

/** `GET /{t}/users/count` (docs/core-contract.md, 'Users'). */
export async function countUsers({ store }: Core, { query, tenant }: CoreRequest): Promise<Reply> {
  if (optionalQuery(query, 'includeAllTenants')?.toLowerCase() === 'true') requireAppWide(tenant);
  else requireKnownTenant(tenant);
  if (!includesPasswordUsers(optionalQuery(query, 'includeRecipeIds'))) return ok({ count: 0 });
  return ok({ count: await store.call('readUserCount', null) });
}

/** `POST /user/remove`: also what hangs on the user; OK for an unknown one (docs/core-contract.md, 'Users'). */
export async function removeUser({ store }: Core, { body }: CoreRequest): Promise<Reply> {
  const id = requiredString(body, 'userId');
  optionalBoolean(body, 'removeAllLinkedAccounts');
  await store.call('removeUser', { id });
  return ok();
}

function requiredBooleanQuery(query: URLSearchParams, name: string): boolean {
  const value = requiredQuery(query, name);
  if (value !== 'true' && value !== 'false') throw badRequest(`Field name '${name}' must be true or false`);
  return value === 'true';
}

function isDescendingOrder(order = 'ASC'): boolean {
  if (order !== 'ASC' && order !== 'DESC') throw badRequest('timeJoinedOrder can be either ASC OR DESC');
  return order === 'DESC';
}

/** A search is not refused for its limit, but bounded all the same. */
function toLimit(text = String(DEFAULT_LIMIT), isSearch: boolean): number {
  if (!/^[+-]?\d+$/.test(text)) throw badRequest("Field name 'limit' must be an int in the GET request");
  const limit = Number(text);
  if (limit < 1) throw badRequest('limit must a positive integer with min value 1');
  if (isSearch) return Math.min(limit, LARGEST_SEARCH);
  if (limit > LARGEST_PAGE) throw badRequest(`max limit allowed is ${LARGEST_PAGE}`);
  return limit;
}
