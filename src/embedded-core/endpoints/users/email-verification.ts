import type { Core, CoreRequest } from '../../context.ts';
import { badRequest } from '../../http/errors.ts';
import { requiredQuery, requiredSecret, requiredString } from '../../http/fields.ts';
import type { JsonObject } from '../../http/json.ts';
import { ok, outcome, type Reply } from '../../http/reply.ts';
import type { OwnedEmail } from '../../store/port.ts';
import { newOneTimeToken, oneTimeTokenHash } from '../../tokens/one-time-token.ts';
import { normalisedEmail } from './user-view.ts';

/** `POST /{t}/recipe/user/email/verify/token`: for any id and any email (docs/core-contract.md, 'Users'). */
export async function createVerificationToken({ store, settings, now }: Core, { body }: CoreRequest): Promise<Reply> {
  const token = newOneTimeToken();
  const isCreated = await store.call('createVerificationToken', {
    ...ownedEmail(body),
    hash: oneTimeTokenHash(token),
    expiresAt: now() + settings.emailVerificationTokenLifetimeMillis,
  });
  return isCreated ? ok({ token }) : outcome('EMAIL_ALREADY_VERIFIED_ERROR');
}

/** `POST /{t}/recipe/user/email/verify`: spends all tokens of the pair (docs/core-contract.md, 'Users'). */
export async function verifyEmail({ store, now }: Core, { body }: CoreRequest): Promise<Reply> {
  const method = requiredString(body, 'method');
  const hash = oneTimeTokenHash(requiredSecret(body, 'token'));
  if (method !== 'token') throw badRequest('Unsupported method for email verification');
  const owned = await store.call('consumeVerificationToken', { hash, now: now() });
  return owned === null ? outcome('EMAIL_VERIFICATION_INVALID_TOKEN_ERROR') : ok({ ...owned });
}

/** `GET /recipe/user/email/verify`: here the email is taken as it is (docs/core-contract.md, 'Users'). */
export async function isEmailVerified({ store }: Core, { query }: CoreRequest): Promise<Reply> {
  const userId = requiredQuery(query, 'userId');
  const email = requiredQuery(query, 'email');
  return ok({ isVerified: await store.call('readIsVerified', { userId, email }) });
}

/** `POST /recipe/user/email/verify/remove` (docs/core-contract.md, 'Users'). */
export async function unverifyEmail({ store }: Core, { body }: CoreRequest): Promise<Reply> {
  await store.call('unverify', ownedEmail(body));
  return ok();
}

/** `POST /{t}/recipe/user/email/verify/token/remove` (docs/core-contract.md, 'Users'). */
export async function removeVerificationTokens({ store }: Core, { body }: CoreRequest): Promise<Reply> {
  await store.call('removeVerificationTokens', ownedEmail(body));
  return ok();
}

function ownedEmail(body: JsonObject): OwnedEmail {
  return { userId: requiredString(body, 'userId'), email: normalisedEmail(requiredString(body, 'email')) };
}
