import { randomBytes } from 'node:crypto';
import { badRequest } from '../errors.ts';
import { requiredQuery, requiredSecret, requiredString } from '../fields.ts';
import type { JsonObject } from '../json.ts';
import { ok, outcome } from '../reply.ts';
import type { Endpoint } from '../services.ts';
import { sha256Hex } from '../tokens/hash.ts';
import { normalEmail } from './users.ts';

const TOKEN_BYTES = 48;

/** `POST /{tenant}/recipe/user/password/reset/token` (CDI.md section 5). */
export const createResetToken: Endpoint = async ({ body }, { store, lifetimes, now }) => {
  const owner = ownedEmail(body);
  const token = newToken();
  const expiresAt = now() + lifetimes.resetTokenMillis;
  const isKnown = await store.call('createResetToken', { ...owner, hash: sha256Hex(token), expiresAt });
  return isKnown ? ok({ token }) : outcome('UNKNOWN_USER_ID_ERROR');
};

/** The same with `/consume`: spends all reset tokens of the user. */
export const consumeResetToken: Endpoint = async ({ body }, { store, now }) => {
  const hash = sha256Hex(requiredSecret(body, 'token'));
  const owner = await store.call('consumeResetToken', { hash, now: now() });
  return owner === null ? outcome('RESET_PASSWORD_INVALID_TOKEN_ERROR') : ok({ ...owner });
};

/** `POST /{tenant}/recipe/user/email/verify/token`: any id, any email. */
export const createVerificationToken: Endpoint = async ({ body }, { store, lifetimes, now }) => {
  const owner = ownedEmail(body);
  const token = newToken();
  const expiresAt = now() + lifetimes.verificationTokenMillis;
  const isNew = await store.call('createVerificationToken', { ...owner, hash: sha256Hex(token), expiresAt });
  return isNew ? ok({ token }) : outcome('EMAIL_ALREADY_VERIFIED_ERROR');
};

/** `POST /{tenant}/recipe/user/email/verify`: spends all tokens of the pair. */
export const verifyEmail: Endpoint = async ({ body }, { store, now }) => {
  if (requiredString(body, 'method') !== 'token') throw badRequest('Unsupported method for email verification');
  const hash = sha256Hex(requiredSecret(body, 'token'));
  const owner = await store.call('consumeVerificationToken', { hash, now: now() });
  return owner === null ? outcome('EMAIL_VERIFICATION_INVALID_TOKEN_ERROR') : ok({ ...owner });
};

/** `GET /recipe/user/email/verify`: the one place where an email is taken as it is (CDI.md section 5). */
export const isEmailVerified: Endpoint = async ({ query }, { store }) => {
  const owner = { userId: requiredQuery(query, 'userId'), email: requiredQuery(query, 'email') };
  return ok({ isVerified: await store.call('readIsVerified', owner) });
};

/** `POST /recipe/user/email/verify/remove` */
export const unverifyEmail: Endpoint = async ({ body }, { store }) => {
  await store.call('unverify', ownedEmail(body));
  return ok();
};

/** `POST /{tenant}/recipe/user/email/verify/token/remove` */
export const removeVerificationTokens: Endpoint = async ({ body }, { store }) => {
  await store.call('removeVerificationTokens', ownedEmail(body));
  return ok();
};

function ownedEmail(body: JsonObject): { userId: string; email: string } {
  return { userId: requiredString(body, 'userId'), email: normalEmail(requiredString(body, 'email')) };
}

function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}
