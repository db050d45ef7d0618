import { randomUUID } from 'node:crypto';
import { badRequest } from '../errors.ts';
import {
  optionalBoolean,
  optionalQuery,
  optionalSecret,
  optionalString,
  requiredQuery,
  requiredSecret,
  requiredString,
} from '../fields.ts';
import { ok, outcome } from '../reply.ts';
import type { Endpoint } from '../services.ts';
import type { StoredUser } from '../store/port.ts';
import { TENANT_ID } from '../tokens/access-token.ts';
import { hashPassword, isPassword } from '../tokens/passwords.ts';
import { assertReach, optionalFlag } from './session-by-handle.ts';

/** `POST /{tenant}/recipe/signup` (CDI.md section 5). */
export const signUp: Endpoint = async ({ body }, { store, now }) => {
  const email = normalEmail(requiredString(body, 'email'));
  const password = requiredSecret(body, 'password');
  if (password === '') throw badRequest("Field name 'password' cannot be an empty String");
  const user = { id: randomUUID(), email, joinedAt: now() };
  const isNew = await store.call('createUser', { ...user, passwordHash: await hashPassword(password) });
  if (!isNew) return outcome('EMAIL_ALREADY_EXISTS_ERROR');
  const stored = await store.call('readUser', { id: user.id });
  return ok({ user: userJson(stored ?? { ...user, isVerified: false }), recipeUserId: user.id });
};

/** `POST /{tenant}/recipe/signin` (CDI.md section 5). */
export const signIn: Endpoint = async ({ body }, { store }) => {
  const email = normalEmail(requiredString(body, 'email'));
  const password = requiredSecret(body, 'password');
  const user = await store.call('readUserByEmail', { email });
  const isRight = await isPassword(password, user?.passwordHash ?? null);
  if (user === null || !isRight) return outcome('WRONG_CREDENTIALS_ERROR');
  return ok({ user: userJson(user), recipeUserId: user.id });
};

/** `PUT /recipe/user` (CDI.md section 5). */
export const updateUser: Endpoint = async ({ body }, { store }) => {
  const id = requiredString(body, 'recipeUserId');
  const email = optionalString(body, 'email');
  const password = optionalSecret(body, 'password');
  if (email === undefined && password === undefined) throw badRequest('Either email or password must be given');
  const result = await store.call('updateUser', {
    id,
    email: email === undefined ? null : normalEmail(email),
    passwordHash: password === undefined ? null : await hashPassword(password),
  });
  return outcome(result);
};

/** `GET /user/id` (CDI.md section 5). */
export const readUser: Endpoint = async ({ query }, { store }) => {
  const user = await store.call('readUser', { id: requiredQuery(query, 'userId') });
  return user === null ? outcome('UNKNOWN_USER_ID_ERROR') : ok({ user: userJson(user) });
};

/** `GET /{tenant}/users/by-accountinfo` (CDI.md section 5); there are only email addresses to find users by. */
export const findUsers: Endpoint = async ({ query }, { store }) => {
  requiredQuery(query, 'doUnionOfAccountInfo');
  const email = optionalQuery(query, 'email');
  const user = email === undefined ? null : await store.call('readUserByEmail', { email: normalEmail(email) });
  return ok({ users: user === null ? [] : [userJson(user)] });
};

const MOST_USERS = 1000;
const USERS_A_PAGE = 100;

/** `GET /{tenant}/users` (CDI.md section 5). */
export const listUsers: Endpoint = async ({ query }, { store }) => {
  const order = optionalQuery(query, 'timeJoinedOrder') ?? 'ASC';
  if (order !== 'ASC' && order !== 'DESC') throw badRequest("Field name 'timeJoinedOrder' must be ASC or DESC");
  const limit = pageSize(optionalQuery(query, 'limit'));
  const found = await store.call('readUsers', {
    isDescending: order === 'DESC',
    // One more than asked for: it begins the next page.
    limit: limit + 1,
    from: readPageToken(optionalQuery(query, 'paginationToken')),
    emailBeginnings: beginnings(optionalQuery(query, 'email')),
  });
  const next = found[limit];
  const users = found.slice(0, limit).map(userJson);
  return ok({ users, ...(next === undefined ? {} : { nextPaginationToken: pageToken(next) }) });
};

/** `GET /{tenant}/users/count` (CDI.md section 5). */
export const countUsers: Endpoint = async ({ query, tenantId }, { store }) => {
  assertReach(tenantId, optionalFlag(query, 'includeAllTenants') ?? false);
  return ok({ count: await store.call('readUserCount', {}) });
};

/** `POST /user/remove` (CDI.md section 5). */
export const removeUser: Endpoint = async ({ body }, { store }) => {
  const id = requiredString(body, 'userId');
  optionalBoolean(body, 'removeAllLinkedAccounts');
  await store.call('removeUser', { id });
  return ok();
};

/** Emails are trimmed and in lower case wherever they are written or looked up (CDI.md section 5). */
export function normalEmail(email: string): string {
  return email.trim().toLowerCase();
}

function userJson({ id, email, joinedAt, isVerified }: StoredUser): object {
  const tenantIds = [TENANT_ID];
  const times = { timeJoined: joinedAt };
  return {
    ...{ id, isPrimaryUser: false, tenantIds, ...times, emails: [email], phoneNumbers: [], thirdParty: [] },
    webauthn: { credentialIds: [] },
    loginMethods: [{ recipeId: 'emailpassword', recipeUserId: id, tenantIds, email, verified: isVerified, ...times }],
  };
}

function pageSize(text: string | undefined): number {
  const size = text === undefined ? USERS_A_PAGE : Number(text);
  if (!Number.isInteger(size) || size < 1 || size > MOST_USERS || text?.trim() === '') {
    throw badRequest(`Field name 'limit' must be a whole number from 1 to ${MOST_USERS}`);
  }
  return size;
}

function pageToken({ joinedAt, id }: StoredUser): string {
  return Buffer.from(`${joinedAt};${id}`).toString('base64url');
}

function readPageToken(token: string | undefined): { joinedAt: number; id: string } | null {
  if (token === undefined) return null;
  const [, joinedAt, id] = /^(\d{1,16});(.+)$/.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  if (joinedAt === undefined || id === undefined) throw badRequest('invalid pagination token');
  return { joinedAt: Number(joinedAt), id };
}

function beginnings(email: string | undefined): string[] {
  return (email ?? '')
    .split(';')
    .map(normalEmail)
    .filter((beginning) => beginning !== '');
}
