import { randomUUID } from 'node:crypto';

import type { Core, CoreRequest } from '../../context.ts';
import { badRequest } from '../../http/errors.ts';
import { optionalSecret, optionalString, requiredSecret, requiredString } from '../../http/fields.ts';
import { ok, outcome, type Reply } from '../../http/reply.ts';
import { newOneTimeToken, oneTimeTokenHash } from '../../tokens/one-time-token.ts';
import { normalisedEmail, userView } from './user-view.ts';

/** `POST /{t}/recipe/signup` (docs/core-contract.md, 'Users'). */
export async function signUp({ store, passwords, now }: Core, { body, hasGone }: CoreRequest): Promise<Reply> {
  const email = normalisedEmail(requiredString(body, 'email'));
  const password = requiredSecret(body, 'password');
  if (password === '') throw badRequest('Password cannot be an empty string');
  const user = { id: randomUUID(), email, passwordHash: await passwords.hash(password, hasGone), joinedAt: now() };
  if (!(await store.call('createUser', user))) return outcome('EMAIL_ALREADY_EXISTS_ERROR');
  return ok({ user: userView({ ...user, isVerified: false }), recipeUserId: user.id });
}

/** `POST /{t}/recipe/signin`: unknown emails answer as wrong passwords do (docs/core-contract.md, 'Users'). */
export async function signIn({ store, passwords }: Core, { body, hasGone }: CoreRequest): Promise<Reply> {
  const email = normalisedEmail(requiredString(body, 'email'));
  const password = requiredSecret(body, 'password');
  const user = await store.call('readUserByEmail', { email });
  const matches = await passwords.matches(password, user?.passwordHash ?? null, hasGone);
  if (user === null || !matches) return outcome('WRONG_CREDENTIALS_ERROR');
  return ok({ user: userView(user), recipeUserId: user.id });
}

/** `PUT /recipe/user` (docs/core-contract.md, 'Users'). */
export async function updateUser({ store, passwords }: Core, { body, hasGone }: CoreRequest): Promise<Reply> {
  const id = requiredString(body, 'recipeUserId');
  const email = optionalString(body, 'email');
  const password = optionalSecret(body, 'password');
  if (email === undefined && password === undefined) throw badRequest('You have to provide either email or password.');
  const status = await store.call('updateUser', {
    id,
    email: email === undefined ? null : normalisedEmail(email),
    passwordHash: password === undefined ? null : await passwords.hash(password, hasGone),
  });
  return outcome(status);
}

/** `POST /{t}/recipe/user/password/reset/token` (docs/core-contract.md, 'Users'). */
export async function createResetToken({ store, settings, now }: Core, { body }: CoreRequest): Promise<Reply> {
  const userId = requiredString(body, 'userId');
  const email = normalisedEmail(requiredString(body, 'email'));
  const token = newOneTimeToken();
  const expiresAt = now() + settings.passwordResetTokenLifetimeMillis;
  const isCreated = await store.call('createResetToken', { userId, email, hash: oneTimeTokenHash(token), expiresAt });
  return isCreated ? ok({ token }) : outcome('UNKNOWN_USER_ID_ERROR');
}

/** `POST /{t}/recipe/user/password/reset/token/consume`: spends all of the user (docs/core-contract.md, 'Users'). */
export async function consumeResetToken({ store, now }: Core, { body }: CoreRequest): Promise<Reply> {
  const hash = oneTimeTokenHash(requiredSecret(body, 'token'));
  const owned = await store.call('consumeResetToken', { hash, now: now() });
  return owned === null ? outcome('RESET_PASSWORD_INVALID_TOKEN_ERROR') : ok({ ...owned });
}
